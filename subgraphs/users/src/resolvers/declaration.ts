import type { Bar } from '@waystone/jurisdictions'
import { parseUuid, signedIn } from '@waystone/kit/graphql'
import type { Context } from '../context.js'
import type { MutationResolvers, PlayerJurisdiction } from '../generated/graphql.js'

type DeclarationMutation =
  | 'declareCountry'
  | 'cancelCountryChange'
  | 'declareBirthDate'
  | 'giveConsent'
  | 'withdrawConsent'
  | 'correctDeclaration'

/** The declarations of players for the rules of their country, and corrections by administrators. */
export const declarationMutations: Pick<MutationResolvers, DeclarationMutation> = {
  declareCountry: (_, { country }, context) =>
    written(context, context.services.declareCountry({ userId: signedIn(context).userId, country })),
  cancelCountryChange: (_, __, context) =>
    written(context, context.services.cancelCountryChange({ userId: signedIn(context).userId })),
  declareBirthDate: (_, { birthDate }, context) =>
    written(context, context.services.declareBirthDate({ userId: signedIn(context).userId, birthDate })),
  giveConsent: (_, { input }, context) =>
    written(context, context.services.giveConsent({ userId: signedIn(context).userId, input })),
  withdrawConsent: (_, { givenBy }, context) =>
    written(context, context.services.withdrawConsent({ userId: signedIn(context).userId, givenBy })),
  correctDeclaration: (_, { userId, input, reason }, context) => {
    const actor = signedIn(context).userId
    const asked = { userId: parseUuid(userId), input, reason, actor }
    return written(context, context.services.correctDeclaration(asked))
  },
}

/** The answer is read anew after a write. */
async function written<Result>({ loaders }: Context, writing: Promise<Result>): Promise<Result> {
  const result = await writing
  loaders.clear()
  return result
}

export async function jurisdictionOf({ loaders, services }: Context, userId: string): Promise<PlayerJurisdiction> {
  const { next, paidDraws, purchases, caps, consents, ...standing } = services.standingAtLaw(
    await loaders.declared(userId),
  )
  return {
    ...standing,
    pendingCountry: next === null ? null : { country: next.country, takesEffectAt: next.from },
    consents: [...consents],
    caps: caps.map(({ currency: priceCurrency, per, amount }) => ({ priceCurrency, per, amount })),
    paidDraws: barOf(paidDraws),
    purchases: barOf(purchases),
  }
}

const barOf = (bar: Bar | null) =>
  bar === null ? null : { rule: bar.rule, minimumAge: bar.minimumAge, ageKnown: bar.isAgeKnown }
