import { resultType } from '@waystone/kit/graphql'
import type { Resolvers } from '../generated/graphql.js'
import {
  Guild,
  GuildApplication,
  GuildLogConnection,
  GuildLogEntry,
  GuildMembership,
  GuildTreasury,
} from './guild.js'
import { GuildConnection } from './guild-query.js'
import { Mutation } from './mutation.js'
import { Query } from './query.js'
import { User } from './user.js'

export const resolvers: Resolvers = {
  Query,
  Mutation,
  User,
  Guild,
  GuildApplication,
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
