import type { MutationResolvers } from '../generated/graphql.js'
import { guildMutations } from './guild-mutation.js'

export const Mutation: MutationResolvers = { ...guildMutations }
