import type { BannerDefinition } from '../domain/banner-definition.js'
import { hashOf } from '../domain/canonical-json.js'
import { checkPoolItems } from '../domain/check-banner.js'
import type { BannerOdds } from '../domain/odds.js'
import { rarities } from '../domain/rarity.js'
import { SIMULATED_PULLS_MIN, wholeBatches, type Comparison } from '../domain/simulation.js'
import { invalidDefinition, invalidInput } from '../errors.js'
import type { Forecast, ForecastRequest } from '../forecast/forecast.js'
import { findItems } from '../repositories/item.js'
import type { Needs } from './needs.js'

export const SIMULATED_PULLS_MAX = 1_000_000
const SEED_MAX = 2 ** 31 - 1

type Refused = ReturnType<typeof invalidInput>
export type ForecastOdds = BannerOdds & { readonly hash: string }
export interface Simulated {
  readonly pulls: number
  readonly seed: number
  readonly odds: ForecastOdds
  readonly figures: readonly Comparison[]
}

/** The exact odds of a definition, which is checked as publishBanner checks it. */
export async function findOdds(needs: Needs, definition: unknown): Promise<ForecastOdds | Refused> {
  const forecast = await forecastOf(needs, { definition, simulation: null })
  return '__typename' in forecast ? forecast : forecast.odds
}

/** Pulls on a definition that is not published, and compares what comes with the exact odds. */
export async function simulateBanner(
  needs: Needs,
  { definition, pulls, seed }: { definition: unknown; pulls: number; seed: number },
): Promise<Simulated | Refused> {
  if (pulls < SIMULATED_PULLS_MIN || pulls > SIMULATED_PULLS_MAX)
    return outOfRange('pulls', { min: SIMULATED_PULLS_MIN, max: SIMULATED_PULLS_MAX })
  if (seed < 0) return outOfRange('seed', { min: 0, max: SEED_MAX })
  const forecast = await forecastOf(needs, { definition, simulation: { pulls, seed } })
  if ('__typename' in forecast) return forecast
  return { pulls: wholeBatches(pulls), seed, ...forecast }
}

const outOfRange = (field: string, { min, max }: { min: number; max: number }) =>
  invalidInput({ field, message: `Expected a whole number from ${min} to ${max}`, rule: 'RANGE', min, max })

async function forecastOf(
  { forecaster, prisma }: Needs,
  request: ForecastRequest,
): Promise<{ odds: ForecastOdds; figures: readonly Comparison[] } | Refused> {
  const forecast: Forecast = await forecaster.forecast(request)
  if (forecast.definition === null) return invalidDefinition(forecast.problems)
  const { definition, odds, figures } = forecast
  const [problem, ...more] = checkPoolItems(definition, await findItems(prisma, poolOf(definition)))
  if (problem !== undefined) return invalidDefinition([problem, ...more])
  return { odds: { ...odds, hash: hashOf(definition) }, figures }
}

const poolOf = (definition: BannerDefinition): readonly string[] =>
  rarities.flatMap(rarity => definition.rarities[rarity].items.map(({ id }) => id))
