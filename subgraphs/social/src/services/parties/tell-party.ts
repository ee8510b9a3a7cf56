import { newEvent } from '@waystone/events'
import { tellAfterCommit, type LiveTopic } from '@waystone/kit/live'
import { appendEvents } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import type { Party } from '../../domain/party.js'
import { findParties, takeVersions } from '../../repositories/party.js'
import type { Needs } from '../needs.js'

/** Where a user hears of changes of the own party. */
export const partyTopic = (userId: string): LiveTopic => ({ topic: 'party', key: userId })
/** Where a user hears of invitations. */
export const invitationTopic = (userId: string): LiveTopic => ({ topic: 'party-invitation', key: userId })

/** Has members look at the party anew: for what the world need not know, such as invitations. */
export function ringMembers(tx: Queryable, { members }: Pick<Party, 'members'>): void {
  for (const { userId } of members) tellAfterCommit(tx, partyTopic(userId))
}

/**
 * Tells who is in the party now, to each member and to those who have left, in the transaction that changed it and
 * under the party's lock.
 * @returns the party; null when it is gone
 */
export async function tellParty(
  { clock, newId }: Pick<Needs, 'clock' | 'newId'>,
  tx: Queryable,
  { partyId, left = [] }: { partyId: string; left?: readonly string[] },
): Promise<Party | null> {
  const occurredAt = clock.now()
  const party = (await findParties(tx, [partyId], occurredAt)).get(partyId) ?? null
  const members = (party?.members ?? []).map(({ userId, characterId }) => ({ userId, characterId }))
  const told = [
    ...members.map(({ userId }) => ({ userId, partyId, number: party?.number ?? 0, members })),
    ...left.map(userId => ({ userId, partyId: null, number: 0, members: [] })),
  ]
  const versions = await takeVersions(tx, told.length)
  const events = told.map((data, index) =>
    newEvent('party.changed', { id: newId(), occurredAt, data: { ...data, version: versions[index] ?? 0 } }),
  )
  await appendEvents(tx, events)
  for (const { userId } of told) tellAfterCommit(tx, partyTopic(userId))
  return party
}
