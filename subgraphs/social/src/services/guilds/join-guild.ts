import { newEvent } from '@waystone/events'
import { RequestFault } from '@waystone/kit/errors'
import { parseUuid } from '@waystone/kit/graphql'
import { appendEvents } from '@waystone/kit/outbox'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { APPLICATION_MESSAGE_MAX, APPLICATIONS_MAX, type Guild, type GuildApplication } from '../../domain/guild.js'
import { problemOfText } from '../../domain/guild-input.js'
import { alreadyInGuild, guildFull, guildNotFound, notAllowed } from '../../errors.js'
import { changeMemberCount, lockGuild } from '../../repositories/guild.js'
import { countOtherApplications, saveApplication } from '../../repositories/guild-application.js'
import { appendLog } from '../../repositories/guild-log.js'
import { findGuildIdOf, findOfficerIds, insertMember } from '../../repositories/guild-member.js'
import { blockedBetween } from '../blocks.js'
import type { Needs } from '../needs.js'

export interface JoinGuildRequest {
  readonly userId: string
  readonly guildId: string
  readonly message: string
}

export type JoinGuildAnswer =
  | Guild
  | ({ readonly __typename: 'GuildApplication' } & GuildApplication)
  | ReturnType<typeof guildNotFound | typeof guildFull | typeof alreadyInGuild | typeof notAllowed>

/** Joins an open guild at once, and applies to any other. */
export async function joinGuild(needs: Needs, { userId, guildId: given, message }: JoinGuildRequest) {
  const text = message.normalize('NFC').trim()
  // The contract has no InvalidInput here; a message is text of the applicant all the same.
  if (problemOfText('message', text, APPLICATION_MESSAGE_MAX) !== null)
    return notAllowed('The message is too long, or holds words or characters that are not shown to others')
  return await withTransaction(needs.pool, async (tx): Promise<JoinGuildAnswer> => {
    const id = parseUuid(given)
    const guild = id === null ? null : await lockGuild(tx, id)
    if (guild === null) return guildNotFound()
    if ((await findGuildIdOf(tx, userId)) !== null) return alreadyInGuild()
    if (!guild.open) return await apply(needs, tx, { guild, userId, message: text })
    if (guild.memberCount >= guild.memberLimit) return guildFull(guild.memberLimit)
    return (await admit(needs, tx, { guild, userId, by: userId })) ?? alreadyInGuild()
  })
}

/**
 * Makes a user a member of a guild that the caller has locked, and that has room.
 * @returns the guild with the new member; null where the user belongs to a guild by now, or is deleted
 */
export async function admit(
  needs: Needs,
  tx: Queryable,
  { guild, userId, by }: { guild: Guild; userId: string; by: string },
): Promise<Guild | null> {
  const { id: guildId, name: guildName } = guild
  const at = needs.clock.now()
  if (!(await insertMember(tx, { guildId, userId, joinedAt: at }))) return null
  const joined = await changeMemberCount(tx, guildId, 1)
  await appendLog(tx, [{ guildId, kind: 'JOINED', actorId: by, subjectId: userId }], at)
  const data = { userId, guildId, guildName, byUserId: by }
  await appendEvents(tx, [newEvent('guild.joined', { id: needs.newId(), occurredAt: at, data })])
  return joined
}

async function apply(
  needs: Needs,
  tx: Queryable,
  { guild, userId, message }: { guild: Guild; userId: string; message: string },
): Promise<JoinGuildAnswer> {
  const { id: guildId, name: guildName } = guild
  if ((await countOtherApplications(tx, { userId, guildId })) >= APPLICATIONS_MAX)
    return notAllowed('As many of your applications wait for an answer as may wait')
  const sentAt = needs.clock.now()
  const saved = await saveApplication(tx, { id: needs.newId(), guildId, userId, message, sentAt })
  if (saved === null) throw new RequestFault('UNAUTHENTICATED', 'The account of this access token does not exist')
  const { application, isNew } = saved
  if (isNew) {
    const officers = await findOfficerIds(tx, guildId)
    const blocked = await blockedBetween(tx, userId, officers)
    const officerIds = officers.filter(id => !blocked.has(id))
    const data = { userId, guildId, guildName, applicationId: application.id, officerIds }
    await appendEvents(tx, [newEvent('guild.applied', { id: needs.newId(), occurredAt: sentAt, data })])
  }
  return { __typename: 'GuildApplication', ...application }
}
