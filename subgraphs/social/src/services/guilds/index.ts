import type { Page } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'
import { countGuilds, findGuildByName, findGuildPage, type GuildFilter } from '../../repositories/guild.js'
import { findWithdrawnOn } from '../../repositories/guild-contribution.js'
import { countLog, findLogPage } from '../../repositories/guild-log.js'
import type { Needs } from '../needs.js'
import { answerApplication } from './answer-application.js'
import { depositToGuild } from './deposit.js'
import { dissolveGuild } from './dissolve-guild.js'
import { followGuild, type GuildVersion } from './follow-guild.js'
import { foundGuild } from './found-guild.js'
import { joinGuild } from './join-guild.js'
import { kickMember } from './kick-member.js'
import { leaveGuild } from './leave-guild.js'
import { recoverGuildGold } from './recover-guild-gold.js'
import { setRole } from './set-role.js'
import { updateGuild } from './update-guild.js'
import { withdrawFromGuild } from './withdraw.js'

type GuildNeeds = Needs & { readonly guildVersion: GuildVersion }

type Request<UseCase extends (needs: GuildNeeds, request: never) => unknown> = Parameters<UseCase>[1]

/** The use cases of guilds, each bound to what it needs. */
export const createGuildServices = (needs: GuildNeeds) => ({
  followGuild: (request: Request<typeof followGuild>) => followGuild(needs, request),
  foundGuild: (request: Request<typeof foundGuild>) => foundGuild(needs, request),
  updateGuild: (request: Request<typeof updateGuild>) => updateGuild(needs, request),
  joinGuild: (request: Request<typeof joinGuild>) => joinGuild(needs, request),
  answerApplication: (request: Request<typeof answerApplication>) => answerApplication(needs, request),
  setRole: (request: Request<typeof setRole>) => setRole(needs, request),
  kickMember: (request: Request<typeof kickMember>) => kickMember(needs, request),
  leaveGuild: (request: Request<typeof leaveGuild>) => leaveGuild(needs, request),
  dissolveGuild: (request: Request<typeof dissolveGuild>) => dissolveGuild(needs, request),
  depositToGuild: (request: Request<typeof depositToGuild>) => depositToGuild(needs, request),
  withdrawFromGuild: (request: Request<typeof withdrawFromGuild>) => withdrawFromGuild(needs, request),
  recoverGuildGold: () => recoverGuildGold(needs),
  findGuildByName: (reads: Queryable, name: string) => findGuildByName(reads, name),
  listGuilds: (reads: Queryable, { filter, page }: { filter: GuildFilter; page: Page }) =>
    findGuildPage(reads, filter, page),
  countGuilds: (reads: Queryable, filter: GuildFilter) => countGuilds(reads, filter),
  listGuildLog: (reads: Queryable, { guildId, page }: { guildId: string; page: Page }) =>
    findLogPage(reads, guildId, page),
  countGuildLog: (reads: Queryable, guildId: string) => countLog(reads, guildId),
  findWithdrawnOn: (asked: Parameters<typeof findWithdrawnOn>[1]) => findWithdrawnOn(needs.pool, asked),
})
