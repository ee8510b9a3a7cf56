import { parseUuid } from '@waystone/kit/graphql'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import type { Guild, GuildMember } from '../../domain/guild.js'
import { hasRight, type GuildRight } from '../../domain/guild-role.js'
import { guildNotFound, noRight, type notAllowed, notMember } from '../../errors.js'
import { lockGuild } from '../../repositories/guild.js'
import { findMember } from '../../repositories/guild-member.js'
import type { Needs } from '../needs.js'

/** A guild that is locked against other changes, and the viewer's place in it. */
export interface LockedGuild {
  readonly guild: Guild
  readonly viewer: GuildMember
}

export type NoAccess = ReturnType<typeof guildNotFound | typeof notAllowed>

/**
 * Runs a change of a guild by a member with this right, in one transaction: changes of one guild come one after the
 * other. `right` is null for what every member may do.
 */
export function changeGuild<Result>(
  needs: Needs,
  { guildId, userId, right }: { guildId: string; userId: string; right: GuildRight | null },
  change: (tx: Queryable, locked: LockedGuild) => Promise<Result>,
): Promise<Result | NoAccess> {
  return withTransaction(needs.pool, async (tx): Promise<Result | NoAccess> => {
    const id = parseUuid(guildId)
    const guild = id === null ? null : await lockGuild(tx, id)
    if (guild === null) return guildNotFound()
    const viewer = await findMember(tx, { guildId: guild.id, userId }, { lock: false })
    if (viewer === null) return notMember()
    if (right !== null && !hasRight(viewer.role, right)) return noRight()
    return await change(tx, { guild, viewer })
  })
}
