import { randomUUID } from 'node:crypto'
import { newEvent, typesWithTimeZone } from '@waystone/events'
import { appendEvents, deleteRefusedEventsOf, type AfterCommit } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import { forgetPetsOf } from '../world/persistence/forget-pets.js'
import { deleteBlockList } from '../repositories/block-list.js'
import { deleteCharactersOfUser } from '../repositories/character.js'
import { deletePendingGains } from '../repositories/gain.js'
import { deletePartyMembership } from '../repositories/party-membership.js'
import { eraseRoster } from '../repositories/roster.js'
import { forgetCached, type Needs } from './needs.js'

/**
 * Deletes the characters of a user whose account is deleted, those in their grace period included; their names
 * become free. The roster stays and takes no character any more, so that a request that was under way brings
 * none back.
 */
export async function erasePlayer(needs: Needs, tx: Queryable, userId: string): Promise<AfterCommit> {
  const { cache, clock } = needs
  const at = clock.now()
  await eraseRoster(tx, { userId, at })
  await deletePendingGains(tx, userId)
  await deletePartyMembership(tx, userId)
  await deleteBlockList(tx, userId)
  await deleteRefusedEventsOf(tx, { aggregateIds: [userId], types: typesWithTimeZone })
  const gone = await deleteCharactersOfUser(tx, userId)
  const purges = gone.map(({ id }) =>
    newEvent('character.purged', { id: randomUUID(), occurredAt: at, data: { userId, characterId: id } }),
  )
  if (purges.length > 0) await appendEvents(tx, purges)
  return async () => {
    await forgetCached(cache, gone)
    await forgetPetsOf(cache, gone)
    // Those near would meet a character that nobody finds any more.
    for (const { id } of gone) needs.world.tell(id, { type: 'leave' })
  }
}
