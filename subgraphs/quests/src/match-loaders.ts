import type { Viewer } from '@waystone/kit/auth'
import type { RequestReads } from '@waystone/kit/graphql'
import { maySee } from '@waystone/kit/roles'
import DataLoader from 'dataloader'
import type { Match, Ticket } from './domain/matches/match.js'
import { newSkill, shownRating } from './domain/matches/rating.js'
import { uuidOf } from './domain/uuid.js'
import { findMatches, findMatchesByPuzzle } from './repositories/match.js'
import { countMatches, findMatchPages } from './repositories/match-pages.js'
import { findTickets } from './repositories/match-queue.js'
import { findRatings } from './repositories/match-rating.js'
import type { ReadSource } from './repositories/read-source.js'

/**
 * One request's reads of matches. A match under way comes from the primary: an opponent's answer is no
 * write of the viewer's, and still decides what the viewer sees. Ratings and pages of matches come from the
 * replica.
 */
export interface MatchLoaders {
  match(id: string): Promise<Match | null>
  matchOfPuzzle(puzzleId: string): Promise<Match | null>
  rating(userId: string): Promise<number>
  /** Newest first: one row more than the page holds tells whether there is another page. */
  page(of: { userId: string; below: string | null; limit: number }): Promise<readonly Match[]>
  count(userId: string): Promise<number>
  /** Of the viewer. */
  ticket(id: string): Promise<Ticket | null>
  wrote(): void
}

export function createMatchLoaders(needs: {
  viewer: Viewer | null
  reads: RequestReads
  sources: { primary: ReadSource; replica: ReadSource }
}): MatchLoaders {
  const { viewer, reads, sources } = needs
  const primary = sources.primary.pool
  const source = async () => (await reads.of(sources)).pool
  const matches = new DataLoader<string, Match | null>(async ids => {
    const found = await findMatches(primary, ids)
    return ids.map(id => found.get(id) ?? null)
  })
  const byPuzzle = new DataLoader<string, Match | null>(async ids => {
    const found = await findMatchesByPuzzle(primary, ids)
    return ids.map(id => found.get(id) ?? null)
  })
  const ratings = new DataLoader<string, number>(async ids => {
    const found = await findRatings(await source(), ids)
    return ids.map(id => found.get(id) ?? shownRating(newSkill))
  })
  // Users of a list are asked for the same page, and so share a statement.
  const pages = new Map<string, DataLoader<string, readonly Match[]>>()
  const pagesOf = (below: string | null, limit: number) => {
    const key = `${below} ${limit}`
    const loader =
      pages.get(key) ??
      new DataLoader<string, readonly Match[]>(async userIds => {
        const found = await findMatchPages(await source(), { userIds, below, limit })
        return userIds.map(userId => found.get(userId) ?? [])
      })
    pages.set(key, loader)
    return loader
  }
  const counts = new DataLoader<string, number>(async ids => {
    const found = await countMatches(await source(), ids)
    return ids.map(id => found.get(id) ?? 0)
  })
  return {
    match: async given => {
      const id = uuidOf(given)
      return id === null ? null : await matches.load(id)
    },
    matchOfPuzzle: puzzleId => byPuzzle.load(puzzleId),
    rating: userId => ratings.load(userId),
    page: ({ userId, below, limit }) => pagesOf(below, limit).load(userId),
    count: userId => counts.load(userId),
    ticket: async given => {
      const id = uuidOf(given)
      const found = id === null ? undefined : (await findTickets(primary, [id])).get(id)
      return found !== undefined && maySee(viewer, found.userId) ? found : null
    },
    wrote: () => {
      for (const loader of [matches, byPuzzle, ratings, counts]) loader.clearAll()
      pages.clear()
    },
  }
}
