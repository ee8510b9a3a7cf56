import { newEvent, reserveGuildGold } from '@waystone/events'
import { RequestFault, unreachable } from '@waystone/kit/errors'
import { parseUuid } from '@waystone/kit/graphql'
import { announceRows } from '@waystone/kit/outbox'
import { RECOVER_AFTER_MS, type TreasuryMovement } from '../../domain/guild.js'
import { usedKey } from '../../domain/idempotency-key.js'
import { guildNotFound, insufficientGold, invalidInput, notMember } from '../../errors.js'
import { findGuilds } from '../../repositories/guild.js'
import {
  findMovement,
  findMovementByKey,
  finishDeposit as finishInDatabase,
  finishReleaseOfDeposit,
  recordDeposit,
  refuseDeposit,
} from '../../repositories/treasury-movement.js'
import type { Needs } from '../needs.js'
import { releaseDeposit } from './release-gold.js'
import { answerAgain, problemOfMovement, type MovementRequest, type TreasuryAnswer } from './treasury.js'

/**
 * Moves gold from a member's wallet into the treasury, in two phases: records the order, has the gold set aside in
 * users, writes it into the guild's book, and `guild.deposited` has it captured for the treasury.
 */
export async function depositToGuild(needs: Needs, { userId, input }: MovementRequest): Promise<TreasuryAnswer> {
  const problem = problemOfMovement(input)
  if (problem !== null) return invalidInput(problem)
  const guildId = parseUuid(input.guildId)
  if (guildId === null) return guildNotFound()
  const { amount, idempotencyKey } = input
  const createdAt = needs.clock.now()
  const order = { id: needs.newId(), guildId, userId, amount }
  const isRecorded = await recordDeposit(needs.pool, {
    ...order,
    idempotencyKey,
    createdAt,
    recoverAfter: new Date(createdAt.getTime() + RECOVER_AFTER_MS),
  })
  if (isRecorded) return await finishDeposit(needs, order)
  const first = await findMovementByKey(needs.pool, { userId, key: idempotencyKey })
  if (first === null) return (await findGuilds(needs.pool, [guildId])).has(guildId) ? notMember() : guildNotFound()
  if (first.kind !== 'DEPOSIT' || first.guildId !== guildId || first.amount !== amount) return invalidInput(usedKey)
  const answer = first.status === 'RESERVING' ? await finishDeposit(needs, first) : answerOf(first)
  return await answerAgain(needs, { userId, answer })
}

/** Drives a deposit to its end; as safe to repeat as finishFounding. */
export async function finishDeposit(
  needs: Needs,
  { id, guildId, userId, amount }: Pick<TreasuryMovement, 'id' | 'guildId' | 'userId' | 'amount'>,
): Promise<TreasuryAnswer> {
  const asked = { id, purpose: 'GUILD_DEPOSIT', guildId, userId, amount } as const
  const reservation = await needs.serviceClient.call(reserveGuildGold, asked)
  switch (reservation.status) {
    case 'REFUSED':
      await refuseDeposit(needs.pool, id, reservation.available)
      break
    case 'RELEASED':
      await finishReleaseOfDeposit(needs.pool, id)
      break
    case 'RESERVED': {
      const at = needs.clock.now()
      const data = { userId, guildId, movementId: id, amount }
      const event = newEvent('guild.deposited', { id: needs.newId(), occurredAt: at, data })
      const isDone = await finishInDatabase(needs.pool, { id, at, event })
      announceRows(needs.pool)
      if (isDone) return { guildId }
      break
    }
    default:
      return unreachable(reservation)
  }
  const order = await findMovement(needs.pool, id)
  if (order === null) throw new Error(`The deposit ${id} is gone`)
  if (order.status === 'RESERVING') await releaseDeposit(needs, order)
  return answerOf((await findMovement(needs.pool, id)) ?? order)
}

/** The answer of a deposit that has ended, the same at every repeat. */
function answerOf({ id, guildId, status, amount, available }: TreasuryMovement): TreasuryAnswer {
  switch (status) {
    case 'DONE':
      return { guildId }
    case 'REFUSED':
      if ((available ?? 0) >= amount) throw new RequestFault('FORBIDDEN', 'This account has been banned')
      return insufficientGold({ required: amount, available: available ?? 0 })
    case 'RELEASING':
    case 'RELEASED':
      return notMember()
    case 'RESERVING':
      throw new Error(`The deposit ${id} has not ended`)
    default:
      return unreachable(status)
  }
}
