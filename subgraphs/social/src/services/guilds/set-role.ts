import { newEvent } from '@waystone/events'
import { parseUuid } from '@waystone/kit/graphql'
import { appendEvents } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import type { Guild } from '../../domain/guild.js'
import type { GuildRole } from '../../domain/guild-role.js'
import { noSuchMember, notAllowed } from '../../errors.js'
import { appendLog } from '../../repositories/guild-log.js'
import { findMember, saveRole } from '../../repositories/guild-member.js'
import type { Needs } from '../needs.js'
import { changeGuild } from './guild-access.js'

export interface SetRoleRequest {
  readonly userId: string
  readonly guildId: string
  readonly memberId: string
  readonly role: GuildRole
}

/** Gives a member another role; a leader who makes another member the leader becomes an officer. */
export const setRole = (needs: Needs, { userId, guildId, memberId: given, role }: SetRoleRequest) =>
  changeGuild(needs, { guildId, userId, right: 'SET_ROLE' }, async (tx, { guild, viewer }) => {
    const memberId = parseUuid(given)
    const member =
      memberId === null ? null : await findMember(tx, { guildId: guild.id, userId: memberId }, { lock: true })
    if (member === null) return noSuchMember()
    if (member.role === role) return guild
    if (member.userId === userId) return notAllowed('A guild has a leader: make another member the leader instead')
    const changes = [{ userId: member.userId, role }]
    // One leader a guild: the old one steps down first.
    if (role === 'LEADER') changes.unshift({ userId: viewer.userId, role: 'OFFICER' })
    await changeRoles(needs, tx, { guild, by: userId, changes })
    return guild
  })

/** Gives members of a guild that the caller has locked their new roles, in this order. */
export async function changeRoles(
  needs: Pick<Needs, 'clock' | 'newId'>,
  tx: Queryable,
  given: { guild: Guild; by: string; changes: readonly { readonly userId: string; readonly role: GuildRole }[] },
): Promise<void> {
  const { guild, by, changes } = given
  const { id: guildId, name: guildName } = guild
  const at = needs.clock.now()
  for (const change of changes) await saveRole(tx, { guildId, ...change })
  const entries = changes.map(
    ({ userId, role }) => ({ guildId, kind: 'ROLE_CHANGED', actorId: by, subjectId: userId, role }) as const,
  )
  await appendLog(tx, entries, at)
  const told = changes.map(({ userId, role }) =>
    newEvent('guild.role_changed', {
      id: needs.newId(),
      occurredAt: at,
      data: { userId, guildId, guildName, role, byUserId: by },
    }),
  )
  await appendEvents(tx, told)
}
