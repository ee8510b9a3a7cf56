import { newEvent } from '@waystone/events'
import { appendEvents } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import type { Guild } from '../../domain/guild.js'
import { sharesOf } from '../../domain/shares.js'
import { utcDayOf } from '../../domain/utc-day.js'
import { markDissolved } from '../../repositories/guild.js'
import { deleteApplicationsTo } from '../../repositories/guild-application.js'
import { addWithdrawn, findContributed, findGold } from '../../repositories/guild-contribution.js'
import { appendLog } from '../../repositories/guild-log.js'
import { deleteMembers } from '../../repositories/guild-member.js'
import { insertPayment } from '../../repositories/treasury-movement.js'
import type { Needs } from '../needs.js'
import { changeGuild } from './guild-access.js'

/** Ends a guild at its leader's wish. */
export const dissolveGuild = (needs: Needs, { userId, guildId }: { userId: string; guildId: string }) =>
  changeGuild(needs, { guildId, userId, right: 'DISSOLVE' }, (tx, { guild }) =>
    dissolve(needs, tx, { guild, by: userId }),
  )

/**
 * Ends a guild that the caller has locked, and pays the whole treasury out: to those who are members by now, by what
 * they have contributed (domain/shares.ts). The last one who leaves gets what is left. Each payment is a movement of
 * its own, told to users by an event of its own, in the transaction that ends the guild.
 * @returns the guild without its members
 */
export async function dissolve(
  needs: Pick<Needs, 'clock' | 'newId'>,
  tx: Queryable,
  { guild, by }: { guild: Guild; by: string },
): Promise<Guild> {
  const { id: guildId, name: guildName } = guild
  const at = needs.clock.now()
  const members = await deleteMembers(tx, guildId)
  const userIds = members.map(({ userId }) => userId)
  // After the members' locks: a deposit is in the book by now, or finds no member.
  const contributed = await findContributed(tx, guildId, userIds)
  const gold = (await findGold(tx, [guildId])).get(guildId) ?? 0
  const shares = sharesOf(
    gold,
    userIds.map(userId => ({ userId, contributed: contributed.get(userId) ?? 0 })),
  )
  const payments = [...shares]
    .filter(([, amount]) => amount > 0)
    .map(([userId, amount]) => ({ guildId, userId, amount, movementId: needs.newId() }))
  for (const { movementId: id, ...payment } of payments)
    await insertPayment(tx, { ...payment, id, kind: 'SHARE', idempotencyKey: id, createdAt: at })
  if (payments.length > 0) await addWithdrawn(tx, payments, utcDayOf(at))
  await markDissolved(tx, guildId)
  await deleteApplicationsTo(tx, guildId)
  const paid = payments.map(
    payment => ({ ...payment, kind: 'WITHDREW', actorId: by, subjectId: payment.userId }) as const,
  )
  await appendLog(tx, [...paid, { guildId, kind: 'LEFT', actorId: by }], at)
  const envelope = () => ({ id: needs.newId(), occurredAt: at })
  await appendEvents(tx, [
    ...payments.map(payment =>
      newEvent('guild.paid_out', { ...envelope(), data: { ...payment, reason: 'DISSOLUTION' as const } }),
    ),
    ...userIds.map(userId => newEvent('guild.left', { ...envelope(), data: { userId, guildId, guildName } })),
  ])
  return { ...guild, memberCount: 0 }
}
