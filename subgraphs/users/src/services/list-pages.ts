import type { RequestReads } from '@waystone/kit/graphql'
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
  _: Needs,
  request: {
    userId: string
    currency: Currency | null
    after: LedgerPosition | null
    limit: number
    reads: RequestReads
  },
): Promise<PositionedEntry[]> {
  const after = request.after ?? ledgerBeginning
  const currencies = request.currency === null ? bothCurrencies : [request.currency]
  const entries = await findEntries(request.reads, request.userId, { currencies, after, limit: request.limit + 1 })
  return mergeEntries(entries, after).slice(0, request.limit + 1)
}

export const countLedger = (
  _: Needs,
  request: { userId: string; currency: Currency | null; reads: RequestReads },
): Promise<number> =>
  countEntries(request.reads, request.userId, request.currency === null ? bothCurrencies : [request.currency])

/** One more claim than `limit`, newest first. */
export const listRewardClaims = async (
  { prisma, prismaReads }: Needs,
  request: { userId: string; after: { claimedAt: Date; id: string } | null; limit: number; reads: RequestReads },
): Promise<RewardClaim[]> => {
  const from = await request.reads.of({ primary: prisma, replica: prismaReads })
  return await findRewardClaims(from, request.userId, { after: request.after, limit: request.limit + 1 })
}

export const countClaims = async (
  { prisma, prismaReads }: Needs,
  { userId, reads }: { userId: string; reads: RequestReads },
): Promise<number> => countRewardClaims(await reads.of({ primary: prisma, replica: prismaReads }), userId)
