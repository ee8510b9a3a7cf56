import {
  ledgerBeginning,
  mergeEntries,
  type Currency,
  type LedgerPosition,
  type PositionedEntry,
} from '../domain/ledger.js'
import { countEntries, findEntries } from '../repositories/ledger.js'
import { countRewardClaims, findRewardClaims, type RewardClaim } from '../repositories/reward-claim.js'
import type { Needs } from './needs.js'

const bothCurrencies: readonly Currency[] = ['GOLD', 'DIAMOND']

/** One more entry than `limit`, newest first, so that the caller sees whether there is a next page. */
export async function listLedger(
  { pool }: Needs,
  request: { userId: string; currency: Currency | null; after: LedgerPosition | null; limit: number },
): Promise<PositionedEntry[]> {
  const after = request.after ?? ledgerBeginning
  const currencies = request.currency === null ? bothCurrencies : [request.currency]
  const entries = await findEntries(pool, request.userId, { currencies, after, limit: request.limit + 1 })
  return mergeEntries(entries, after).slice(0, request.limit + 1)
}

export const countLedger = ({ pool }: Needs, request: { userId: string; currency: Currency | null }): Promise<number> =>
  countEntries(pool, request.userId, request.currency === null ? bothCurrencies : [request.currency])

/** One more claim than `limit`, newest first. */
export const listRewardClaims = (
  { prisma }: Needs,
  request: { userId: string; after: { claimedAt: Date; id: string } | null; limit: number },
): Promise<RewardClaim[]> =>
  findRewardClaims(prisma, request.userId, { after: request.after, limit: request.limit + 1 })

export const countClaims = ({ prisma }: Needs, userId: string): Promise<number> => countRewardClaims(prisma, userId)
