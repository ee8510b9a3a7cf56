import { newEvent } from '@waystone/events'
import { appendEvents } from '@waystone/kit/outbox'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { derivedId } from '../domain/derived-id.js'
import { ANSWERS_MAX, COUNTDOWN_MS, difficultyOf, DURATION_MS, type Ticket } from '../domain/matches/match.js'
import { pairWaiting as pair } from '../domain/matches/pairing.js'
import { newSkill, shownRating } from '../domain/matches/rating.js'
import { createRandom } from '../domain/puzzles/random.js'
import { generatePuzzle, puzzleKinds } from '../domain/puzzles/puzzle-kinds.js'
import { textsByKind, type SolvedPuzzle } from '../domain/puzzles/puzzle.js'
import { insertMatches, type NewMatch } from '../repositories/match.js'
import { deleteTickets, lockQueue, lockWaiting } from '../repositories/match-queue.js'
import { insertPuzzles } from '../repositories/puzzle.js'
import type { Needs } from './needs.js'
import { recordable, recordEvents, type Recorder } from './record-event.js'

type Dependencies = Pick<Needs, 'pool' | 'clock' | 'newId' | 'newSeed'> & Recorder

/**
 * Those who are looked at together. Beyond, who has waited longest comes first, and after a minute pairs with
 * anyone.
 */
const WAITING_MAX = 500

/** Makes a match of each two who wait and fit, in one transaction, one process at a time. */
export async function pairWaiting(needs: Dependencies): Promise<void> {
  await withTransaction(needs.pool, async tx => {
    await lockQueue(tx)
    const now = needs.clock.now()
    const waiting = await lockWaiting(tx, { now, limit: WAITING_MAX, ratingOfNew: shownRating(newSkill) })
    const pairs = pair(waiting, now)
    if (pairs.length === 0) return
    const made = pairs.map(tickets => duelOf(needs, tickets, now))
    await insertPuzzles(
      tx,
      made.map(({ puzzle }) => puzzle),
    )
    await insertMatches(
      tx,
      made.map(({ match }) => match),
    )
    await deleteTickets(
      tx,
      pairs.flat().map(({ id }) => id),
    )
    await tellFound(needs, tx, { matches: made.map(({ match }) => match), at: now })
  })
}

/** Records and tells it for both players of each match; none of them is in two. */
async function tellFound(
  needs: Dependencies,
  tx: Queryable,
  { matches, at }: { matches: readonly NewMatch[]; at: Date },
): Promise<void> {
  const events = matches.flatMap(({ id: matchId, players: [a, b], startedAt, endsAt }) => {
    const times = { startsAt: startedAt.toISOString(), endsAt: endsAt.toISOString() }
    return [[a.userId, b.userId] as const, [b.userId, a.userId] as const].map(([userId, opponentId]) =>
      newEvent('match.found', {
        id: derivedId('match.found', matchId, userId),
        occurredAt: at,
        data: { userId, matchId, opponentId, ...times },
      }),
    )
  })
  // Locks the players' rows, in whose order their events are told.
  await recordEvents(needs, tx, events.map(recordable))
  await appendEvents(tx, events)
}

function duelOf(
  { newId, newSeed }: Pick<Needs, 'newId' | 'newSeed'>,
  tickets: readonly [Ticket, Ticket],
  now: Date,
): { readonly puzzle: SolvedPuzzle; readonly match: NewMatch } {
  const [a, b] = tickets
  const seed = newSeed()
  const kind = createRandom(`kind ${seed}`).pick(puzzleKinds)
  const startedAt = new Date(now.getTime() + COUNTDOWN_MS)
  const endsAt = new Date(startedAt.getTime() + DURATION_MS)
  const puzzle: SolvedPuzzle = {
    id: newId(),
    purpose: 'DUEL',
    kind,
    ...textsByKind[kind],
    ...generatePuzzle({ kind, difficulty: difficultyOf([a.rating, b.rating]), seed }),
    attemptLimit: ANSWERS_MAX,
    opensAt: startedAt,
    closesAt: endsAt,
    publishedAt: now,
  }
  const playerOf = ({ userId, rating }: Ticket) => ({ userId, ratingBefore: rating })
  return { puzzle, match: { id: newId(), puzzleId: puzzle.id, startedAt, endsAt, players: [playerOf(a), playerOf(b)] } }
}
