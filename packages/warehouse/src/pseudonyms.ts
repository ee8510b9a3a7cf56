import { createHash, createHmac } from 'node:crypto'

const BLOCK_BYTES = 64
const INNER = 0x36
const OUTER = 0x5c

/** HMAC-SHA256 of a user id, cut to the size of an id. The same as `pseudonymSql` makes in DuckDB. */
export function pseudonymOf(key: string, userId: string): string {
  const hex = createHmac('sha256', key).update(userId).digest('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
}

/**
 * A macro `pseudonym(user_id)`: DuckDB has SHA-256 and no HMAC, so this is HMAC by its definition (RFC 2104).
 * Ids are hashed where they are read in bulk, and never in the database that they come from.
 */
export function pseudonymSql(key: string): string {
  const bytes = Buffer.from(key)
  const block = Buffer.alloc(BLOCK_BYTES)
  const short = bytes.length > BLOCK_BYTES ? createHash('sha256').update(bytes).digest() : bytes
  short.copy(block)
  const padded = (pad: number) => `unhex('${Buffer.from(block.map(byte => byte ^ pad)).toString('hex')}')`
  return `CREATE OR REPLACE TEMP MACRO pseudonym(user_id) AS
    CAST(substr(sha256(${padded(OUTER)} || unhex(sha256(${padded(INNER)} || encode(CAST(user_id AS VARCHAR))))), 1, 32) AS UUID)`
}

/** Tells two keys apart, and leads to neither. */
export const fingerprintOf = (key: string): string =>
  createHmac('sha256', key).update('waystone warehouse').digest('hex').slice(0, 16)
