import type { FetchNode } from '@apollo/query-planner'
import type { PlanCompilation } from './compilation.js'
import { plannersAliases } from './fetch-selections.js'
import { pathOf, type Path, type PathLink, type Places } from './positions.js'

/** A subgraph's path below a place, as a path of the client's answer. */
export type ErrorPath = (at: PathLink | null | undefined, below: Path) => Path

/** Subgraphs name fields by the aliases that planning and the planner gave them; clients know their own. */
export function compileErrorPath(compilation: PlanCompilation, node: FetchNode): ErrorPath {
  const aliases = plannersAliases(node)
  const clientKey = (key: string | number) =>
    typeof key === 'number' ? key : compilation.clientKey(aliases.get(key) ?? key)
  return (at, below) => [...pathOf(at ?? null), ...below].map(clientKey)
}

/** Where a fetch belongs as a whole: at its outermost list, when it is for the items of one. */
export function commonPlace(places: Places): PathLink | null {
  const first = places.links()[0] ?? null
  let common = first
  for (let link = first; link !== null; link = link.parent) if (typeof link.key === 'number') common = link.parent
  return common
}
