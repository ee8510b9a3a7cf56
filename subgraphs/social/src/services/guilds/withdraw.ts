import { newEvent } from '@waystone/events'
import { appendEvents } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import type { TreasuryMovement } from '../../domain/guild.js'
import { withdrawalLimitOf } from '../../domain/guild-role.js'
import { usedKey } from '../../domain/idempotency-key.js'
import { utcDayOf } from '../../domain/utc-day.js'
import { insufficientGold, invalidInput, notAllowed } from '../../errors.js'
import { addWithdrawn, findGold, findWithdrawnOn } from '../../repositories/guild-contribution.js'
import { appendLog } from '../../repositories/guild-log.js'
import { findMember } from '../../repositories/guild-member.js'
import { findMovementByKey, insertPayment } from '../../repositories/treasury-movement.js'
import type { Needs } from '../needs.js'
import { changeGuild, type LockedGuild } from './guild-access.js'
import { answerAgain, problemOfMovement, type MovementRequest, type TreasuryAnswer } from './treasury.js'

/**
 * Moves gold from the treasury into a member's wallet. The guild's book decides: withdrawals of one guild come one
 * after the other, and deposits only add to what they see. users books the transfer by `guild.paid_out`, once.
 */
export async function withdrawFromGuild(needs: Needs, { userId, input }: MovementRequest): Promise<TreasuryAnswer> {
  const problem = problemOfMovement(input)
  if (problem !== null) return invalidInput(problem)
  const key = { userId, key: input.idempotencyKey }
  // First without a lock: a repeat is answered as the first was, also by a user who may withdraw no more.
  const first = await findMovementByKey(needs.pool, key)
  if (first !== null) return await answerAgain(needs, { userId, answer: answerRepeat(first, input) })
  const asked = { guildId: input.guildId, userId, right: 'WITHDRAW' } as const
  return await changeGuild<TreasuryAnswer>(needs, asked, async (tx, locked) => {
    const earlier = await findMovementByKey(tx, key)
    return earlier === null ? await withdraw(needs, tx, { ...locked, input }) : answerRepeat(earlier, input)
  })
}

const answerRepeat = (first: TreasuryMovement, { guildId, amount }: MovementRequest['input']): TreasuryAnswer =>
  first.kind === 'WITHDRAWAL' && first.guildId === guildId.toLowerCase() && first.amount === amount
    ? { guildId: first.guildId }
    : invalidInput(usedKey)

async function withdraw(
  needs: Needs,
  tx: Queryable,
  { guild, viewer, input }: LockedGuild & Pick<MovementRequest, 'input'>,
): Promise<TreasuryAnswer> {
  const { amount, idempotencyKey } = input
  const payment = { guildId: guild.id, userId: viewer.userId, amount }
  const at = needs.clock.now()
  const day = utcDayOf(at)
  const limit = withdrawalLimitOf(viewer.role)
  const withdrawn = await findWithdrawnOn(tx, { ...payment, day })
  if (withdrawn + amount > limit)
    return notAllowed('This is more than your role may withdraw in a day: the treasury says how much is left today')
  const available = (await findGold(tx, [guild.id])).get(guild.id) ?? 0
  if (available < amount) return insufficientGold({ required: amount, available })

  // The lock on the member's row orders this event with those of the member's deposits.
  await findMember(tx, payment, { lock: true })
  const movementId = needs.newId()
  const isNew = await insertPayment(tx, {
    ...payment,
    id: movementId,
    kind: 'WITHDRAWAL',
    idempotencyKey,
    createdAt: at,
  })
  // A deposit has taken the key meanwhile.
  if (!isNew) return invalidInput(usedKey)
  await addWithdrawn(tx, [payment], day)
  const { userId } = payment
  await appendLog(tx, [{ ...payment, kind: 'WITHDREW', actorId: userId, subjectId: userId, movementId }], at)
  const data = { ...payment, movementId, reason: 'WITHDRAWAL' } as const
  await appendEvents(tx, [newEvent('guild.paid_out', { id: needs.newId(), occurredAt: at, data })])
  return { guildId: guild.id }
}
