import { connectionOf, cursorPart, readPage } from '@waystone/kit/graphql'
import { mayAct } from '@waystone/kit/roles'
import type { Context } from '../context.js'
import type { GuildApplication as Application, GuildLogEntry as LogEntry } from '../domain/guild.js'
import { guildRoles, hasRight, withdrawalLimitOf, type GuildRole } from '../domain/guild-role.js'
import { utcDayOf } from '../domain/utc-day.js'
import type {
  GuildApplicationResolvers,
  GuildChangeResolvers,
  GuildLogConnectionResolvers,
  GuildLogEntryResolvers,
  GuildMembershipResolvers,
  GuildResolvers,
  GuildTreasuryResolvers,
} from '../generated/graphql.js'

const MEMBERS_PAGE_SIZE = 50
const LOG_PAGE_SIZE = 20
const isRole = (text: string): boolean => guildRoles.some(role => role === text)
/** As the database numbers entries: a bigint. */
const isPosition = (text: string): boolean => /^\d{1,18}$/.test(text)

/** The viewer's role in a guild: null for strangers and the anonymous. */
async function roleIn({ viewer, guilds }: Context, guildId: string): Promise<GuildRole | null> {
  if (viewer === null) return null
  const membership = await guilds.membershipNow.load(viewer.userId)
  return membership?.guildId === guildId ? membership.role : null
}

const isMember = async (context: Context, guildId: string): Promise<boolean> =>
  mayAct(context.viewer, 'admin.read') || (await roleIn(context, guildId)) !== null

const mayAnswer = async (context: Context, guildId: string): Promise<boolean> =>
  mayAct(context.viewer, 'admin.read') || hasRight(await roleIn(context, guildId), 'ANSWER_APPLICATIONS')

export const Guild: GuildResolvers = {
  __resolveReference: ({ id }, { guilds }) => guilds.guild.load(id),
  members: async ({ id, memberCount }, args, { guilds }) => {
    const page = readPage(args, { defaultSize: MEMBERS_PAGE_SIZE, key: [isRole, cursorPart.time, cursorPart.uuid] })
    const rows = await guilds.members(id, page)
    return connectionOf(rows, page, {
      totalCount: memberCount,
      key: ({ role, joinedAt, userId }) => [role, joinedAt.toISOString(), userId],
      node: member => member,
    })
  },
  treasury: async ({ id }, _, context) => ((await isMember(context, id)) ? { guildId: id } : null),
  applications: async ({ id }, _, context) => {
    if (!(await mayAnswer(context, id))) return null
    const [waiting, blocked] = await Promise.all([context.guilds.applications.load(id), blockedByViewer(context)])
    return waiting.filter(({ userId }) => !blocked.includes(userId))
  },
  log: async ({ id: guildId }, args, context) => {
    if (!(await isMember(context, guildId))) return null
    const page = readPage(args, { defaultSize: LOG_PAGE_SIZE, key: [isPosition] })
    const rows = await context.services.listGuildLog(context.reads, { guildId, page })
    const { edges, pageInfo } = connectionOf(rows, page, {
      totalCount: 0,
      key: ({ id }) => [id],
      node: (entry: LogEntry) => entry,
    })
    return { edges, pageInfo, guildId }
  },
}

export const GuildChange: GuildChangeResolvers = {
  id: ({ version }) => version,
  guild: ({ guildId }, _, { guilds }) => guilds.guild.load(guildId),
}

export const GuildLogConnection: GuildLogConnectionResolvers = {
  totalCount: ({ guildId }, _, { services, reads }) => services.countGuildLog(reads, guildId),
}

export const GuildMembership: GuildMembershipResolvers = {
  guild: async ({ guildId }, _, { guilds }) => {
    const guild = await guilds.guild.load(guildId)
    if (guild === null) throw new Error(`A member belongs to guild ${guildId}, which is gone`)
    return guild
  },
  user: ({ userId }) => ({ id: userId }),
}

export const GuildTreasury: GuildTreasuryResolvers = {
  gold: ({ guildId }, _, { guilds }) => guilds.gold.load(guildId),
  dailyWithdrawalLimit: async ({ guildId }, _, context) => withdrawalLimitOf(await roleIn(context, guildId)),
  withdrawableToday: async ({ guildId }, _, context) => {
    const { viewer, services, clock } = context
    const limit = withdrawalLimitOf(await roleIn(context, guildId))
    if (viewer === null || limit === 0) return 0
    const withdrawn = await services.findWithdrawnOn({ guildId, userId: viewer.userId, day: utcDayOf(clock.now()) })
    return Math.max(0, limit - withdrawn)
  },
}

export const GuildApplication: GuildApplicationResolvers = {
  __resolveReference: async ({ id }, context) => {
    const application = await context.guilds.application.load(id)
    return application !== null && (await maySeeApplication(context, application)) ? application : null
  },
  guild: async ({ guildId }, _, { guilds }) => {
    const guild = await guilds.guild.load(guildId)
    if (guild === null) throw new Error(`An application is for guild ${guildId}, which is gone`)
    return guild
  },
  user: ({ userId }) => ({ id: userId }),
}

const maySeeApplication = async (context: Context, { userId, guildId }: Application): Promise<boolean> =>
  context.viewer?.userId === userId ||
  ((await mayAnswer(context, guildId)) && !(await blockedByViewer(context)).includes(userId))

const blockedByViewer = async ({ viewer, loaders }: Context): Promise<readonly string[]> =>
  viewer === null ? [] : await loaders.blocked.load(viewer.userId)

export const GuildLogEntry: GuildLogEntryResolvers = {
  actor: ({ actorId }) => ({ id: actorId }),
  subject: ({ subjectId }) => (subjectId === null ? null : { id: subjectId }),
}
