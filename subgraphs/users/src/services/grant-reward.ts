import { randomUUID } from 'node:crypto'
import type { EventData } from '@waystone/events'
import type { Queryable } from '@waystone/kit/postgres'
import { houseAccount } from '../domain/ledger.js'
import { transfer } from '../repositories/ledger.js'
import { insertRewardClaim } from '../repositories/reward-claim.js'
import { ensureAccount } from './ensure-account.js'
import type { Needs } from './needs.js'

/** Credits the currency among a completion's rewards, each once however often it is told. */
export async function grantReward(
  needs: Needs,
  tx: Queryable,
  granted: EventData<'quest.reward_granted'>,
): Promise<void> {
  const { userId, questId, completionId, rewards } = granted
  const credits = rewards.flatMap((reward, index) => (reward.kind === 'CURRENCY' ? [{ ...reward, index }] : []))
  if (credits.length === 0) return
  await ensureAccount(needs, tx, { userId })
  const at = needs.clock.now()
  // In the order of the currencies, so that two completions lock a user's accounts in the same order.
  for (const { currency, amount, index } of credits.toSorted((a, b) => a.currency.localeCompare(b.currency))) {
    const claim = { id: randomUUID(), userId, questId, completionId, index, currency, amount, claimedAt: at }
    if (!(await insertRewardClaim(tx, claim))) continue
    await transfer(tx, {
      id: randomUUID(),
      reason: 'QUEST_REWARD',
      reference: completionId,
      leg: index,
      currency,
      amount,
      paid: 0,
      at,
      from: houseAccount('REWARDS', userId),
      to: { kind: 'WALLET', userId },
    })
  }
}
