import { randomUUID } from 'node:crypto'
import type { EventData, Reward } from '@waystone/events'
import type { Queryable } from '@waystone/kit/postgres'
import { houseAccount, type TransferReason } from '../domain/ledger.js'
import { transfer } from '../repositories/ledger.js'
import { ensureAccount } from './ensure-account.js'
import type { Needs } from './needs.js'

/**
 * Credits the currency that a claimed mail carries. The inbox sees to it that this happens once, and the ledger books
 * a mail's attachment once in any case.
 */
export const grantMail = (
  needs: Needs,
  tx: Queryable,
  { userId, mailId, rewards }: EventData<'mail.claimed'>,
): Promise<void> => credit(needs, tx, { userId, rewards, reason: 'MAIL_REWARD', reference: mailId })

/** Credits what a banner pays, for points at its end or for duplicates of a pull, likewise once a payout. */
export const payOutBanner = (
  needs: Needs,
  tx: Queryable,
  { userId, conversionId, rewards }: EventData<'banner.paid_out'>,
): Promise<void> => credit(needs, tx, { userId, rewards, reason: 'BANNER_PAYOUT', reference: conversionId })

async function credit(
  needs: Needs,
  tx: Queryable,
  given: { userId: string; rewards: readonly Reward[]; reason: TransferReason; reference: string },
): Promise<void> {
  const { userId, rewards, reason, reference } = given
  const credits = rewards.flatMap((reward, leg) => (reward.kind === 'CURRENCY' ? [{ ...reward, leg }] : []))
  if (credits.length === 0) return
  await ensureAccount(needs, tx, { userId })
  // In the order of the currencies, so that all grants lock a user's accounts in the same order.
  for (const { currency, amount, leg } of credits.toSorted((a, b) => a.currency.localeCompare(b.currency)))
    await transfer(tx, {
      id: randomUUID(),
      reason,
      reference,
      leg,
      currency,
      amount,
      paid: 0,
      at: needs.clock.now(),
      from: houseAccount('REWARDS', userId),
      to: { kind: 'WALLET', userId },
    })
}
