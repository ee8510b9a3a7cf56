import { findBlockedBetween, findBlockedBy, findBlocks } from '../repositories/block.js'

/*
 * No answer may depend on a block that the other user has set: a user acts on a blocker as on anyone, and the blocker
 * is not shown it (docs/decisions/104-blocks-tell-nothing.md, 113-blocked-messages.md).
 */

/** Those of the others between whom and this user there is a block. */
export const blockedBetween = findBlockedBetween

/** Those of the others whom this user has blocked. */
export const blockedBy = findBlockedBy

/** Of each pair, who of the two has blocked the other. */
export const blocksOf = findBlocks
