export { groupByPlace } from './path-index.js'

/** An object of an answer. Any of them may come from a subgraph, so no name in it is safe to look up carelessly. */
export type JsonObject = Record<string, unknown>

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object's own value: clients may alias a field as `constructor`, which every object inherits. */
export const ownValue = (object: JsonObject, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined

/** The value at a path; undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let at = value
  for (const key of path) {
    if (typeof key === 'number') at = Array.isArray(at) ? at[key] : undefined
    else at = isJsonObject(at) ? ownValue(at, key) : undefined
  }
  return at
}

/** Assigns also to `__proto__`, which clients may choose as an alias and which plain assignment would swallow. */
export function setOwn(object: JsonObject, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true })
  } else object[key] = value
}

/** A reader for one key that is known in advance: names that no object inherits need no check. */
export const readerOf = (key: string): ((object: JsonObject) => unknown) =>
  key in Object.prototype ? object => ownValue(object, key) : object => object[key]

/** An assignment to one key that is known in advance. */
export const writerOf = (key: string): ((object: JsonObject, value: unknown) => void) =>
  key === '__proto__'
    ? (object, value) => setOwn(object, key, value)
    : (object, value) => {
        object[key] = value
      }

/** A copy that shares nothing with the original that could be changed. */
export function copyJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(copyJson)
  const copy: JsonObject = {}
  for (const [key, item] of Object.entries(value)) setOwn(copy, key, copyJson(item))
  return copy
}
