import type { BannerSimulationResolvers, QueryResolvers } from '../generated/graphql.js'

/** The schema's defaults fill these in, which the generated type does not know. */
const PULLS_DEFAULT = 100_000
const SEED_DEFAULT = 1

export const bannerOdds: NonNullable<QueryResolvers['bannerOdds']> = (_, { definition }, { services }) =>
  services.findOdds(definition)

export const simulateBanner: NonNullable<QueryResolvers['simulateBanner']> = (_, asked, { services }) =>
  services.simulateBanner({
    definition: asked.definition,
    pulls: asked.pulls ?? PULLS_DEFAULT,
    seed: asked.seed ?? SEED_DEFAULT,
  })

export const BannerSimulation: BannerSimulationResolvers = {
  agrees: ({ figures }) => figures.every(({ agrees }) => agrees !== false),
}
