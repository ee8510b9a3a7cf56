import { countProblems, rangeProblems, type Problem } from '../problems.js'
import { rewardOf, rewardProblems, type RewardDraft } from '../reward-draft.js'
import { fieldProblems, isRecord } from './json-draft.js'
import type { Prize } from './leaderboard.js'

export const PRIZES_MAX = 20
/** Of one prize. */
export const PRIZE_REWARDS_MAX = 10
/** The last rank that may have a prize: closing a period grants this many at most. */
export const PRIZE_RANK_MAX = 10_000
const FIELDS = ['fromRank', 'toRank', 'rewards'] as const
const REWARD_FIELDS = ['currency', 'amount', 'itemId', 'quantity', 'experience'] as const

/** @param hasEnd whether the board's periods end, which is when prizes are granted */
export function prizeProblems(prizes: unknown, hasEnd: boolean): Problem[] {
  if (!Array.isArray(prizes)) return [{ field: 'prizes', message: 'must be a list of prizes, or left out' }]
  if (prizes.length > 0 && !hasEnd)
    return [{ field: 'prizes', message: 'must be left out: a board of ALL_TIME never ends' }]
  const [wrong] = countProblems('prizes', prizes.length, { min: 0, max: PRIZES_MAX })
  if (wrong !== undefined) return [wrong]
  return prizes.flatMap((prize: unknown, index) =>
    prizeProblemsAt(prize, { field: `prizes[${index}]`, after: lastRankOf(prizes[index - 1]) }),
  )
}

/** @param at.after the last rank of the prize before it */
function prizeProblemsAt(prize: unknown, { field, after }: { field: string; after: number }): Problem[] {
  if (!isRecord(prize)) return [{ field, message: 'must be an object of fromRank, toRank and rewards' }]
  const { fromRank, rewards } = prize
  const first = typeof fromRank === 'number' ? fromRank : Number.NaN
  return [
    ...fieldProblems(field, prize, FIELDS),
    ...rangeProblems(`${field}.fromRank`, first, { min: after + 1, max: PRIZE_RANK_MAX }),
    ...rangeProblems(`${field}.toRank`, toRankOf(prize), {
      min: Number.isInteger(first) ? first : after + 1,
      max: PRIZE_RANK_MAX,
    }),
    ...rewardListProblems(`${field}.rewards`, rewards),
  ]
}

function rewardListProblems(field: string, rewards: unknown): Problem[] {
  if (!Array.isArray(rewards)) return [{ field, message: 'must be a list of rewards' }]
  return [
    ...countProblems(field, rewards.length, { min: 1, max: PRIZE_REWARDS_MAX }),
    ...rewards.slice(0, PRIZE_REWARDS_MAX).flatMap((reward: unknown, index) => {
      const at = `${field}[${index}]`
      if (!isRecord(reward))
        return [{ field: at, message: 'must be a reward: currency with amount, itemId with quantity, or experience' }]
      return [...fieldProblems(at, reward, REWARD_FIELDS), ...rewardTypeProblems(at, reward)]
    }),
  ]
}

/** JSON may hold anything where GraphQL would have refused it before. */
function rewardTypeProblems(field: string, reward: Readonly<Record<string, unknown>>): Problem[] {
  const { currency = null, itemId = null } = reward
  const allowed = ['GOLD', 'DIAMOND']
  if (currency !== null && !(typeof currency === 'string' && allowed.includes(currency)))
    return [{ field: `${field}.currency`, message: `must be one of ${allowed.join(', ')}`, rule: 'ONE_OF', allowed }]
  if (itemId !== null && typeof itemId !== 'string')
    return [{ field: `${field}.itemId`, message: 'must be a UUID', rule: 'FORMAT' }]
  return rewardProblems(reward, field)
}

const toRankOf = (prize: unknown): number =>
  isRecord(prize) && typeof prize['toRank'] === 'number' ? prize['toRank'] : Number.NaN

/** A prize whose own rank is wrong bounds nothing. */
const lastRankOf = (prize: unknown): number => {
  const rank = toRankOf(prize)
  return Number.isInteger(rank) ? rank : 0
}

/** The prizes of an input without problems. */
export const prizesOf = (prizes: unknown): readonly Prize[] =>
  (prizes as { fromRank: number; toRank: number; rewards: RewardDraft[] }[]).map(({ fromRank, toRank, rewards }) => ({
    fromRank,
    toRank,
    rewards: rewards.map(rewardOf),
  }))
