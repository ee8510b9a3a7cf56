import type { QueryResolvers } from '../generated/graphql.js'
import { guildQueries } from './guild-query.js'

export const Query: QueryResolvers = { ...guildQueries }
