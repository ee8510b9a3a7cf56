import { getNullableType, isListType, isNonNullType, type GraphQLOutputType } from 'graphql'
import type { IncrementalPart } from '@waystone/federation/contract'
import { canonicalJson } from './canonical-json.js'

/** The client's state after the last part of an incremental answer. */
export interface Whole {
  readonly data: Record<string, unknown> | null
  /** Places where two parts say different things: the same field of the same object. */
  readonly conflicts: readonly string[]
}

type Path = readonly (string | number)[]

/**
 * Puts parts together. A fragment without data is one with a null that its types do not allow: without @defer
 * it makes null what is around it, as it does here. So does a null that one part has where another has an
 * object.
 */
export function putTogether(
  first: Record<string, unknown> | null,
  parts: readonly IncrementalPart[],
  typeAt: (path: Path) => GraphQLOutputType | undefined,
): Whole {
  const conflicts: string[] = []
  const root = { data: structuredClone(first) as unknown }
  for (const { path, data } of parts) {
    if (data === null) continue
    const at = valueAt(root.data, path)
    if (typeof at !== 'object' || at === null) conflicts.push(`nothing at ${path.join('.')}`)
    else mergeObjects(at as Record<string, unknown>, data, path, conflicts)
  }
  for (const { path, data } of parts) if (data === null) makeNull(root, path, typeAt)
  return { data: root.data as Whole['data'], conflicts }
}

function mergeObjects(
  into: Record<string, unknown>,
  from: Readonly<Record<string, unknown>>,
  path: Path,
  conflicts: string[],
): void {
  for (const [key, value] of Object.entries(from))
    into[key] = key in into ? mergeValues(into[key], value, [...path, key], conflicts) : value
}

function mergeValues(known: unknown, value: unknown, path: Path, conflicts: string[]): unknown {
  const isConflict = (known === null) !== (value === null)
  if (isConflict) conflicts.push(`null or not at ${path.join('.')}`)
  if (known === null || value === null) return null
  if (Array.isArray(known) && Array.isArray(value) && known.length === value.length)
    return known.map((item, index) => mergeValues(item, value[index], [...path, index], conflicts))
  if (typeof known === 'object' && typeof value === 'object' && !Array.isArray(known) && !Array.isArray(value)) {
    mergeObjects(known as Record<string, unknown>, value as Record<string, unknown>, path, conflicts)
    return known
  }
  if (canonicalJson(known) !== canonicalJson(value)) conflicts.push(`two values at ${path.join('.')}`)
  return known
}

/** Makes the value at a path null, and what is around it as far as types do not allow that. */
function makeNull(root: { data: unknown }, path: Path, typeAt: (path: Path) => GraphQLOutputType | undefined): void {
  let at = path
  for (;;) {
    const key = at.at(-1)
    if (key === undefined) {
      root.data = null
      return
    }
    const parent = valueAt(root.data, at.slice(0, -1)) as Record<string | number, unknown> | null | undefined
    // It is within what another part has made null already.
    if (parent === null || parent === undefined) return
    parent[key] = null
    const type = typeAt(at)
    if (type === undefined || !isNonNullType(type)) return
    at = at.slice(0, -1)
  }
}

export function valueAt(value: unknown, path: Path): unknown {
  let at = value
  for (const key of path)
    at = typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[key] : undefined
  return at
}

/** The type of list items, `depth` lists in. */
export function itemType(type: GraphQLOutputType, depth: number): GraphQLOutputType {
  if (depth === 0) return type
  const nullable = getNullableType(type)
  if (!isListType(nullable)) throw new Error('A list was expected')
  return itemType(nullable.ofType, depth - 1)
}
