import type { FetchNode } from '@apollo/query-planner'
import type { GraphQLError, GraphQLFormattedError } from 'graphql'
import type { PlanCompilation } from './compilation.js'
import { plannersAliases } from './fetch-selections.js'
import { pathOf, type Path, type PathLink, type Places } from './positions.js'
import { codeOf, subgraphError } from './subgraph-errors.js'

/**
 * A subgraph's error as the client gets it.
 * @param below the subgraph's path below the place; undefined where the error belongs to no place.
 */
export type ClientError = (
  error: Partial<GraphQLFormattedError>,
  at: PathLink | null | undefined,
  below: Path | undefined,
) => GraphQLError

/**
 * Subgraphs name fields by the aliases that planning and the planner gave them; clients know their own. An error
 * at a field that clients do not see belongs to the object that has it, and says neither its name nor its
 * subgraph's words; words that name such a field of the fetch are left out as well.
 */
export function compileClientError(compilation: PlanCompilation, node: FetchNode): ClientError {
  const { hiddenFields } = compilation
  const { serviceName } = node
  const aliases = plannersAliases(node)
  const clientKey = (key: string | number) => (typeof key === 'number' ? key : compilation.clientKey(key))
  return (error, at, below) => {
    const planned = below && [
      ...pathOf(at ?? null),
      ...below.map(key => (typeof key === 'number' ? key : (aliases.get(key) ?? key))),
    ]
    const visible = planned?.slice(0, hiddenFields.visibleLength(planned))
    const isTelling = visible?.length !== planned?.length || namesOneOf(hiddenFields.namesIn(node), error.message)
    const told = isTelling ? withoutWords(error, serviceName) : error
    return subgraphError(told, { serviceName, path: visible?.map(clientKey) })
  }
}

const namesOneOf = (names: ReadonlySet<string>, message = ''): boolean =>
  names.size > 0 && (message.match(/\w+/g) ?? []).some(word => names.has(word))

const withoutWords = (error: Partial<GraphQLFormattedError>, serviceName: string): Partial<GraphQLFormattedError> => ({
  message: `Subgraph "${serviceName}" could not answer a field that is needed here`,
  extensions: { code: codeOf(error) },
})

/** Where a fetch belongs as a whole: at its outermost list, when it is for the items of one. */
export function commonPlace(places: Places): PathLink | null {
  const first = places.links()[0] ?? null
  let common = first
  for (let link = first; link !== null; link = link.parent) if (typeof link.key === 'number') common = link.parent
  return common
}
