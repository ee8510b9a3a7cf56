import { createHash } from 'node:crypto'

const UUID_BYTES = 16

/**
 * The id of what a user asks for by an idempotency key: a repeat has the same one, so the primary key keeps it from
 * happening twice, and no text of the client is kept. A UUID of version 8, from a SHA-256.
 */
export function requestIdOf({ userId, key, use }: { userId: string; key: string; use: string }): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify([use, userId, key]))
    .digest()
    .subarray(0, UUID_BYTES)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
