import type { InputProblem } from '@waystone/kit/errors'
import type { Reward } from './quest.js'
import { uuidOf } from './uuid.js'

/** A reward as an administrator sends it: exactly one kind must be filled. */
export interface RewardDraft {
  readonly currency?: 'GOLD' | 'DIAMOND' | null
  readonly amount?: number | null
  readonly itemId?: string | null
  readonly quantity?: number | null
  readonly experience?: number | null
}

export const AMOUNT_MAX = 1_000_000_000
export const QUANTITY_MAX = 1_000

const kinds = {
  CURRENCY: ['currency', 'amount'],
  ITEM: ['itemId', 'quantity'],
  EXPERIENCE: ['experience'],
} as const satisfies Record<Reward['kind'], readonly (keyof RewardDraft)[]>

/** Checks a reward. @returns the problems, each with its field */
export function rewardProblems(reward: RewardDraft, field: string): InputProblem[] {
  const kind = kindOf(reward)
  if (kind === null) {
    const names = Object.keys(filled(reward))
    return [
      {
        field,
        message: `must be exactly one of currency with amount, itemId with quantity, or experience, not ${names.join(' with ') || 'empty'}`,
        names,
      },
    ]
  }
  switch (kind) {
    case 'CURRENCY':
      return amountProblems(`${field}.amount`, reward.amount, AMOUNT_MAX)
    case 'ITEM':
      return [
        ...(uuidOf(reward.itemId ?? '') === null
          ? [{ field: `${field}.itemId`, message: 'must be a UUID', rule: 'FORMAT' as const }]
          : []),
        ...amountProblems(`${field}.quantity`, reward.quantity, QUANTITY_MAX),
      ]
    case 'EXPERIENCE':
      return amountProblems(`${field}.experience`, reward.experience, AMOUNT_MAX)
  }
}

/**
 * The reward that a draft without problems makes.
 * @throws Error for a draft with problems
 */
export function rewardOf(reward: RewardDraft): Reward {
  const { currency, amount, itemId, quantity, experience } = filled(reward)
  if (currency && amount) return { kind: 'CURRENCY', currency, amount }
  if (itemId && quantity) return { kind: 'ITEM', itemId: itemId.toLowerCase(), quantity }
  if (experience) return { kind: 'EXPERIENCE', amount: experience }
  throw new Error('Expected a reward without problems')
}

function kindOf(reward: RewardDraft): Reward['kind'] | null {
  const given = new Set<string>(Object.keys(filled(reward)))
  const found = Object.entries(kinds).find(
    ([, fields]) => fields.length === given.size && fields.every(field => given.has(field)),
  )
  return (found?.[0] as Reward['kind'] | undefined) ?? null
}

const filled = (reward: RewardDraft): RewardDraft =>
  Object.fromEntries(Object.entries(reward).filter(([, value]) => value !== null && value !== undefined))

const AMOUNT_MIN = 1

function amountProblems(field: string, value: number | null | undefined, max: number): InputProblem[] {
  const min = AMOUNT_MIN
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return []
  return [{ field, message: `must be a whole number from ${min} to ${max}`, rule: 'RANGE', min, max }]
}
