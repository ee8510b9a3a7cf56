import { resultType } from '@waystone/kit/graphql'
import type { Resolvers } from '../generated/graphql.js'
import { Channel } from './channel.js'
import { FriendConnection, FriendRequest, FriendRequestDeclined, FriendsChange, Friendship } from './friend-request.js'
import { Message } from './message.js'
import { MessageReport } from './message-report.js'
import {
  Guild,
  GuildApplication,
  GuildChange,
  GuildLogConnection,
  GuildLogEntry,
  GuildMembership,
  GuildTreasury,
} from './guild.js'
import { GuildConnection } from './guild-query.js'
import { Mutation } from './mutation.js'
import { Party, PartyInvitation, PartyMember } from './party.js'
import { Query } from './query.js'
import { Subscription } from './subscription.js'
import { User } from './user.js'

export const resolvers: Resolvers = {
  User,
  Mutation,
  Subscription,
  FriendConnection,
  FriendRequest,
  FriendRequestDeclined,
  FriendsChange,
  Friendship,
  FriendRequestResult: resultType('FriendRequest'),
  FriendResult: resultType('Friendship'),
  Party,
  PartyInvitation,
  PartyMember,
  PartyResult: resultType('Party'),
  Query,
  Channel,
  Message,
  MessageReport,
  SendMessageResult: resultType('Message'),
  DirectChannelResult: resultType('Channel'),
  Guild,
  GuildApplication,
  GuildChange,
  GuildConnection,
  GuildLogConnection,
  GuildLogEntry,
  GuildMembership,
  GuildTreasury,
  FoundGuildResult: resultType('Guild'),
  GuildResult: resultType('Guild'),
  JoinGuildResult: resultType('Guild'),
  TreasuryResult: resultType('GuildTreasury'),
}
