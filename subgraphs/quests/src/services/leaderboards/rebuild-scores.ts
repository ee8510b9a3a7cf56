import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import type { Leaderboard } from '../../domain/leaderboards/leaderboard.js'
import { countedOf, scoreAfter, type Score } from '../../domain/leaderboards/score.js'
import {
  findEventsOf,
  findLateEvents,
  findScoresOf,
  lockPlayersAfter,
} from '../../repositories/leaderboards/rebuilding.js'
import { holdPurged } from '../../repositories/leaderboards/purging.js'
import { correctScores, type EntryKey, type ScoreChange } from '../../repositories/leaderboards/score.js'
import type { Needs } from '../needs.js'

/** Users of one transaction, whose new events wait for it. */
export const USERS_PER_PAGE = 200
/** Events read at once. */
const EVENTS_MAX = 5_000

export interface RebuiltScores {
  /** The last user of the page; null when there are no more. */
  readonly after: string | null
  readonly users: number
  /** Entries that were wrong, missing or too many. */
  readonly changed: number
}

/** Rebuilds the scores of all users after `after`, a page of them at a time. */
export async function* rebuildScores(
  needs: Pick<Needs, 'pool' | 'boards'>,
  after: string | null = null,
): AsyncGenerator<RebuiltScores> {
  for (let last = after; ; ) {
    const page = await withTransaction(needs.pool, async tx => {
      return await correctPage(tx, { boards: await needs.boards.current(), after: last })
    })
    if (page.after === null) return
    yield page
    last = page.after
  }
}

/**
 * Folds the recorded events of the next users again, and corrects their scores to the result. New events of
 * these users wait until the transaction ends; only entries that differ are written.
 */
export async function correctPage(
  tx: Queryable,
  { boards, after }: { boards: readonly Leaderboard[]; after: string | null },
): Promise<RebuiltScores> {
  const players = await lockPlayersAfter(tx, { after, limit: USERS_PER_PAGE })
  const userIds = players.filter(({ isErased }) => !isErased).map(({ userId }) => userId)
  const numbers = boards.map(({ number }) => number)
  const purged = await holdPurged(tx, numbers)
  const isKept = ({ board, period }: EntryKey) => !purged.has(`${board} ${period}`)
  const folded = await foldEvents(tx, boards, userIds)
  const kept = await findScoresOf(tx, { userIds: players.map(({ userId }) => userId), boards: numbers })
  const changes = differences(kept, folded).filter(isKept)
  await correctScores(tx, changes)
  return { after: players.at(-1)?.userId ?? null, users: players.length, changed: changes.length }
}

type Entries = ReadonlyMap<string, EntryKey & { readonly score: Score }>

async function foldEvents(tx: Queryable, boards: readonly Leaderboard[], userIds: readonly string[]): Promise<Entries> {
  const entries = new Map<string, EntryKey & { readonly score: Score }>()
  const types = [...new Set(boards.map(({ definition }) => definition.eventType))]
  const late = await findLateEvents(tx, userIds)
  for (let after: { userId: string; sequence: number } | null = null; ; ) {
    const events = await findEventsOf(tx, { userIds, types, after, limit: EVENTS_MAX })
    for (const event of events) {
      for (const { number: board, definition } of boards) {
        const counted = countedOf(definition, event)
        if (counted === null || late.has(`${board} ${event.type} ${event.id}`)) continue
        const at = { board, period: counted.period, userId: event.userId }
        const before = entries.get(nameOf(at))?.score ?? null
        entries.set(nameOf(at), { ...at, score: scoreAfter(definition.score, before, counted) })
      }
    }
    const last = events.at(-1)
    if (last === undefined || events.length < EVENTS_MAX) return entries
    after = { userId: last.userId, sequence: last.sequence }
  }
}

function differences(kept: readonly (EntryKey & Score)[], folded: Entries): readonly ScoreChange[] {
  const before = new Map(kept.map(entry => [nameOf(entry), entry]))
  const written = [...folded].flatMap(([name, { score, ...at }]): ScoreChange[] => {
    const was = before.get(name) ?? null
    return was !== null && isSame(was, score) ? [] : [{ ...at, before: was, after: score }]
  })
  const removed = kept
    .filter(entry => !folded.has(nameOf(entry)))
    .map(entry => ({ ...entry, before: entry, after: null }))
  return [...written, ...removed]
}

const isSame = (one: Score, other: Score): boolean =>
  one.score === other.score && one.achievedAt.getTime() === other.achievedAt.getTime()

const nameOf = ({ board, period, userId }: EntryKey): string => `${board} ${period} ${userId}`
