import type { Connection } from '@waystone/kit/graphql'
import type { Guild, GuildApplication, GuildLogEntry, GuildMembership } from './domain/guild.js'
import type { GuildFilter } from './repositories/guild.js'

/** The parent types of this subgraph's resolvers; codegen.ts names them. */

/** A user is known here by id alone: users owns the rest. */
export interface UserParent {
  readonly id: string
}

export type GuildParent = Guild
export type GuildMembershipParent = GuildMembership
export type GuildApplicationParent = GuildApplication
export type GuildLogEntryParent = GuildLogEntry
export type GuildMemberConnectionParent = Connection<GuildMembership>

/** A treasury; its fields are read where they are asked for. */
export interface GuildTreasuryParent {
  readonly guildId: string
}

/** A page of a guild's log; counted where the client asks for it. */
export type GuildLogConnectionParent = Omit<Connection<GuildLogEntry>, 'totalCount'> & { readonly guildId: string }

/** A page of guilds; the filter is null for one that finds none. */
export type GuildConnectionParent = Omit<Connection<Guild>, 'totalCount'> & { readonly filter: GuildFilter | null }
