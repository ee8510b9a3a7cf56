import type { InputProblem } from '@waystone/kit/errors'
import { MOVEMENT_AMOUNT_MAX } from '../../domain/guild.js'
import { problemOfKey } from '../../domain/idempotency-key.js'
import { notAllowed, type guildNotFound, type insufficientGold, type invalidInput } from '../../errors.js'
import { findMember } from '../../repositories/guild-member.js'
import type { Needs } from '../needs.js'

export interface MovementRequest {
  readonly userId: string
  readonly input: { readonly guildId: string; readonly amount: number; readonly idempotencyKey: string }
}

/** The treasury of a guild, or why nothing was moved. */
export type TreasuryAnswer =
  | { readonly guildId: string }
  | ReturnType<typeof guildNotFound | typeof notAllowed | typeof insufficientGold | typeof invalidInput>

/** The answer to a repeat: a user who is no member any more is told what became of it, and nothing of the treasury. */
export async function answerAgain(
  { pool }: Pick<Needs, 'pool'>,
  { userId, answer }: { userId: string; answer: TreasuryAnswer },
): Promise<TreasuryAnswer> {
  if (!('guildId' in answer)) return answer
  const member = await findMember(pool, { guildId: answer.guildId, userId }, { lock: false })
  return member === null ? notAllowed('This was done; you are no member of the guild any more') : answer
}

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
