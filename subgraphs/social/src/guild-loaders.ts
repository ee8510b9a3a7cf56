import type { Page, RequestReads } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'
import DataLoader from 'dataloader'
import type { Guild, GuildApplication, GuildMembership } from './domain/guild.js'
import { findGuilds } from './repositories/guild.js'
import { findApplications, findApplicationsOf } from './repositories/guild-application.js'
import { findGold } from './repositories/guild-contribution.js'
import { findMemberPages, findMemberships } from './repositories/guild-member.js'

/** One request's reads of guilds: each is one query for any number of guilds or users. */
export interface GuildLoaders {
  readonly guild: DataLoader<string, Guild | null>
  readonly membership: DataLoader<string, GuildMembership | null>
  /** The viewer's own place decides what the viewer sees, so it is read from the primary. */
  readonly membershipNow: DataLoader<string, GuildMembership | null>
  readonly application: DataLoader<string, GuildApplication | null>
  readonly applications: DataLoader<string, readonly GuildApplication[]>
  readonly gold: DataLoader<string, number>
  members(guildId: string, page: Page): Promise<readonly GuildMembership[]>
}

export function createGuildLoaders({ pool, reads }: { pool: Queryable; reads: RequestReads }): GuildLoaders {
  const sources: { primary: Queryable; replica: Queryable } = { primary: pool, replica: reads }
  const memberPages = new Map<string, DataLoader<string, readonly GuildMembership[]>>()
  return {
    guild: new DataLoader(async ids => valuesOf(ids, await reads.find(sources, ids, findGuilds), null)),
    membership: new DataLoader(async ids => valuesOf(ids, await findMemberships(reads, ids), null)),
    membershipNow: new DataLoader(async ids => valuesOf(ids, await findMemberships(pool, ids), null)),
    application: new DataLoader(async ids => valuesOf(ids, await findApplications(pool, ids), null)),
    applications: new DataLoader(async ids => valuesOf(ids, await findApplicationsOf(reads, ids), [])),
    gold: new DataLoader(async ids => valuesOf(ids, await findGold(reads, ids), 0)),
    members: async (guildId, page) => {
      const key = JSON.stringify(page)
      const loader =
        memberPages.get(key) ?? new DataLoader(async ids => valuesOf(ids, await findMemberPages(reads, ids, page), []))
      memberPages.set(key, loader)
      return await loader.load(guildId)
    },
  }
}

const valuesOf = <Value>(ids: readonly string[], found: ReadonlyMap<string, Value>, missing: Value): Value[] =>
  ids.map(id => found.get(id) ?? missing)
