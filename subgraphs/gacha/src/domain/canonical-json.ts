import { createHash } from 'node:crypto'

/**
 * JSON with one spelling for one value: object keys sorted by code unit, no white space, numbers and strings as
 * ECMAScript writes them (RFC 8785, for values of JSON).
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`).join(',')}}`
  }
  return JSON.stringify(value)
}

/** A value of the database with its keys sorted: a database keeps them in an order of its own. */
export const inCanonicalOrder = (value: unknown): unknown => JSON.parse(canonicalJson(value))

/** SHA-256 of the canonical JSON, in lower-case hexadecimal. A pull records it of its banner's definition. */
export const hashOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex')
