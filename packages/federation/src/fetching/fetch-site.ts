import type { FetchNode } from '@apollo/query-planner'
import type { GraphQLSchema } from 'graphql'
import { readSelections, type SelectedField } from './fetch-selections.js'
import type { Position } from './positions.js'
import type { Run } from './run.js'
import { typeNamesUnder } from './type-condition.js'

/** Where a plan has a fetch. */
export interface Surroundings {
  /** Response keys from the root to the objects that it adds to, without lists. */
  readonly path: readonly string[]
  /** Names of the subgraphs that the plan asks before it. */
  readonly before: ReadonlySet<string>
}

/** A fetch where the plan has it; it tells which subgraph should have answered a field. */
export interface FetchSite extends Surroundings {
  readonly node: FetchNode
  /**
   * For a fetch of entities: whether the one at a place has what the fetch requires, and is in the contexts
   * that it takes.
   */
  readonly canAsk: ((run: Run, at: Position) => boolean) | undefined
}

export const atRoot: Surroundings = { path: [], before: new Set() }

/** Which fetches of a plan select a field of the answer under construction. */
export type SitesOf = (keys: readonly string[], typeName: string) => readonly FetchSite[]

/**
 * Operations are parsed, and fields looked up, for the first error that needs it: plans without wrong answers
 * never pay.
 * @param sites of the whole plan; they may still be added to.
 */
export function createSiteLookup(schema: GraphQLSchema, sites: readonly FetchSite[]): SitesOf {
  const selections = new Map<FetchSite, readonly SelectedField[]>()
  const known = new Map<string, readonly FetchSite[]>()
  const selectionsOf = (site: FetchSite): readonly SelectedField[] => {
    let read = selections.get(site)
    if (read === undefined) selections.set(site, (read = readSelections(site.node)))
    return read
  }
  const find = (keys: readonly string[], typeName: string): readonly FetchSite[] => {
    const fieldsAt = (site: FetchSite) =>
      site.path.length < keys.length && site.path.every((key, depth) => keys[depth] === key)
        ? fieldsUnder(selectionsOf(site), keys.slice(site.path.length))
        : []
    const isOf = ({ types }: SelectedField) => types.every(type => typeNamesUnder(schema, type).has(typeName))
    const ofType = sites.filter(site => fieldsAt(site).some(isOf))
    return ofType.length > 0 ? ofType : sites.filter(site => fieldsAt(site).length > 0)
  }
  return (keys, typeName) => {
    const key = [typeName, ...keys].join(' ')
    let found = known.get(key)
    if (found === undefined) known.set(key, (found = find(keys, typeName)))
    return found
  }
}

function fieldsUnder(fields: readonly SelectedField[], keys: readonly string[]): readonly SelectedField[] {
  const [first, ...others] = keys
  const found = fields.filter(({ key }) => key === first)
  return others.length === 0 ? found : found.flatMap(({ below }) => fieldsUnder(below, others))
}
