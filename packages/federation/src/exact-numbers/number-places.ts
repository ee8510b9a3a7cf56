import { isJsonObject, ownValue, setOwn } from '../json/json.js'
import { numberOf, writtenNumber } from './exact-number.js'

/**
 * Where a value may hold numbers of which every digit counts: as a custom scalar, with all within it; as an
 * ID, whose digits are text; or below some of the keys of an object. Lists stand for their items.
 */
export type NumberPlaces = 'scalar' | 'id' | ReadonlyMap<string, NumberPlaces>

/**
 * Gives the numbers at their places every digit. Most values have none there, which costs a look at each place.
 * @param value as JSON.parse gives it; it is changed in place.
 * @param parseExactly parses the same text once more; it returns undefined when that would change nothing.
 * @returns the value, or the one that takes its place.
 */
export function keepNumbers(value: unknown, places: NumberPlaces, parseExactly: () => unknown): unknown {
  if (!hasNumber(value, places)) return value
  const exact = parseExactly()
  return exact === undefined ? value : replaceAt(value, places, exact)
}

export function hasNumber(value: unknown, places: NumberPlaces): boolean {
  if (typeof value === 'number') return typeof places === 'string'
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(item => hasNumber(item, places))
  if (typeof places === 'string') return Object.values(value).some(item => hasNumber(item, places))
  for (const [key, below] of places) if (hasNumber(ownValue(value as Record<string, unknown>, key), below)) return true
  return false
}

/** @param exact the same value with kept numbers everywhere: it takes the value's place where its digits count. */
export function replaceAt(value: unknown, places: NumberPlaces, exact: unknown): unknown {
  if (places === 'scalar') return exact
  if (Array.isArray(value) && Array.isArray(exact))
    for (const [index, item] of value.entries()) value[index] = replaceAt(item, places, exact[index])
  else if (places === 'id') return idOf(exact) ?? value
  else if (isJsonObject(value) && isJsonObject(exact))
    for (const [key, below] of places)
      if (Object.hasOwn(value, key)) setOwn(value, key, replaceAt(value[key], below, ownValue(exact, key)))
  return value
}

/** An integer of many digits is the ID of these digits; undefined for what is none. */
function idOf(exact: unknown): string | undefined {
  const written = writtenNumber(exact)
  return written !== undefined && /^-?\d+$/.test(written) ? written : undefined
}

/**
 * The same for what a subgraph of this process answers: it may hold BigInts, which JSON does not have.
 * @returns the value, which is changed in place, or the one that takes its place.
 */
export function keepBigInts(value: unknown, places: NumberPlaces): unknown {
  if (typeof value === 'bigint') return numberOf(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) value[index] = keepBigInts(item, places)
    return value
  }
  const object = value as Record<string, unknown>
  for (const key of typeof places === 'string' ? Object.keys(object) : places.keys()) {
    const item = ownValue(object, key)
    const kept = keepBigInts(item, typeof places === 'string' ? places : (places.get(key) ?? 'scalar'))
    if (kept !== item) setOwn(object, key, kept)
  }
  return value
}
