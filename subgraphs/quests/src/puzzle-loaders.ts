import type { Viewer } from '@waystone/kit/auth'
import type { Clock } from '@waystone/kit/clock'
import type { RequestReads } from '@waystone/kit/graphql'
import { mayAct } from '@waystone/kit/roles'
import DataLoader from 'dataloader'
import { isOver, showsPuzzle } from './domain/matches/match.js'
import {
  isClosed,
  puzzleStatus,
  untried,
  type Puzzle,
  type PuzzleAttempt,
  type PuzzleStanding,
  type PuzzleStatus,
} from './domain/puzzles/puzzle.js'
import { uuidOf } from './domain/uuid.js'
import type { MatchLoaders } from './match-loaders.js'
import { countFeed, findFeed, findPuzzles, findSolutions } from './repositories/puzzle.js'
import { countSolves, findAttempt, findAttempts, findStandings } from './repositories/puzzle-attempt.js'
import type { ReadSource } from './repositories/read-source.js'

/** One request's reads of puzzles, as its viewer may see them. The feed comes from the replica. */
export interface PuzzleLoaders {
  /** Null also for one that has not opened, and for the puzzle of a duel that the viewer may not see. */
  puzzle(id: string): Promise<Puzzle | null>
  /** Newest first: one row more than the page holds tells whether there is another page. */
  feed(of: {
    openOnly: boolean
    after: { opensAt: Date; id: string } | null
    limit: number
  }): Promise<readonly Puzzle[]>
  feedCount(of: { openOnly: boolean }): Promise<number>
  /** The viewer's; null for anonymous viewers and duels, and so are the attempts. */
  status(puzzle: Puzzle): Promise<PuzzleStatus | null>
  attempts(puzzle: Puzzle): Promise<readonly PuzzleAttempt[] | null>
  /** The viewer's own, by its id. */
  attempt(id: string): Promise<PuzzleAttempt | null>
  solvedCount(puzzle: Puzzle): Promise<number>
  /** Null until the viewer has solved the puzzle, or it is over. */
  solution(puzzle: Puzzle): Promise<unknown>
  wrote(): void
}

export function createPuzzleLoaders(needs: {
  clock: Clock
  viewer: Viewer | null
  reads: RequestReads
  sources: { primary: ReadSource; replica: ReadSource }
  matches: MatchLoaders
}): PuzzleLoaders {
  const { clock, viewer, reads, sources, matches } = needs
  const source = async () => (await reads.of(sources)).pool
  const userId = uuidOf(viewer?.userId ?? '')
  const isEditor = mayAct(viewer, 'admin.content')
  const puzzles = new DataLoader<string, Puzzle | null>(async ids => {
    const found = await reads.find(sources, ids, ({ pool }, keys) => findPuzzles(pool, keys))
    return ids.map(id => found.get(id) ?? null)
  })
  const standings = new DataLoader<string, PuzzleStanding>(async ids => {
    const found = userId === null ? new Map() : await findStandings(await source(), { userId, puzzleIds: ids })
    return ids.map(id => found.get(id) ?? untried)
  })
  const attempts = new DataLoader<string, readonly PuzzleAttempt[]>(async ids => {
    const found = userId === null ? [] : await findAttempts(await source(), { userId, puzzleIds: ids })
    return ids.map(id => found.filter(({ puzzleId }) => puzzleId === id))
  })
  const solves = new DataLoader<string, number>(async ids => {
    const found = await countSolves(await source(), ids)
    return ids.map(id => found.get(id) ?? 0)
  })
  const solutions = new DataLoader<string, unknown>(async ids => {
    const found = await findSolutions(await source(), ids)
    return ids.map(id => found.get(id) ?? null)
  })
  const isShown = async (puzzle: Puzzle): Promise<boolean> => {
    const now = clock.now()
    if (puzzle.purpose !== 'DUEL') return puzzle.opensAt <= now || (isEditor && puzzle.purpose === 'PUBLISHED')
    const match = await matches.matchOfPuzzle(puzzle.id)
    return match !== null && showsPuzzle(match, { userId, now })
  }
  const feedOf = ({ openOnly }: { openOnly: boolean }) => ({ now: clock.now(), openOnly, withUpcoming: isEditor })
  return {
    puzzle: async given => {
      const id = uuidOf(given)
      const found = id === null ? null : await puzzles.load(id)
      return found !== null && (await isShown(found)) ? found : null
    },
    feed: async of => findFeed(await source(), { ...feedOf(of), after: of.after, limit: of.limit }),
    feedCount: async of => countFeed(await source(), feedOf(of)),
    status: async puzzle =>
      userId === null || puzzle.purpose === 'DUEL'
        ? null
        : puzzleStatus(puzzle, await standings.load(puzzle.id), clock.now()),
    attempts: async puzzle => (userId === null || puzzle.purpose === 'DUEL' ? null : await attempts.load(puzzle.id)),
    attempt: async given => {
      const id = uuidOf(given)
      const found = id === null ? null : await findAttempt(await source(), id)
      return found !== null && found.userId === userId ? found : null
    },
    solvedCount: puzzle => solves.load(puzzle.id),
    solution: async puzzle => {
      const match = puzzle.purpose === 'DUEL' ? await matches.matchOfPuzzle(puzzle.id) : null
      const isTold =
        puzzle.purpose === 'DUEL'
          ? match !== null && isOver(match)
          : isClosed(puzzle, clock.now()) || (await standings.load(puzzle.id)).solvedAt !== null
      return isTold ? await solutions.load(puzzle.id) : null
    },
    wrote: () => {
      for (const loader of [puzzles, standings, attempts, solves, solutions]) loader.clearAll()
    },
  }
}
