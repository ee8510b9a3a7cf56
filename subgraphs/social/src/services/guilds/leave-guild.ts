import { newEvent } from '@waystone/events'
import { appendEvents } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import type { Guild } from '../../domain/guild.js'
import { notAllowed } from '../../errors.js'
import { changeMemberCount, lockGuild } from '../../repositories/guild.js'
import { appendLog } from '../../repositories/guild-log.js'
import { deleteMember, findGuildIdOf, findMember, findSuccessor } from '../../repositories/guild-member.js'
import type { Needs } from '../needs.js'
import { dissolve } from './dissolve-guild.js'
import { changeGuild } from './guild-access.js'
import { changeRoles } from './set-role.js'

type Leaving = Pick<Needs, 'clock' | 'newId'>

/** Leaves the guild; the last one who does dissolves it. */
export const leaveGuild = (needs: Needs, { userId, guildId }: { userId: string; guildId: string }) =>
  changeGuild(needs, { guildId, userId, right: null }, async (tx, { guild, viewer }) => {
    if (guild.memberCount === 1) return await dissolve(needs, tx, { guild, by: userId })
    if (viewer.role === 'LEADER')
      return notAllowed('A leader who is not alone hands over first: make another member the leader')
    return await remove(needs, tx, { guild, userId })
  })

/**
 * Takes a user whose account is deleted out of the guild: the next in rank leads where the user did, and the guild of
 * the last one is dissolved. The share of that one goes to the wallet of the deleted account, as all that it held.
 */
export async function leaveAsDeleted(needs: Leaving, tx: Queryable, userId: string): Promise<void> {
  const guildId = await findGuildIdOf(tx, userId)
  if (guildId === null) return
  const guild = await lockGuild(tx, guildId)
  const member = await findMember(tx, { guildId, userId }, { lock: true })
  // Kicked before the lock was held: no other change is possible for a user who cannot sign in any more.
  if (guild === null || member === null) return
  const successor = member.role === 'LEADER' ? await findSuccessor(tx, { guildId, leaderId: userId }) : null
  if (guild.memberCount === 1) {
    await dissolve(needs, tx, { guild, by: userId })
    return
  }
  await remove(needs, tx, { guild, userId })
  if (successor !== null)
    await changeRoles(needs, tx, { guild, by: userId, changes: [{ userId: successor, role: 'LEADER' }] })
}

async function remove(
  needs: Leaving,
  tx: Queryable,
  { guild, userId }: { guild: Guild; userId: string },
): Promise<Guild> {
  const { id: guildId, name: guildName } = guild
  const at = needs.clock.now()
  await deleteMember(tx, { guildId, userId })
  const left = await changeMemberCount(tx, guildId, -1)
  await appendLog(tx, [{ guildId, kind: 'LEFT', actorId: userId }], at)
  const data = { userId, guildId, guildName }
  await appendEvents(tx, [newEvent('guild.left', { id: needs.newId(), occurredAt: at, data })])
  return left
}
