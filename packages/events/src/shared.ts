import * as z from 'zod'

export const currency = z.enum(['GOLD', 'DIAMOND'])
export type Currency = z.infer<typeof currency>

export const positiveAmount = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

const reward = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('CURRENCY'), currency, amount: positiveAmount }),
  z.object({ kind: z.literal('ITEM'), itemId: z.uuid(), quantity: positiveAmount }),
  z.object({ kind: z.literal('EXPERIENCE'), amount: positiveAmount }),
])
export type Reward = z.infer<typeof reward>
export const rewardList = z.array(reward)
