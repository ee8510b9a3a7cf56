import { RequestFault } from '@waystone/kit/errors'
import { connectionOf, cursorPart, readPage } from '@waystone/kit/graphql'
import { leaderboardInputOf } from '../domain/leaderboards/leaderboard-input-of.js'
import { KEPT_PERIODS_MAX, keptPeriodsOf, type LeaderboardDefinition } from '../domain/leaderboards/leaderboard.js'
import { periodAt, periodEnd } from '../domain/leaderboards/period.js'
import { uuidOf } from '../domain/uuid.js'
import type {
  GrantedPrizeResolvers,
  LeaderboardEntryResolvers,
  LeaderboardResolvers,
  SubscriptionResolvers,
} from '../generated/graphql.js'
import type { LeaderboardEntryParent } from '../mappers.js'
import { rankKeyOf, type RankKey } from '../domain/leaderboards/rank.js'
import { signedIn } from '@waystone/kit/graphql'

const PAGE_SIZE = 50
const RADIUS = 5
/** Twice that and one are shown, for which an operation's cost counts ten. */
const RADIUS_MAX = 10

const isWhole = (text: string): boolean => /^-?\d{1,16}$/.test(text)
const ENTRY_KEY = [isWhole, cursorPart.time, cursorPart.uuid]
const PRIZE_KEY = [isWhole, isWhole]

export const Leaderboard: LeaderboardResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.leaderboards.one(id),
  name: ({ definition }) => definition.name,
  eventType: ({ definition }) => definition.eventType,
  score: ({ definition }) => definition.score,
  period: ({ definition }) => definition.period,
  prizes: ({ definition }) => definition.prizes,
  definition: ({ definition }) => leaderboardInputOf(definition),
  endsAt: ({ definition }, _, { now }) => {
    const period = periodAt(definition, now())
    return period === null ? null : periodEnd(definition, period)
  },
  entries: async ({ number: board, definition }, { period: back, ...args }, { loaders, now }) => {
    const page = readPage(args, { defaultSize: PAGE_SIZE, key: ENTRY_KEY })
    if (back !== null && back !== undefined && (back > 0 || back < -KEPT_PERIODS_MAX))
      throw new RequestFault('BAD_USER_INPUT', `"period" must be between -${KEPT_PERIODS_MAX} and 0`)
    const period = shownPeriod(definition, { back: back ?? 0, now: now() })
    const of = period === null ? null : { board, period }
    const rows =
      of === null
        ? []
        : await loaders.leaderboards.entries({ ...of, after: rankKey(page.after), limit: page.limit + 1 })
    const connection = connectionOf(rows, page, { totalCount: 0, key: cursorOf, node: entry => entry })
    return {
      ...connection,
      totalCount: () => (of === null ? Promise.resolve(0) : loaders.leaderboards.entryCount(of)),
    }
  },
  around: async ({ number: board, definition }, { userId: asked, radius }, { loaders, viewer, now }) => {
    const around = radius ?? RADIUS
    if (around < 0 || around > RADIUS_MAX)
      throw new RequestFault('BAD_USER_INPUT', `"radius" must be between 0 and ${RADIUS_MAX}`)
    const userId = uuidOf(asked ?? viewer?.userId ?? '')
    const period = periodAt(definition, now())
    if (userId === null || period === null) return []
    return await loaders.leaderboards.around({ board, period, userId, radius: around })
  },
  grantedPrizes: async ({ number: board, definition }, args, { loaders }) => {
    const page = readPage(args, { defaultSize: PAGE_SIZE, key: PRIZE_KEY })
    const rows = await loaders.leaderboards.prizes({ board, after: prizeKey(page.after), limit: page.limit + 1 })
    const connection = connectionOf(rows, page, {
      totalCount: 0,
      key: ({ period, rank }) => [String(period), String(rank)],
      node: prize => ({ ...prize, endedAt: periodEnd(definition, prize.period) ?? prize.grantedAt }),
    })
    return { ...connection, totalCount: () => loaders.leaderboards.prizeCount(board) }
  },
}

/** Null where there is none, and for one that is kept no longer: its entries may be deleted in part. */
function shownPeriod(definition: LeaderboardDefinition, { back, now }: { back: number; now: Date }): number | null {
  const current = periodAt(definition, now)
  const kept = keptPeriodsOf(definition)
  return current === null || (kept !== null && -back > kept) ? null : current + back
}

export const LeaderboardEntry: LeaderboardEntryResolvers = { user: ({ userId }) => ({ id: userId }) }
export const GrantedPrize: GrantedPrizeResolvers = { user: ({ userId }) => ({ id: userId }) }

export const rankChanged: NonNullable<SubscriptionResolvers['rankChanged']> = {
  subscribe: (_, { leaderboardId }, context) =>
    context.services.followRank({ userId: signedIn(context).userId, leaderboardId }),
  resolve: (entry: LeaderboardEntryParent) => entry,
}

function cursorOf(entry: LeaderboardEntryParent): readonly string[] {
  const { inverse, achievedAt, userId } = rankKeyOf(entry)
  return [inverse, achievedAt.toISOString(), userId]
}

function rankKey(after: readonly string[] | null): RankKey | null {
  if (after === null) return null
  const [inverse = '', achievedAt = '', userId = ''] = after
  return { inverse, achievedAt: new Date(achievedAt), userId }
}

function prizeKey(after: readonly string[] | null): { period: number; rank: number } | null {
  if (after === null) return null
  const [period, rank] = after.map(Number)
  return { period: int(period), rank: int(rank) }
}

/** Within what PostgreSQL takes for an int. */
const int = (value = 0): number => Math.max(-2_147_483_647, Math.min(2_147_483_647, value))
