import { numberOf } from '@waystone/federation/exact-numbers'
import { setOwn } from '@waystone/federation/json'

/**
 * Copies a value as a round trip through JSON would; the caller owns the copy. A BigInt, which JSON lacks,
 * becomes a number.
 */
export function copyAsJson(value: unknown): unknown {
  if (typeof value === 'bigint') return numberOf(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(item => copyAsJson(item) ?? null)
  if ('toJSON' in value && typeof value.toJSON === 'function') return copyAsJson(value.toJSON())
  const object = value as Record<string, unknown>
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(object)) {
    const item = object[key]
    if (item !== undefined)
      setOwn(copy, key, typeof item === 'object' || typeof item === 'bigint' ? copyAsJson(item) : item)
  }
  return copy
}
