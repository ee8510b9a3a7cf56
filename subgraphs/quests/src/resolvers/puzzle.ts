import { connectionOf, cursorPart, readPage, signedIn } from '@waystone/kit/graphql'
import type {
  MutationResolvers,
  PuzzleAttemptResolvers,
  PuzzleResolvers,
  QueryResolvers,
} from '../generated/graphql.js'

const PAGE_SIZE = 20
/** When it opened, and its id. */
const KEY = [cursorPart.time, cursorPart.uuid]

export const Puzzle: PuzzleResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.puzzles.puzzle(id),
  solvedCount: (puzzle, _, { loaders }) => loaders.puzzles.solvedCount(puzzle),
  myStatus: (puzzle, _, { loaders }) => loaders.puzzles.status(puzzle),
  myAttempts: async (puzzle, _, { loaders }) => await loaders.puzzles.attempts(puzzle),
  solution: (puzzle, _, { loaders }) => loaders.puzzles.solution(puzzle),
}

export const PuzzleAttempt: PuzzleAttemptResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.puzzles.attempt(id),
}

export const puzzleQueries: Pick<QueryResolvers, 'puzzle' | 'puzzles'> = {
  puzzle: (_, { id }, { loaders }) => loaders.puzzles.puzzle(id),
  puzzles: async (_, { openOnly, ...args }, { loaders }) => {
    const page = readPage(args, { defaultSize: PAGE_SIZE, key: KEY })
    const [opensAt, id] = page.after ?? []
    const after = opensAt === undefined || id === undefined ? null : { opensAt: new Date(opensAt), id }
    const rows = await loaders.puzzles.feed({ openOnly, after, limit: page.limit + 1 })
    const connection = connectionOf(rows, page, {
      totalCount: 0,
      key: puzzle => [puzzle.opensAt.toISOString(), puzzle.id],
      node: puzzle => puzzle,
    })
    return { ...connection, totalCount: () => loaders.puzzles.feedCount({ openOnly }) }
  },
}

export const puzzleMutations: Pick<MutationResolvers, 'attemptPuzzle' | 'publishPuzzle'> = {
  attemptPuzzle: async (_, request, context) => {
    const result = await context.services.attemptPuzzle({ ...request, userId: signedIn(context).userId })
    context.loaders.wrote()
    return result
  },
  publishPuzzle: async (_, { id = null, ...command }, context) => {
    const result = await context.services.publishPuzzle({ id, ...command, actor: signedIn(context).userId })
    context.loaders.wrote()
    return result
  },
}
