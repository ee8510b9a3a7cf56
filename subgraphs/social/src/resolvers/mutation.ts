import type { MutationResolvers } from '../generated/graphql.js'
import { friendMutations } from './friend-mutations.js'
import { guildMutations } from './guild-mutation.js'
import { chatMutations } from './message.js'
import { moderationMutations } from './message-report.js'
import { partyMutations } from './party-mutations.js'

export const Mutation: MutationResolvers = {
  ...friendMutations,
  ...partyMutations,
  ...chatMutations,
  ...moderationMutations,
  ...guildMutations,
}
