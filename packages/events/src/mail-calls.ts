import * as z from 'zod'
import { GRANTS_PER_CALL_MAX } from './calls.js'
import { rewardList } from './shared.js'

/**
 * Services that grant what mails carry → notifications: what the events with these ids grant. Ids by which
 * notifications has granted nothing are left out.
 */
export const findClaimedMails = {
  service: 'notifications',
  operation: 'find-claimed-mails',
  callers: ['users', 'gacha'],
  input: z.object({ eventIds: z.array(z.uuid()).max(GRANTS_PER_CALL_MAX) }),
  output: z.object({
    grants: z.array(z.object({ eventId: z.uuid(), userId: z.uuid(), mailId: z.uuid(), rewards: rewardList })),
  }),
}

const PLAYER_PAGE_MAX = 1_000

/**
 * notifications → users: a page of the accounts that existed at a moment and are not deleted, in the order of their
 * ids. `totalCount` is of all pages, where it was asked for.
 */
export const listPlayers = {
  service: 'users',
  operation: 'list-players',
  callers: ['notifications'],
  input: z.object({
    after: z.uuid().nullable(),
    limit: z.number().int().min(1).max(PLAYER_PAGE_MAX),
    createdUntilMs: z.number().int().min(0),
    /** Only these; null for all. */
    among: z.array(z.uuid()).max(PLAYER_PAGE_MAX).nullable(),
    isCounted: z.boolean(),
  }),
  output: z.object({ userIds: z.array(z.uuid()), totalCount: z.number().int().nullable() }),
}
