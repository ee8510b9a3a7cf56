import { parseEvent } from '@waystone/events'
import type { CountsOfEvent } from '@waystone/kit/outbox'
import { allSeries, type CommitCounter, type Count } from '@waystone/kit/postgres'
import { isHouseAccount, type Transfer } from './domain/ledger.js'
import type { PurchaseStatus } from './domain/purchase.js'

const currencies = ['GOLD', 'DIAMOND'] as const

const signIns = {
  name: 'waystone_sign_ins_total',
  help: 'Sign-ins, by whether they were the first one of their user',
  labelNames: ['first'],
  series: allSeries({ first: ['true', 'false'] }),
} as const satisfies CommitCounter

const signUps = {
  name: 'waystone_sign_ups_total',
  help: 'Accounts that were made, by a sign-up or when another application’s user was first seen',
  labelNames: [],
  series: [{}],
} as const satisfies CommitCounter

const purchases = {
  name: 'waystone_purchases_total',
  help: 'Purchases that reached a status: each begins as PENDING, and may be REFUNDED after it was COMPLETED',
  labelNames: ['status'],
  series: allSeries({ status: ['PENDING', 'COMPLETED', 'DECLINED', 'REFUNDED'] }),
} as const satisfies CommitCounter

const minted = {
  name: 'waystone_currency_minted_total',
  help: 'Currency that players got from the house, by the reason in the ledger',
  labelNames: ['currency', 'reason'],
  series: allSeries({
    currency: currencies,
    reason: ['GRANT', 'PURCHASE', 'REFUND', 'QUEST_REWARD', 'MAIL_REWARD', 'BANNER_PAYOUT', 'ADMIN_ADJUSTMENT'],
  }),
} as const satisfies CommitCounter

const burned = {
  name: 'waystone_currency_burned_total',
  help: 'Currency that left players to the house, by the reason in the ledger',
  labelNames: ['currency', 'reason'],
  series: allSeries({
    currency: currencies,
    reason: ['PULL_CAPTURED', 'GUILD_FOUNDING_CAPTURED', 'REFUND', 'ADMIN_ADJUSTMENT'],
  }),
} as const satisfies CommitCounter

export const counters: readonly CommitCounter[] = [signIns, signUps, purchases, minted, burned]

/** Sign-ins and sign-ups are counted by their events, for all ways to sign in. */
export const countsOfEvent: CountsOfEvent = envelope => {
  switch (envelope.type) {
    case 'user.signed_in': {
      const event = parseEvent(envelope)
      const isFirst = event.type === 'user.signed_in' && event.data.first
      return [{ counter: signIns, labels: { first: String(isFirst) } }]
    }
    case 'user.signed_up':
      return [{ counter: signUps, labels: {} }]
    default:
      return []
  }
}

export const purchaseCount = (status: PurchaseStatus): Count => ({ counter: purchases, labels: { status } })

/** Counts the currency that a transfer mints or burns; none between player accounts, as for a reservation. */
export function transferCounts(
  transfer: Pick<Transfer, 'currency' | 'reason' | 'amount' | 'from' | 'to'>,
): readonly Count[] {
  const { currency, reason, amount: by, from, to } = transfer
  const labels = { currency, reason }
  if (isHouseAccount(from) === isHouseAccount(to)) return []
  return [{ counter: isHouseAccount(from) ? minted : burned, labels, by }]
}

/** Counts the currency that the capture of a price burns. */
export const captureCount = ({
  currency,
  reason,
  amount: by,
}: Pick<Transfer, 'currency' | 'reason' | 'amount'>): Count => ({
  counter: burned,
  labels: { currency, reason },
  by,
})
