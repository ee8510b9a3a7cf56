import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import type { GraphQLSchema } from 'graphql'
import { readerOf, type JsonObject } from '../json/json.js'
import { typeNamesUnder } from './type-condition.js'

/**
 * A value that is equal for objects of equal representations, found without representing them; undefined
 * where it is not that easy.
 */
export type LeafKey = (object: JsonObject) => string | number | undefined

const SEPARATOR = '\u0000'

/**
 * The key of entities of one object type, all of whose required fields are leaves, as nearly all are: a lone
 * one stands for itself, several are joined.
 * @returns undefined when what is required is of another kind.
 */
export function compileLeafKey(
  schema: GraphQLSchema,
  requires: readonly QueryPlanSelectionNode[],
): LeafKey | undefined {
  const [fragment, another] = requires
  if (fragment?.kind !== 'InlineFragment' || fragment.typeCondition === undefined || another !== undefined)
    return undefined
  const [typename, otherName] = typeNamesUnder(schema, fragment.typeCondition)
  if (otherName !== undefined) return undefined
  const keys: string[] = []
  for (const selection of fragment.selections) {
    if (selection.kind !== 'Field' || selection.selections !== undefined) return undefined
    const key = selection.alias ?? selection.name
    if (key !== '__typename') keys.push(key)
  }
  const [first, ...others] = keys.map(readerOf)
  if (first === undefined) return undefined
  if (others.length === 0) return object => (object['__typename'] === typename ? leafOf(first(object)) : undefined)
  return object => {
    if (object['__typename'] !== typename) return undefined
    let joined = partOf(first(object))
    for (const read of others) joined = joined === undefined ? undefined : join(joined, partOf(read(object)))
    return joined
  }
}

const leafOf = (value: unknown): string | number | undefined =>
  typeof value === 'string' || typeof value === 'number' ? value : undefined

/** A number and the text of it are two things; a text that holds the separator could be taken for two parts. */
function partOf(value: unknown): string | undefined {
  if (typeof value === 'number') return `${SEPARATOR}${value}`
  return typeof value === 'string' && !value.includes(SEPARATOR) ? value : undefined
}

const join = (before: string, part: string | undefined): string | undefined =>
  part === undefined ? undefined : before + SEPARATOR + part
