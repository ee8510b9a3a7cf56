import { newEvent, type EventOf, type EventType } from '@waystone/events'
import { appendEvents, type EventEnvelope } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import { applyEvent, type CausedEvent } from '../domain/apply-event.js'
import { COMPLETED } from '../domain/catalog.js'
import type { Progress, RecordedEvent } from '../domain/progress.js'
import { openPlayers, type OpenPlayer } from '../repositories/player.js'
import { findProgress } from '../repositories/progress.js'
import { writeRecordings, type Recording } from '../repositories/recording.js'
import { scoreEvents, type ScoredEvents } from './leaderboards/score-events.js'
import type { Needs } from './needs.js'

/** The dependencies of recording: the quests and the leaderboards that count. */
export type Recorder = Pick<Needs, 'catalogs' | 'boards'>

/** An event to record, whose sequence follows from the user's earlier events. */
export type NewEvent = Omit<RecordedEvent, 'sequence'>

/**
 * Records one event and its effects, in the caller's transaction: progress, completions, grants, and the
 * events for other subgraphs. At most four statements, and two more where a leaderboard counts it. An event
 * that is recorded already changes nothing.
 */
export const recordEvent = (needs: Recorder, tx: Queryable, event: NewEvent): Promise<void> =>
  recordWave(needs, tx, [event])

/**
 * The same for many: each user's in their order, the first of all users by the same statements, then the
 * second ones …
 */
export async function recordEvents(needs: Recorder, tx: Queryable, events: readonly NewEvent[]): Promise<void> {
  for (const wave of wavesOf(events)) await recordWave(needs, tx, wave)
}

function wavesOf(events: readonly NewEvent[]): readonly (readonly NewEvent[])[] {
  const waves: NewEvent[][] = []
  const seen = new Map<string, number>()
  for (const event of events) {
    const place = seen.get(event.userId) ?? 0
    seen.set(event.userId, place + 1)
    const wave = waves[place]
    if (wave === undefined) waves.push([event])
    else wave.push(event)
  }
  return waves
}

/** @param given of different users */
async function recordWave(needs: Recorder, tx: Queryable, given: readonly NewEvent[]): Promise<void> {
  const players = await openPlayers(tx, given)
  const opened = []
  for (const one of given) {
    const player = players.get(one.userId)
    if (player === undefined) continue
    const event = { ...one, data: player.isErased ? withoutZone(one.data) : one.data, sequence: player.sequence }
    const catalog = await needs.catalogs.at(tx, player.catalogRevision)
    const questIds = concernedQuests(event, type => catalog.concerning(type))
    opened.push({ event, player, catalog, userId: one.userId, questIds })
  }
  if (opened.length === 0) return
  const progressOfUsers = await findProgress(tx, opened)
  const recordings = opened.map(({ userId, event, player, catalog }): Recording => {
    const progress = progressOfUsers.get(userId) ?? new Map<string, Progress>()
    const applied = applyEvent({ userId, calendar: player.calendar, progress }, event, catalog)
    return { event, applied, catalogRevision: player.catalogRevision }
  })
  await writeRecordings(tx, recordings)
  await scoreEvents(needs, tx, scoredOf(opened, recordings))
  await appendEvents(
    tx,
    recordings.flatMap(({ applied }) => applied.caused.map(envelopeOf)),
  )
}

/** The events that leaderboards may count: none of deleted accounts. */
function scoredOf(
  opened: readonly { readonly player: OpenPlayer }[],
  recordings: readonly Recording[],
): readonly ScoredEvents[] {
  return recordings.flatMap(({ event, applied }, index) => {
    const player = opened[index]?.player
    if (player === undefined || player.isErased) return []
    return [{ userId: event.userId, boardRevision: player.boardRevision, events: [event, ...applied.caused] }]
  })
}

/** An event of a deleted account that comes late, such as one that was refused and is replayed. */
const withoutZone = (data: NewEvent['data']): NewEvent['data'] =>
  'timeZone' in data ? { ...data, timeZone: 'UTC' } : data

/** A claim concerns the quest that it names. */
function concernedQuests(event: RecordedEvent, concerning: (type: string) => readonly string[]): readonly string[] {
  const { questId } = event.data
  const named = event.type.startsWith('quest.') && typeof questId === 'string' ? [questId] : []
  return [...new Set([...concerning(event.type), ...named])]
}

/** Returns an event of this subgraph as it is published to other subgraphs. */
export function envelopeOf(event: Omit<CausedEvent, 'causedBy' | 'sequence'>): EventEnvelope {
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
