/** The parent types of this subgraph's resolvers; codegen.ts names them. */
import type { Connection } from '@waystone/kit/graphql'

export type {
  Party as PartyParent,
  PartyInvitation as PartyInvitationParent,
  PartyMember as PartyMemberParent,
} from './domain/party.js'
export type { FriendRequest as FriendRequestParent } from './repositories/friend.js'
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
export type { Message as MessageParent } from './domain/message.js'
export type { MessageReport as MessageReportParent } from './repositories/message-report.js'
