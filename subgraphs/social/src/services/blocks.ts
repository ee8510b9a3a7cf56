import type { Queryable } from '@waystone/kit/postgres'
import { findBlockedBetween, findBlockedBy } from '../repositories/block.js'

/**
 * Returns whether either of the two has blocked the other. A refusal that depends on it must look the same to the
 * blocked user as one that does not (docs/decisions/104-blocks-tell-nothing.md).
 */
export const isBlockedBetween = async (db: Queryable, one: string, other: string): Promise<boolean> =>
  (await findBlockedBetween(db, one, [other])).has(other)

/** The same for many others at once: those of them between whom and this user there is a block. */
export const blockedBetween = findBlockedBetween

/** Those of the others whom this user has blocked. */
export const blockedBy = findBlockedBy
