import { newEvent } from '@waystone/events'
import { appendEvents } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import type { Relationship } from '../../domain/relationship.js'
import type { Needs } from '../needs.js'

/** Tells both that they are friends now, in the transaction that made them friends. */
export async function tellFriendship(
  { clock, newId }: Pick<Needs, 'clock' | 'newId'>,
  tx: Queryable,
  { lowId, highId }: Relationship,
): Promise<void> {
  const told = (userId: string, friendId: string) =>
    newEvent('friend.accepted', { id: newId(), occurredAt: clock.now(), data: { userId, friendId } })
  await appendEvents(tx, [told(lowId, highId), told(highId, lowId)])
}
