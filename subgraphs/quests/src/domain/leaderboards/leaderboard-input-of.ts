import type { Reward } from '../quest.js'
import type { LeaderboardDefinition } from './leaderboard.js'

/**
 * The definition as publishLeaderboard takes it, so that an editor can load what is published: publishing the
 * result makes the same definition.
 */
export function leaderboardInputOf(definition: LeaderboardDefinition): Readonly<Record<string, unknown>> {
  const { name, eventType, filter, score, field, period, season, countsFrom, prizes, keptPeriods } = definition
  return {
    name,
    eventType,
    ...(filter !== null && { filter }),
    score,
    ...(field !== null && { field }),
    period,
    ...(season !== null && { season }),
    ...(countsFrom !== null && { countsFrom }),
    ...(keptPeriods !== undefined && { keptPeriods }),
    prizes: prizes.map(prize => ({ ...prize, rewards: prize.rewards.map(rewardInputOf) })),
  }
}

function rewardInputOf(reward: Reward): Readonly<Record<string, unknown>> {
  switch (reward.kind) {
    case 'CURRENCY':
      return { currency: reward.currency, amount: reward.amount }
    case 'ITEM':
      return { itemId: reward.itemId, quantity: reward.quantity }
    case 'EXPERIENCE':
      return { experience: reward.amount }
  }
}
