import { newEvent, type EventOf, type EventType } from '@waystone/events'
import { appendEvents, type EventEnvelope } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import { applyEvent, type Applied, type CausedEvent } from '../domain/apply-event.js'
import { COMPLETED } from '../domain/catalog.js'
import type { RecordedEvent } from '../domain/progress.js'
import { openPlayer } from '../repositories/player.js'
import { findProgress } from '../repositories/progress.js'
import { writeRecording } from '../repositories/recording.js'
import type { Needs } from './needs.js'

/** An event that is to be recorded: its number follows from the user's others. */
export type NewEvent = Omit<RecordedEvent, 'sequence'>

/**
 * Records one event and all that follows from it, in the caller's transaction: progress, completions, grants, and what other
 * subgraphs hear of them. At most four statements. An event that is recorded already changes nothing.
 */
export async function recordEvent(
  needs: Pick<Needs, 'catalogs'>,
  tx: Queryable,
  given: NewEvent,
): Promise<Applied | null> {
  const { userId } = given
  const player = await openPlayer(tx, { id: given.id, userId })
  if (player === null) return null
  const event = { ...given, sequence: player.sequence }
  const catalog = await needs.catalogs.at(tx, player.catalogRevision)
  const progress = await findProgress(tx, {
    userId,
    questIds: concernedQuests(event, type => catalog.concerning(type)),
  })
  const applied = applyEvent({ userId, timeZone: player.timeZone, progress }, event, catalog)
  await writeRecording(tx, { event, applied, catalogRevision: player.catalogRevision })
  await appendEvents(tx, applied.caused.map(toldEvent))
  return applied
}

/** A claim concerns the quest that it names. */
function concernedQuests(event: RecordedEvent, concerning: (type: string) => readonly string[]): readonly string[] {
  const { questId } = event.data
  const named = event.type.startsWith('quest.') && typeof questId === 'string' ? [questId] : []
  return [...new Set([...concerning(event.type), ...named])]
}

/** An event of this subgraph as the others hear of it. */
export function toldEvent(event: Omit<CausedEvent, 'causedBy' | 'sequence'>): EventEnvelope {
  const { id, occurredAt } = event
  // newEvent checks the data against the contract.
  return event.type === COMPLETED
    ? newEvent('quest.completed', { id, occurredAt, data: event.data as EventOf<'quest.completed'>['data'] })
    : newEvent('quest.reward_granted', { id, occurredAt, data: event.data as EventOf<'quest.reward_granted'>['data'] })
}

/** An event of the contract as it is recorded. */
export const recordable = (event: EventOf<EventType>): NewEvent => ({
  id: event.id,
  userId: event.data.userId,
  type: event.type,
  data: event.data,
  occurredAt: new Date(event.occurredAt),
})
