import type { InputProblem } from '@waystone/kit/errors'
import { MOVEMENT_AMOUNT_MAX } from '../../domain/guild.js'
import { problemOfKey } from '../../domain/idempotency-key.js'
import type { guildNotFound, insufficientGold, invalidInput, notAllowed } from '../../errors.js'

export interface MovementRequest {
  readonly userId: string
  readonly input: { readonly guildId: string; readonly amount: number; readonly idempotencyKey: string }
}

/** The treasury of a guild, or why nothing was moved. */
export type TreasuryAnswer =
  | { readonly guildId: string }
  | ReturnType<typeof guildNotFound | typeof notAllowed | typeof insufficientGold | typeof invalidInput>

const AMOUNT = { min: 1, max: MOVEMENT_AMOUNT_MAX } as const

export function problemOfMovement({ amount, idempotencyKey }: MovementRequest['input']): InputProblem | null {
  if (amount < AMOUNT.min || amount > AMOUNT.max)
    return {
      field: 'amount',
      message: `An amount is from ${AMOUNT.min} to ${AMOUNT.max}`,
      rule: 'RANGE',
      ...AMOUNT,
    }
  return problemOfKey(idempotencyKey)
}
