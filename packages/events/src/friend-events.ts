import * as z from 'zod'
import { positiveAmount } from './shared.js'

const userId = z.uuid()

/** The data of the events of friends, blocks and parties. */
export const friendEvents = {
  /** A request that the user may see; one to a user who has blocked the sender is not told. */
  requested: z.object({ userId, fromUserId: z.uuid(), requestId: z.uuid() }),
  accepted: z.object({ userId, friendId: z.uuid() }),
  /** All whom the user has blocked. Of two of a user's, the one with the higher version is later. */
  blocksChanged: z.object({ userId, blockedIds: z.array(z.uuid()), version: z.number().int().min(0) }),
  partyInvited: z.object({
    userId,
    invitationId: z.uuid(),
    partyId: z.uuid(),
    fromUserId: z.uuid(),
    expiresAt: z.iso.datetime(),
  }),
  /**
   * The user's party, told to each member of it and to the one who has left. Of two of a user's, the one with the
   * higher version is later.
   */
  partyChanged: z.object({
    userId,
    partyId: z.uuid().nullable(),
    /** The party as the world knows it; 0 for none. */
    number: z.number().int().min(0),
    members: z.array(z.object({ userId: z.uuid(), characterId: z.uuid().nullable() })),
    version: positiveAmount,
  }),
}
