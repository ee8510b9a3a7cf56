import type { Queryable } from '@waystone/kit/postgres'
import type { Currency } from '../domain/ledger.js'
import type { Prisma } from './prisma.js'

export interface RewardClaim {
  readonly id: string
  readonly userId: string
  readonly questId: string
  readonly completionId: string
  /** Position in the completion's list of rewards. */
  readonly index: number
  readonly currency: Currency
  readonly amount: number
  readonly claimedAt: Date
}

/** @returns whether it is new; a completion's reward is claimed once. */
export async function insertRewardClaim(tx: Queryable, claim: RewardClaim): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'reward-claim-insert',
    text: `INSERT INTO reward_claim (id, user_id, quest_id, completion_id, index, currency, amount, claimed_at)
           VALUES ($1, $2, $3, $4, $5, $6::currency, $7, $8) ON CONFLICT (completion_id, index) DO NOTHING`,
    values: [
      claim.id,
      claim.userId,
      claim.questId,
      claim.completionId,
      claim.index,
      claim.currency,
      claim.amount,
      claim.claimedAt,
    ],
  })
  return rowCount === 1
}

/** Newest first. */
export async function findRewardClaims(
  prisma: Prisma,
  userId: string,
  page: { after: { claimedAt: Date; id: string } | null; limit: number },
): Promise<RewardClaim[]> {
  const rows = await prisma.rewardClaim.findMany({
    where: {
      userId,
      ...(page.after !== null && {
        OR: [
          { claimedAt: { lt: page.after.claimedAt } },
          { claimedAt: page.after.claimedAt, id: { lt: page.after.id } },
        ],
      }),
    },
    orderBy: [{ claimedAt: 'desc' }, { id: 'desc' }],
    take: page.limit,
  })
  return rows.map(row => ({ ...row, amount: Number(row.amount) }))
}

export const countRewardClaims = (prisma: Prisma, userId: string): Promise<number> =>
  prisma.rewardClaim.count({ where: { userId } })
