import { signedIn } from '@waystone/kit/graphql'
import type { Context } from '../context.js'
import { hasModel, type Banner } from '../domain/banner.js'
import { scopesOf } from '../domain/banner-model/kept-memory.js'
import type { MutationResolvers } from '../generated/graphql.js'

/** The schema's default fills `count` in, which the generated type does not know. */
const COUNT_DEFAULT = 1

export const Mutation: MutationResolvers = {
  pull: (_, { input }, context) =>
    context.services.pullBanner({
      userId: signedIn(context).userId,
      input: { ...input, count: input.count ?? COUNT_DEFAULT },
    }),
  exchangePoints: (_, { input }, context) =>
    context.services.exchangePoints({ userId: signedIn(context).userId, input }),
  claimMilestone: (_, { input }, context) =>
    context.services.claimMilestone({ userId: signedIn(context).userId, input }),
  chooseTarget: async (_, { input }, context) => {
    const { userId } = signedIn(context)
    return forgetMemory(context, userId, await context.services.chooseTarget({ userId, ...input }))
  },
  chooseWishes: async (_, { input }, context) => {
    const { userId } = signedIn(context)
    return forgetMemory(context, userId, await context.services.chooseWishes({ userId, ...input }))
  },
  refillBox: async (_, { input }, context) => {
    const { userId } = signedIn(context)
    return forgetMemory(context, userId, await context.services.refillBox({ userId, ...input }))
  },
  rotateFairnessSeed: (_, { clientSeed }, context) =>
    context.services.rotateFairnessSeed({ userId: signedIn(context).userId, clientSeed: clientSeed ?? null }),
  publishBanner: (_, { id, definition, reason }, context) =>
    context.services.publishBanner({
      id: id ?? null,
      definition,
      reason: reason ?? null,
      actor: signedIn(context).userId,
    }),
}

/** Drops what this request has read of the memory before a change: the answer has the position after it. */
function forgetMemory<Answer extends { readonly __typename: string }>(
  { loaders }: Context,
  userId: string,
  answer: Answer | (Banner & { readonly __typename: 'Banner' }),
): Answer | (Banner & { readonly __typename: 'Banner' }) {
  if ('definition' in answer && hasModel(answer))
    for (const scope of scopesOf(answer.definition, answer.id)) loaders.keptMemory.clear({ userId, scope })
  return answer
}
