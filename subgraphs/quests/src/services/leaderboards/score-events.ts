import type { Queryable } from '@waystone/kit/postgres'
import type { Leaderboard } from '../../domain/leaderboards/leaderboard.js'
import { countedOf, scoreAfter, type Counted, type Score } from '../../domain/leaderboards/score.js'
import type { RecordedEvent } from '../../domain/progress.js'
import { openScores, writeScores, type EntryKey, type ScoreChange } from '../../repositories/leaderboards/score.js'
import type { Needs } from '../needs.js'

/** Events of one user that are recorded in this transaction, in their order. */
export interface ScoredEvents {
  readonly userId: string
  /** Of the boards that count them. */
  readonly boardRevision: number
  readonly events: readonly RecordedEvent[]
}

/** An entry that events move, and what they count in it. */
interface Moved extends EntryKey {
  readonly board: number
  readonly leaderboard: Leaderboard
  readonly counted: (Counted & { readonly event: RecordedEvent })[]
}

/**
 * Moves the scores that events count in, in the transaction that records the events: an event that is
 * recorded once is counted once. Two statements for all boards and users, a third one where a period is closed, none
 * where no board counts anything.
 * @param recorded of different users, whom the caller has locked
 */
export async function scoreEvents(
  { boards }: Pick<Needs, 'boards'>,
  tx: Queryable,
  recorded: readonly ScoredEvents[],
): Promise<void> {
  const moved: Moved[] = []
  for (const { userId, boardRevision, events } of recorded) {
    for (const leaderboard of await boards.at(tx, boardRevision)) moved.push(...movedOf(leaderboard, userId, events))
  }
  if (moved.length === 0) return
  const withPeriods = moved.filter(({ leaderboard }) => leaderboard.definition.period !== 'ALL_TIME')
  const before = await openScores(tx, {
    keys: moved,
    closable: [...new Set(withPeriods.map(({ board }) => board))],
  })
  await writeScores(tx, {
    changes: moved.flatMap((one, index) => changeOf(one, before[index] ?? null)),
    counted: withPeriods.flatMap(({ board, period, userId, counted }) =>
      counted.map(({ event }) => ({ board, period, userId, eventId: event.id, eventType: event.type })),
    ),
  })
}

function movedOf(leaderboard: Leaderboard, userId: string, events: readonly RecordedEvent[]): readonly Moved[] {
  const byPeriod = new Map<number, Moved>()
  for (const event of events) {
    const counted = countedOf(leaderboard.definition, event)
    if (counted === null) continue
    const { period } = counted
    const known = byPeriod.get(period) ?? { board: leaderboard.number, period, userId, leaderboard, counted: [] }
    known.counted.push({ ...counted, event })
    byPeriod.set(period, known)
  }
  return [...byPeriod.values()]
}

function changeOf({ board, period, userId, leaderboard, counted }: Moved, before: Score | null): ScoreChange[] {
  let after = before
  for (const one of counted) after = scoreAfter(leaderboard.definition.score, after, one)
  return after === before ? [] : [{ board, period, userId, before, after }]
}
