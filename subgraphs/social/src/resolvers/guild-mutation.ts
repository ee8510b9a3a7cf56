import { signedIn } from '@waystone/kit/graphql'
import type { Context } from '../context.js'
import type { GuildInput, MutationResolvers } from '../generated/graphql.js'

/** The schema's defaults fill these in, which the generated types do not know. */
const settingsOf = ({ name, tag, description, open }: GuildInput) => ({
  name,
  tag,
  description: description ?? '',
  open: open ?? false,
})

/** Later reads of this request see its change. */
async function changed<Answer>({ reads }: Context, answer: Promise<Answer>): Promise<Answer> {
  const settled = await answer
  await reads.wrote()
  return settled
}

export const guildMutations = {
  foundGuild: (_, { input, idempotencyKey }, context) => {
    const { userId } = signedIn(context)
    return changed(context, context.services.foundGuild({ userId, input: settingsOf(input), idempotencyKey }))
  },
  updateGuild: (_, { id, input }, context) => {
    const { userId } = signedIn(context)
    return changed(context, context.services.updateGuild({ userId, guildId: id, input: settingsOf(input) }))
  },
  joinGuild: (_, { id, message }, context) => {
    const { userId } = signedIn(context)
    return changed(context, context.services.joinGuild({ userId, guildId: id, message: message ?? '' }))
  },
  answerGuildApplication: (_, { id, accept }, context) => {
    const { userId } = signedIn(context)
    return changed(context, context.services.answerApplication({ userId, id, accept }))
  },
  setGuildRole: (_, { guildId, userId: memberId, role }, context) => {
    const { userId } = signedIn(context)
    return changed(context, context.services.setRole({ userId, guildId, memberId, role }))
  },
  kickFromGuild: (_, { guildId, userId: memberId }, context) => {
    const { userId } = signedIn(context)
    return changed(context, context.services.kickMember({ userId, guildId, memberId }))
  },
  leaveGuild: (_, { id }, context) => {
    const { userId } = signedIn(context)
    return changed(context, context.services.leaveGuild({ userId, guildId: id }))
  },
  dissolveGuild: (_, { id }, context) => {
    const { userId } = signedIn(context)
    return changed(context, context.services.dissolveGuild({ userId, guildId: id }))
  },
  depositToGuild: (_, { input }, context) => {
    const { userId } = signedIn(context)
    return changed(context, context.services.depositToGuild({ userId, input }))
  },
  withdrawFromGuild: (_, { input }, context) => {
    const { userId } = signedIn(context)
    return changed(context, context.services.withdrawFromGuild({ userId, input }))
  },
} satisfies MutationResolvers
