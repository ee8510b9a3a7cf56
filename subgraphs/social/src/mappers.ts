/** The parent types of this subgraph's resolvers; codegen.ts names them. */
import type { Connection } from '@waystone/kit/graphql'
import type { Guild, GuildApplication, GuildLogEntry, GuildMembership } from './domain/guild.js'
import type { Message } from './domain/message.js'
import type { GuildFilter } from './repositories/guild.js'

export type {
  Party as PartyParent,
  PartyInvitation as PartyInvitationParent,
  PartyMember as PartyMemberParent,
} from './domain/party.js'
export type { FriendRequest as FriendRequestParent } from './repositories/friend.js'
export type { FriendsChange as FriendsChangeParent } from './services/friends/follow-friends.js'
export type { Presence as PresenceParent } from './repositories/presence.js'

/** A user is known here by id alone: users owns the rest. */
export interface UserParent {
  readonly id: string
}

/** A page whose total is counted only if it is asked for. */
export type FriendConnectionParent = Omit<Connection<UserParent>, 'totalCount' | 'edges'> & {
  readonly userId: string
  readonly edges: readonly { readonly cursor: string; readonly node: UserParent; readonly since: Date }[]
}

export interface FriendshipParent {
  readonly userId: string
  readonly since: Date
}

export interface FriendRequestDeclinedParent {
  readonly id: string
  readonly userId: string
}

export type { Channel as ChannelParent } from './domain/channel.js'
/** As the viewer sees it. */
export type MessageParent = Omit<Message, 'withheldFrom'>
export type { MessageReport as MessageReportParent } from './repositories/message-report.js'

export type GuildParent = Guild
export type { GuildChange as GuildChangeParent } from './services/guilds/follow-guild.js'
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
