import type { Event, ModelDefinition, Tier } from './definition.js'
import type { Outcome } from './model.js'

/** The parts of an event: "FIVE+" is tier FIVE or better, "FIVE.featured" a pool of it, "*" any draw. */
export interface EventParts {
  readonly tier: string | null
  readonly orBetter: boolean
  readonly pool: string | null
}

export function partsOf(event: Event): EventParts {
  if (event === '*') return { tier: null, orBetter: false, pool: null }
  if (event.endsWith('+')) return { tier: event.slice(0, -1), orBetter: true, pool: null }
  const [tier = '', pool = null] = event.split('.')
  return { tier, orBetter: false, pool }
}

/** Outcomes that an event stands for. @throws Error for a tier or pool that the definition does not have */
export function outcomesOf(event: Event, tiers: readonly Tier[], outcomes: readonly Outcome[]): readonly Outcome[] {
  const { tier, orBetter, pool } = partsOf(event)
  if (tier === null) return outcomes
  const place = tiers.findIndex(each => each.name === tier)
  const found = outcomes.filter(
    outcome =>
      (orBetter ? outcome.tier <= place : outcome.tier === place) &&
      (pool === null || tiers[place]?.pools[outcome.pool]?.name === pool),
  )
  if (found.length === 0) throw new Error(`The definition has no ${event}`)
  return found
}

/** Tiers, and the pools of those that have several. */
export const eventNames = ({ tiers }: Pick<ModelDefinition, 'tiers'>): readonly string[] =>
  tiers.flatMap(({ name, pools }) => [name, ...(pools.length > 1 ? pools.map(pool => `${name}.${pool.name}`) : [])])
