import { isTimeZone } from '@waystone/events'
import { calendarOf, defaultCalendar, withChosenZone, type Calendar } from './calendar.js'
import { COMPLETED, REWARD_GRANTED, type Catalog } from './catalog.js'
import { derivedId } from './derived-id.js'
import { advance, unitsOf, type Advance, type Progress, type RecordedEvent } from './progress.js'
import type { Reward } from './quest.js'

/** The state folded from a user's recorded events. It may hold only the progress that an event concerns. */
export interface PlayerState {
  readonly userId: string
  readonly calendar: Calendar
  readonly progress: ReadonlyMap<string, Progress>
}

export interface Completion {
  readonly id: string
  readonly userId: string
  readonly questId: string
  readonly version: number
  readonly number: number
  /** Of its quest.completed among the user's events. */
  readonly sequence: number
  readonly completedAt: Date
  readonly claimedAt: Date | null
}

/** Rewards that are granted now: those of the version that was completed. */
export interface Grant {
  readonly completionId: string
  readonly questId: string
  readonly rewards: readonly Reward[]
}

/** An event that folding another one made. */
export interface CausedEvent extends RecordedEvent {
  readonly type: typeof COMPLETED | typeof REWARD_GRANTED
  readonly causedBy: string
}

export interface Applied {
  readonly state: PlayerState
  /** Progress that changed. */
  readonly changed: ReadonlySet<string>
  readonly completions: readonly Completion[]
  readonly grants: readonly Grant[]
  /** Completions that a recorded claim has granted. */
  readonly claims: readonly { readonly completionId: string; readonly claimedAt: Date }[]
  /** In the order in which they are recorded, their sequences following the event's. */
  readonly caused: readonly CausedEvent[]
}

/** A user of whom nothing is recorded. */
export const newPlayer = (userId: string): PlayerState => ({
  userId,
  calendar: defaultCalendar,
  progress: new Map(),
})

/**
 * Folds one recorded event into the state. Pure: the same events in the same order, each with the catalog that it was
 * recorded with, give the same state, completions, ids and caused events; a rebuild is a loop over this.
 *
 * A completion is an event too and may move other quests, which may complete in turn. A quest completes for
 * one event of those that an event from outside causes (several times only where it counts entries of a
 * list), so this ends, however quests count each other's completions.
 */
export function applyEvent(state: PlayerState, event: RecordedEvent, catalog: Catalog): Applied {
  const fold = new Fold(state, event, catalog)
  const queue: RecordedEvent[] = [event]
  for (let current = queue.shift(); current !== undefined; current = queue.shift()) {
    queue.push(...fold.apply(current))
  }
  return fold.result()
}

/** The state under way while one event and what it causes are applied. */
class Fold {
  private calendar: Calendar
  private sequence: number
  private readonly userId: string
  private readonly catalog: Catalog
  private readonly progress: Map<string, Progress>
  private readonly changed = new Set<string>()
  private readonly completions: Completion[] = []
  private readonly grants: Grant[] = []
  private readonly claims: { completionId: string; claimedAt: Date }[] = []
  private readonly caused: CausedEvent[] = []
  private readonly completed = new Set<string>()

  constructor(state: PlayerState, event: RecordedEvent, catalog: Catalog) {
    this.userId = state.userId
    this.calendar = state.calendar
    this.progress = new Map(state.progress)
    this.sequence = event.sequence
    this.catalog = catalog
  }

  /** @returns the events it causes */
  apply(event: RecordedEvent): readonly CausedEvent[] {
    this.calendar = calendarAfter(this.calendar, event)
    if (event.type === REWARD_GRANTED) {
      this.claim(event)
      return []
    }
    // State before the event: a quest that it unlocks counts from the next event on, in any order of quests.
    const unlocked = new Set([...this.progress.values()].filter(one => one.completions > 0).map(one => one.questId))
    const caused: CausedEvent[] = []
    for (const questId of this.catalog.counting(event.type)) {
      if (this.completed.has(questId)) continue
      caused.push(...this.advanceQuest(questId, event, id => unlocked.has(id)))
    }
    return caused
  }

  /** Counts list entries one by one: those left after a round count for the next, as single events would. */
  private advanceQuest(
    questId: string,
    event: RecordedEvent,
    hasCompleted: (questId: string) => boolean,
  ): readonly CausedEvent[] {
    const { calendar, catalog } = this
    const begun = this.progress.get(questId)?.version
    const versions = [catalog.current(questId), ...(begun === undefined ? [] : [catalog.version(questId, begun)])]
    const caused: CausedEvent[] = []
    for (let unit = 0; unit < unitsOf(event, versions); unit++) {
      const of = { questId, event, unit, calendar, catalog }
      const step = advance(this.progress.get(questId), of, hasCompleted)
      if (step === null) continue
      this.progress.set(questId, step.progress)
      this.changed.add(questId)
      if (step.completed !== null) caused.push(...this.complete(event, questId, step.completed))
    }
    return caused
  }

  result(): Applied {
    const { userId, calendar, progress, changed, completions, grants, claims, caused } = this
    return { state: { userId, calendar, progress }, changed, completions, grants, claims, caused }
  }

  private complete(
    event: RecordedEvent,
    questId: string,
    completed: NonNullable<Advance['completed']>,
  ): readonly CausedEvent[] {
    const { id, number, version } = completed
    const { autoClaim, rewards } = version.definition
    const first = this.record(event, COMPLETED, { userId: this.userId, questId, completionId: id, number })
    this.completed.add(questId)
    this.completions.push({
      id,
      userId: this.userId,
      questId,
      version: version.version,
      number,
      sequence: first.sequence,
      completedAt: event.occurredAt,
      claimedAt: autoClaim ? event.occurredAt : null,
    })
    if (!autoClaim) return [first]
    this.grants.push({ completionId: id, questId, rewards })
    this.record(event, REWARD_GRANTED, { userId: this.userId, questId, completionId: id, rewards })
    return [first]
  }

  private record(
    cause: RecordedEvent,
    type: CausedEvent['type'],
    data: Readonly<Record<string, unknown>> & { readonly completionId: string },
  ): CausedEvent {
    this.sequence += 1
    const event: CausedEvent = {
      id: eventIdOf(type, data.completionId),
      userId: this.userId,
      sequence: this.sequence,
      type,
      data,
      occurredAt: cause.occurredAt,
      causedBy: cause.id,
    }
    this.caused.push(event)
    return event
  }

  /** A player's claim: the only grant that comes as an event of its own. */
  private claim(event: RecordedEvent): void {
    const { questId, completionId } = event.data
    const progress = typeof questId === 'string' ? this.progress.get(questId) : undefined
    if (progress === undefined || typeof completionId !== 'string') return
    this.progress.set(progress.questId, { ...progress, claims: progress.claims + 1, updatedAt: event.occurredAt })
    this.changed.add(progress.questId)
    this.claims.push({ completionId, claimedAt: event.occurredAt })
  }
}

/** The id of the one event of this type about a completion: it cannot be recorded twice. */
export const eventIdOf = (type: CausedEvent['type'], completionId: string): string => derivedId(type, completionId)

/** A zone that this machine does not know leaves the former one in place: progress must never stop for it. */
function calendarAfter(calendar: Calendar, event: RecordedEvent): Calendar {
  const told = event.data['timeZone']
  if (typeof told !== 'string' || !isTimeZone(told)) return calendar
  if (event.type === 'user.signed_up') return calendarOf(told)
  return event.type === 'user.profile_updated'
    ? withChosenZone(calendar, { timeZone: told, at: event.occurredAt })
    : calendar
}
