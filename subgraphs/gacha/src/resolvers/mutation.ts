import { signedIn } from '@waystone/kit/graphql'
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
