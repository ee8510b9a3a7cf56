import type {
  BannerSimulationResolvers,
  ChiSquareTestResolvers,
  QueryResolvers,
  SimulatedOrderResolvers,
  SimulatedShareResolvers,
} from '../generated/graphql.js'
import { finite } from './finite.js'

/** The schema's defaults fill these in, which the generated type does not know. */
const PULLS_DEFAULT = 100_000
const SEED_DEFAULT = 1

export const bannerOdds: NonNullable<QueryResolvers['bannerOdds']> = (_, { definition, draft }, { services, viewer }) =>
  services.findOdds({
    definition,
    // Drafts of two viewers may have the same name.
    ...(draft !== null && draft !== undefined && { draft: `${viewer?.userId} ${draft}` }),
  })

export const simulateBanner: NonNullable<QueryResolvers['simulateBanner']> = (_, asked, { services }) =>
  services.simulateBanner({
    definition: asked.definition,
    pulls: asked.pulls ?? PULLS_DEFAULT,
    seed: asked.seed ?? SEED_DEFAULT,
  })

export const BannerSimulation: BannerSimulationResolvers = {
  agrees: ({ figures, orders }) =>
    figures.every(({ agrees }) => agrees !== false) && orders.every(({ agrees }) => agrees),
}

const PERCENT = 100

export const SimulatedOrder: SimulatedOrderResolvers = {
  name: ({ order }) => order,
  sharesTest: ({ test }) => test,
}

export const SimulatedShare: SimulatedShareResolvers = {
  observedPercent: ({ observed }) => observed * PERCENT,
  exactPercent: ({ exact }) => (exact === null ? null : exact * PERCENT),
  standardError: ({ standardError }) => standardError * PERCENT,
}

/** The statistic of what is impossible is infinite, which JSON has no number for. */
export const ChiSquareTest: ChiSquareTestResolvers = { statistic: ({ statistic }) => finite(statistic) }
