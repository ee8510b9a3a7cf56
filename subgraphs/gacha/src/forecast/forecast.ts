import { checkBanner, type CheckedDefinition } from '../domain/check-banner.js'
import type { BannerDefinition } from '../domain/banner-definition.js'
import { oddsOf, type BannerOdds } from '../domain/odds.js'
import { seededWords } from '../domain/seeded-words.js'
import { simulate, type Comparison } from '../domain/simulation.js'

/** A definition as it was sent, and the pulls to make on it; null for the exact odds alone. */
export interface ForecastRequest {
  readonly definition: unknown
  readonly simulation: { readonly pulls: number; readonly seed: number } | null
}

/** The odds of a definition that need not be published, or the problems of the definition. */
export type Forecast =
  | {
      readonly definition: BannerDefinition
      readonly odds: BannerOdds
      /** None without a simulation. */
      readonly figures: readonly Comparison[]
    }
  | Extract<CheckedDefinition, { definition: null }>

/** Computes for up to a second for odds, and two for a million pulls: where requests are served, a thread does it. */
export function forecastOf({ definition: input, simulation }: ForecastRequest): Forecast {
  const checked = checkBanner(input)
  if (checked.definition === null) return checked
  const { definition } = checked
  const odds = oddsOf(definition)
  const figures =
    simulation === null
      ? []
      : simulate(definition, { pulls: simulation.pulls, words: seededWords(simulation.seed), odds })
  return { definition, odds, figures }
}
