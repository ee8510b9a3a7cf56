import { newEvent } from '@waystone/events'
import { appendEvents } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import { derivedId } from '../domain/derived-id.js'
import { isOver, type Match, type MatchPlayer } from '../domain/matches/match.js'
import { newSkill, ratedDuel, shownRating } from '../domain/matches/rating.js'
import { lockMatch, writeEnd } from '../repositories/match.js'
import { lockSkills, writeSkills } from '../repositories/match-rating.js'
import type { Needs } from './needs.js'
import { recordable, recordEvents } from './record-event.js'

type Dependencies = Pick<Needs, 'clock'> & Parameters<typeof recordEvents>[0]

/** Why a match ends: the player who did something, or the time. */
export type MatchEnd = { readonly solvedBy: string } | { readonly leftBy: string } | 'TIME'

/**
 * Ends a match, which the caller has locked and found to be running: result, ratings and events in one
 * transaction, so each changes once whatever dies meanwhile. Without a right answer within the time neither
 * has won, and the ratings change as after a draw.
 */
export async function endMatch(needs: Dependencies, tx: Queryable, match: Match, end: MatchEnd): Promise<Match> {
  const at = needs.clock.now()
  const acting = end === 'TIME' ? null : 'solvedBy' in end ? end.solvedBy : end.leftBy
  const winner = match.players.findIndex(({ userId }) => {
    if (end === 'TIME') return false
    return 'solvedBy' in end ? userId === end.solvedBy : userId !== end.leftBy
  })
  const players = await rated(tx, match, winner === 0 || winner === 1 ? winner : null)
  const ended = {
    ...match,
    status: 'FINISHED',
    finishedAt: at,
    winnerId: match.players[winner]?.userId ?? null,
    players: [finished(players[0], { acting, at }), finished(players[1], { acting, at })],
  } as const
  await writeEnd(tx, ended)
  await tellFinished(needs, tx, { match: ended, at })
  return ended
}

const finished = (player: MatchPlayer, { acting, at }: { acting: string | null; at: Date }): MatchPlayer => ({
  ...player,
  finishedAt: player.userId === acting ? at : null,
})

/** A match that was left before it started: nothing follows from it. */
export async function cancelMatch(needs: Dependencies, tx: Queryable, match: Match): Promise<Match> {
  const cancelled = { ...match, status: 'CANCELLED', finishedAt: needs.clock.now() } as const
  await writeEnd(tx, cancelled)
  return cancelled
}

/** Ends a match whose time is over, once; null when there is no such match. */
export async function endIfOverdue(needs: Dependencies, tx: Queryable, id: string): Promise<Match | null> {
  const match = await lockMatch(tx, id)
  if (match === null || isOver(match) || match.endsAt > needs.clock.now()) return match
  return await endMatch(needs, tx, match, 'TIME')
}

async function rated(
  tx: Queryable,
  { players }: Match,
  winner: 0 | 1 | null,
): Promise<readonly [MatchPlayer, MatchPlayer]> {
  const [a, b] = players
  const skills = await lockSkills(tx, [a.userId, b.userId])
  const [skillOfA, skillOfB] = ratedDuel([skills.get(a.userId) ?? newSkill, skills.get(b.userId) ?? newSkill], winner)
  const [ratingOfA, ratingOfB] = [shownRating(skillOfA), shownRating(skillOfB)]
  await writeSkills(tx, [
    { userId: a.userId, ...skillOfA, rating: ratingOfA },
    { userId: b.userId, ...skillOfB, rating: ratingOfB },
  ])
  return [
    { ...a, ratingAfter: ratingOfA },
    { ...b, ratingAfter: ratingOfB },
  ]
}

async function tellFinished(
  needs: Dependencies,
  tx: Queryable,
  { match, at }: { match: Match; at: Date },
): Promise<void> {
  const events = match.players.map(({ userId, ratingBefore, ratingAfter }) =>
    newEvent('match.finished', {
      id: derivedId('match.finished', match.id, userId),
      occurredAt: at,
      data: { userId, matchId: match.id, won: match.winnerId === userId, rating: ratingAfter ?? ratingBefore },
    }),
  )
  await recordEvents(needs, tx, events.map(recordable))
  await appendEvents(tx, events)
}
