import type { MutationResolvers } from '../generated/graphql.js'
import { chatMutations } from './message.js'
import { moderationMutations } from './message-report.js'

export const Mutation = { ...chatMutations, ...moderationMutations } as MutationResolvers
