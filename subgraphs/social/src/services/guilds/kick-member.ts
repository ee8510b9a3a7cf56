import { newEvent } from '@waystone/events'
import { parseUuid } from '@waystone/kit/graphql'
import { appendEvents } from '@waystone/kit/outbox'
import { outranks } from '../../domain/guild-role.js'
import { noRight, noSuchMember } from '../../errors.js'
import { changeMemberCount } from '../../repositories/guild.js'
import { appendLog } from '../../repositories/guild-log.js'
import { deleteMember, findMember } from '../../repositories/guild-member.js'
import type { Needs } from '../needs.js'
import { changeGuild } from './guild-access.js'

export interface KickMemberRequest {
  readonly userId: string
  readonly guildId: string
  readonly memberId: string
}

/** Takes a member of lower rank out of the guild. */
export const kickMember = (needs: Needs, { userId, guildId, memberId: given }: KickMemberRequest) =>
  changeGuild(needs, { guildId, userId, right: 'KICK' }, async (tx, { guild, viewer }) => {
    const memberId = parseUuid(given)
    const member =
      memberId === null ? null : await findMember(tx, { guildId: guild.id, userId: memberId }, { lock: true })
    if (member === null) return noSuchMember()
    if (!outranks(viewer.role, member.role)) return noRight()
    const at = needs.clock.now()
    await deleteMember(tx, member)
    const left = await changeMemberCount(tx, guild.id, -1)
    await appendLog(tx, [{ guildId: guild.id, kind: 'KICKED', actorId: userId, subjectId: member.userId }], at)
    const data = { userId: member.userId, guildId: guild.id, guildName: guild.name, byUserId: userId }
    await appendEvents(tx, [newEvent('guild.kicked', { id: needs.newId(), occurredAt: at, data })])
    return left
  })
