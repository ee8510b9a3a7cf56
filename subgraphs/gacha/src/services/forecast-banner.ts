import { bannerOf, type Banner, type Definition } from '../domain/banner.js'
import { checkDeliverable } from '../domain/banner-model/check-deliverable.js'
import { ORDERS_MAX, type ModelDefinition } from '../domain/banner-model/definition.js'
import type { SimulatedOrder } from '../domain/banner-simulation/simulate-model.js'
import { hashOf } from '../domain/canonical-json.js'
import type { DefinitionProblem } from '../domain/check-banner.js'
import { formOf } from '../domain/definition-form.js'
import { checkItemsOf, itemsOf } from '../domain/definition-items.js'
import type { BannerOdds } from '../domain/odds.js'
import { SIMULATED_PULLS_MIN, wholeBatches, type Comparison } from '../domain/simulation.js'
import { invalidDefinition, invalidInput } from '../errors.js'
import type { Forecast, ForecastRequest } from '../forecast/forecast.js'
import { findItems } from '../repositories/item.js'
import type { Needs } from './needs.js'

/** Of a definition that is no banner yet: no banner has it. */
const DRAFT_ID = '00000000-0000-0000-0000-000000000000'
export const SIMULATED_PULLS_MAX = 1_000_000
const SEED_MAX = 2 ** 31 - 1

/** Draws of all orders of a model together, in the long run: some seconds. */
const MODEL_DRAWS_MAX = 2_000_000

type Refused = ReturnType<typeof invalidInput>
export type ForecastOdds = BannerOdds & {
  readonly hash: string
  /** The definition as a banner that is published nowhere. */
  readonly banner: Banner
  /** Rules that keep the definition from being published, though its odds can be computed. */
  readonly undeliverable: readonly DefinitionProblem[]
}
export interface Simulated {
  readonly pulls: number
  readonly seed: number
  readonly odds: ForecastOdds
  /** None for a model. */
  readonly figures: readonly Comparison[]
  /** None for a banner with rarities. */
  readonly orders: readonly SimulatedOrder[]
}

/**
 * The exact odds of a definition, which is checked as publishBanner checks it.
 * @param request.draft the odds that this draft asked for before are given up
 */
export async function findOdds(
  needs: Needs,
  { definition, draft }: { definition: unknown; draft?: string },
): Promise<ForecastOdds | Refused> {
  const { form, problems } = formOf(definition)
  if (form === null) return invalidDefinition(problems)
  if (form === 'rarities') {
    const forecast = await forecastOf(needs, { definition, simulation: null })
    return '__typename' in forecast ? forecast : forecast.odds
  }
  const forecast = await needs.forecaster.forecastModel(definition, draft === undefined ? {} : { draft })
  if (forecast.definition === null) return invalidDefinition(forecast.problems)
  return await modelOdds(needs, forecast.definition)
}

/** Pulls on a definition that is not published, and compares what comes with the exact odds. */
export async function simulateBanner(
  needs: Needs,
  { definition, pulls, seed }: { definition: unknown; pulls: number; seed: number },
): Promise<Simulated | Refused> {
  if (pulls < SIMULATED_PULLS_MIN || pulls > SIMULATED_PULLS_MAX)
    return outOfRange('pulls', { min: SIMULATED_PULLS_MIN, max: SIMULATED_PULLS_MAX })
  if (seed < 0) return outOfRange('seed', { min: 0, max: SEED_MAX })
  const { form, problems } = formOf(definition)
  if (form === null) return invalidDefinition(problems)
  if (form === 'model') return await simulateModel(needs, { definition, pulls, seed })
  const forecast = await forecastOf(needs, { definition, simulation: { pulls, seed } })
  if ('__typename' in forecast) return forecast
  return { pulls: wholeBatches(pulls), seed, ...forecast, orders: [] }
}

async function simulateModel(
  needs: Needs,
  { definition: simulated, pulls, seed }: { definition: unknown; pulls: number; seed: number },
): Promise<Simulated | Refused> {
  const max = Math.floor(MODEL_DRAWS_MAX / ordersIn(simulated))
  if (pulls > max) return outOfRange('pulls', { min: SIMULATED_PULLS_MIN, max })
  const result = await needs.forecaster.simulateModel({ simulated, draws: pulls, seed })
  if (result.definition === null) return invalidDefinition(result.problems)
  const odds = await modelOdds(needs, result.definition)
  if ('__typename' in odds) return odds
  return { pulls: wholeBatches(pulls), seed, odds, figures: [], orders: result.orders }
}

/** The number of orders of a definition that is not checked yet, 1 at least. */
function ordersIn(definition: unknown): number {
  const orders: unknown = typeof definition === 'object' && definition !== null ? Reflect.get(definition, 'orders') : []
  return Array.isArray(orders) ? Math.min(ORDERS_MAX, Math.max(1, orders.length)) : 1
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
  const [problem, ...more] = checkItemsOf(definition, await findItems(prisma, itemsOf(definition)))
  if (problem !== undefined) return invalidDefinition([problem, ...more])
  const banner = draftOf(definition)
  return { odds: { ...odds, hash: banner.hash, banner, undeliverable: [] }, figures }
}

/** The odds of a draft, whose figures come from what the forecaster has kept of its hash. */
async function modelOdds({ catalog, prisma }: Needs, definition: ModelDefinition): Promise<ForecastOdds | Refused> {
  const [problem, ...more] = checkItemsOf(definition, await findItems(prisma, itemsOf(definition)))
  if (problem !== undefined) return invalidDefinition([problem, ...more])
  const banner = draftOf(definition)
  return { ...catalog.odds(banner), hash: banner.hash, banner, undeliverable: checkDeliverable(definition) }
}

const draftOf = (definition: Definition): Banner =>
  bannerOf({ id: DRAFT_ID, version: 0, definition, hash: hashOf(definition) })
