import { newEvent, reserveGuildGold } from '@waystone/events'
import { RequestFault, unreachable } from '@waystone/kit/errors'
import { announceRows } from '@waystone/kit/outbox'
import { FOUNDING_PRICE, MEMBERS_MAX, RECOVER_AFTER_MS, type Founding, type Guild } from '../../domain/guild.js'
import { parseGuildInput, type GuildSettings } from '../../domain/guild-input.js'
import { problemOfKey, usedKey } from '../../domain/idempotency-key.js'
import { alreadyInGuild, guildNameTaken, insufficientGold, invalidInput } from '../../errors.js'
import {
  createFounded,
  findFounding,
  findFoundingByKey,
  findTaken,
  finishReleaseOfFounding,
  recordFounding,
  refuseFounding,
} from '../../repositories/founding.js'
import { findGuildIdOf } from '../../repositories/guild-member.js'
import type { Needs } from '../needs.js'
import { releaseFounding } from './release-gold.js'

/** A name that is taken when the order is recorded may be free again when it is looked for. */
const ATTEMPTS_MAX = 5

export interface FoundGuildRequest {
  readonly userId: string
  readonly input: Parameters<typeof parseGuildInput>[0]
  readonly idempotencyKey: string
}

export type FoundGuildAnswer =
  | Guild
  | ReturnType<typeof alreadyInGuild | typeof guildNameTaken | typeof insufficientGold | typeof invalidInput>

/**
 * Founds a guild in two phases, as a pull is drawn: records the order, which takes name and tag, has the price set
 * aside in users, and makes the guild; `guild.founded` has the price captured. The user's key makes it one order: a
 * repeat, also while the first is under way, drives the same order on and gets the answer that it ends with.
 */
export async function foundGuild(needs: Needs, request: FoundGuildRequest): Promise<FoundGuildAnswer> {
  const { userId, idempotencyKey } = request
  const problem = problemOfKey(idempotencyKey)
  if (problem !== null) return invalidInput(problem)
  const parsed = parseGuildInput(request.input)
  if ('problem' in parsed) return invalidInput(parsed.problem)
  const { settings } = parsed
  for (let attempts = 0; attempts < ATTEMPTS_MAX; attempts++) {
    const first = await findFoundingByKey(needs.pool, userId, idempotencyKey)
    if (first !== null) return await answerRepeat(needs, first, settings)
    if ((await findGuildIdOf(needs.pool, userId)) !== null) return alreadyInGuild()
    const createdAt = needs.clock.now()
    const id = needs.newId()
    const isRecorded = await recordFounding(needs.pool, {
      id,
      founderId: userId,
      idempotencyKey,
      settings,
      memberLimit: MEMBERS_MAX,
      createdAt,
      recoverAfter: new Date(createdAt.getTime() + RECOVER_AFTER_MS),
    })
    if (isRecorded) return await finishFounding(needs, { id, founderId: userId, name: settings.name })
    const taken = await findTaken(needs.pool, settings)
    const isOwn = (await findFoundingByKey(needs.pool, userId, idempotencyKey)) !== null
    if (taken !== null && !isOwn) return guildNameTaken(taken)
  }
  throw new Error(`The order of user ${userId} to found a guild could not be recorded`)
}

/**
 * Drives an order to its end. Safe to run any number of times, at once and after any crash: setting the price aside is
 * idempotent by the order's id, and each step changes only an order that is still where the step begins.
 */
export async function finishFounding(
  needs: Needs,
  { id, founderId, name }: { id: string; founderId: string; name: string },
): Promise<FoundGuildAnswer> {
  const reservation = await needs.serviceClient.call(reserveGuildGold, {
    id,
    purpose: 'GUILD_FOUNDING',
    guildId: id,
    userId: founderId,
    amount: FOUNDING_PRICE,
  })
  switch (reservation.status) {
    case 'REFUSED':
      await refuseFounding(needs.pool, id, reservation.available)
      break
    case 'RELEASED':
      await finishReleaseOfFounding(needs.pool, id)
      break
    case 'RESERVED': {
      const at = needs.clock.now()
      const data = { userId: founderId, guildId: id, guildName: name }
      const event = newEvent('guild.founded', { id: needs.newId(), occurredAt: at, data })
      const guild = await createFounded(needs.pool, { id, at, event })
      announceRows(needs.pool)
      if (guild !== null) return guild
      break
    }
    default:
      return unreachable(reservation)
  }
  const order = await findFounding(needs.pool, id)
  if (order === null) throw new Error(`The order ${id} to found a guild is gone`)
  if (order.status === 'FOUNDING') await releaseFounding(needs, order)
  return answerOf((await findFounding(needs.pool, id)) ?? order)
}

async function answerRepeat(needs: Needs, first: Founding, settings: GuildSettings): Promise<FoundGuildAnswer> {
  // A guild that exists may have another name by now.
  if (first.status === 'FOUNDING' && (first.guild.name !== settings.name || first.guild.tag !== settings.tag))
    return invalidInput(usedKey)
  if (first.status !== 'FOUNDING') return answerOf(first)
  return await finishFounding(needs, { id: first.guild.id, founderId: first.founderId, name: first.guild.name })
}

/** The answer of an order that has ended, the same at every repeat. */
function answerOf({ guild, status, available }: Founding): FoundGuildAnswer {
  switch (status) {
    case 'ACTIVE':
    case 'DISSOLVED':
      return guild
    case 'REFUSED':
      return tooLittle(available ?? 0)
    case 'RELEASING':
    case 'RELEASED':
      return alreadyInGuild()
    case 'FOUNDING':
      throw new Error(`The order ${guild.id} to found a guild has not ended`)
    default:
      return unreachable(status)
  }
}

/** @throws RequestFault FORBIDDEN where the wallet holds enough: the gold of a banned user is never set aside. */
function tooLittle(available: number) {
  if (available >= FOUNDING_PRICE) throw new RequestFault('FORBIDDEN', 'This account has been banned')
  return insufficientGold({ required: FOUNDING_PRICE, available })
}
