import { createHmac } from 'node:crypto'

const HASH_CHARACTERS = 16

/**
 * The name of a user in the log: the same in all processes that have the same key, and of no use without it.
 * 96 bits tell all users apart.
 */
export const hashUser = (userId: string, key: string): string =>
  createHmac('sha256', key).update(userId).digest('base64url').slice(0, HASH_CHARACTERS)

/** Replaces a field `userId`, which must not be logged, by `userHash`; without a key the user is not named. */
export function withoutUserId(fields: Record<string, unknown>, key: string | undefined): Record<string, unknown> {
  const { userId, ...shown } = fields
  if (typeof userId !== 'string' || key === undefined) return shown
  return { ...shown, userHash: hashUser(userId, key) }
}
