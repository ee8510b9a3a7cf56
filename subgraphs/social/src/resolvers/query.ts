import type { QueryResolvers } from '../generated/graphql.js'
import { channelQueries } from './channel.js'
import { guildQueries } from './guild-query.js'
import { reportQueries } from './message-report.js'

export const Query: QueryResolvers = { ...channelQueries, ...reportQueries, ...guildQueries }
