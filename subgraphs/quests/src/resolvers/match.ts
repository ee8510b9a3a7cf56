import { connectionOf, readPage, signedIn, type PageArguments } from '@waystone/kit/graphql'
import { statusAt } from '../domain/matches/match.js'
import { uuidOf } from '../domain/uuid.js'
import type {
  FindMatchResultResolvers,
  MatchPlayerResolvers,
  MatchResolvers,
  MatchTicketResolvers,
  MutationResolvers,
  QueryResolvers,
  SubscriptionResolvers,
  UserResolvers,
} from '../generated/graphql.js'
import type { MatchParent } from '../mappers.js'

const PAGE_SIZE = 20
/** The place of the match among all. */
const KEY = [(text: string) => /^[1-9]\d{0,17}$/.test(text)]

export const Match: MatchResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.matches.match(id),
  status: (match, _, { now }) => statusAt(match, now()),
  puzzle: ({ puzzleId }, _, { loaders }) => loaders.puzzles.puzzle(puzzleId),
  winner: ({ winnerId }) => (winnerId === null ? null : { id: winnerId }),
}

export const MatchPlayer: MatchPlayerResolvers = { user: ({ userId }) => ({ id: userId }) }

export const MatchTicket: MatchTicketResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.matches.ticket(id),
}

export const FindMatchResult: FindMatchResultResolvers = {
  __resolveType: found => ('waitingSince' in found ? 'MatchTicket' : 'Match'),
}

export const matchQueries: Pick<QueryResolvers, 'match'> = {
  match: (_, { id }, { loaders }) => loaders.matches.match(id),
}

export const matchesOfUser: Pick<UserResolvers, 'matchRating' | 'matches'> = {
  matchRating: async ({ id }, _, { loaders }) => {
    const userId = uuidOf(id)
    return userId === null ? null : await loaders.matches.rating(userId)
  },
  matches: async ({ id }, args: PageArguments, { loaders }) => {
    const page = readPage(args, { defaultSize: PAGE_SIZE, key: KEY })
    const userId = uuidOf(id)
    if (userId === null || !loaders.isPrivateTo(userId)) return null
    const rows = await loaders.matches.page({ userId, below: page.after?.[0] ?? null, limit: page.limit + 1 })
    const connection = connectionOf(rows, page, {
      totalCount: 0,
      key: ({ position }) => [position],
      node: match => match,
    })
    return { ...connection, totalCount: () => loaders.matches.count(userId) }
  },
}

export const matchMutations: Pick<MutationResolvers, 'answerMatch' | 'findMatch' | 'leaveMatch' | 'leaveMatchQueue'> = {
  findMatch: (_, __, context) => context.services.findMatch(signedIn(context).userId),
  leaveMatchQueue: (_, __, context) => context.services.leaveMatchQueue(signedIn(context).userId),
  leaveMatch: async (_, { matchId }, context) => {
    const result = await context.services.leaveMatch({ userId: signedIn(context).userId, matchId })
    context.loaders.wrote()
    return result
  },
  answerMatch: async (_, request, context) => {
    const result = await context.services.answerMatch({ ...request, userId: signedIn(context).userId })
    context.loaders.wrote()
    return result
  },
}

export const matchSubscriptions: Pick<SubscriptionResolvers, 'matchChanged'> = {
  matchChanged: {
    subscribe: (_, __, context) => context.services.followMatches(signedIn(context).userId),
    resolve: (match: MatchParent) => match,
  },
}
