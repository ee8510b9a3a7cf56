import type { CompiledModel } from './banner-model/compile.js'
import type { ModelDefinition, Tier } from './banner-model/definition.js'
import type { ModelOdds } from './banner-odds/model-odds.js'
import { oddsAt, type PositionOdds } from './banner-odds/positions.js'
import type { Position } from './banner-odds/walk.js'

/**
 * The chance of each outcome in the next draw of an order, by the counters alone: boxes count as full, and no
 * item as owned.
 * @param position null: of a player without history
 */
export function chancesFrom(model: CompiledModel, position: Position | null): Float64Array {
  const { total, shares } =
    position === null
      ? model.starts
      : model.startsOrder(model.counters.map(({ name, start }) => position[name] ?? start.shares[0]?.value ?? 0))
  const chances = new Float64Array(model.outcomes.length)
  const one = new Float64Array(model.outcomes.length)
  for (const { value, share } of shares) {
    model.chancesAt(value, one)
    const part = Number(share) / Number(total)
    for (const [outcome, chance] of one.entries()) chances[outcome] = (chances[outcome] ?? 0) + part * chance
  }
  return chances
}

/** The chance of an event, from those of outcomes. */
export const chanceOf = (model: CompiledModel, chances: Float64Array, event: string): number =>
  model.outcomesOf(event).reduce((sum, { index }) => sum + (chances[index] ?? 0), 0)

/** The tier, pool or forced prize that a counter decides about first: "SSR" or "SSR.featured". */
export function eventOfCounter({ tiers, forces }: ModelDefinition, counter: string): string | null {
  const tier = tiers.find(({ chance }) => follows(chance, counter))
  if (tier !== undefined) return tier.name
  for (const { name, pools } of tiers) {
    const pool = pools.find(({ chance }) => Array.isArray(chance) && follows(chance, counter))
    if (pool !== undefined) return `${name}.${pool.name}`
  }
  const force = forces.find(({ when }) => Object.hasOwn(when, counter))
  if (force === undefined) return null
  return force.pool === undefined ? force.tier : `${force.tier}.${force.pool}`
}

const follows = (chance: Tier['chance'], counter: string): boolean =>
  chance?.some(({ by, when }) => by === counter || Object.hasOwn(when ?? {}, counter)) === true

/** Counters that have a position between orders: those of an order restart with each. */
export const keptCounters = ({ counters }: ModelDefinition): readonly string[] =>
  Object.entries(counters).flatMap(([name, { scope }]) => (scope === 'order' ? [] : [name]))

/**
 * The draws that a player has to expect until an event, by the banner's first order. Null for an event whose odds
 * are beyond the limits, or depend on what is left of a box or of items that the player does not own.
 */
export function outlookOf(
  model: CompiledModel,
  { orders: [first] }: ModelOdds,
  of: { event: string; position: Position },
): PositionOdds | null {
  const table = first?.events.find(({ event }) => event === eventIn(model.definition, of.event))?.positions ?? null
  return table === null || model.hasStock ? null : oddsAt(table, of.position)
}

/** The name that the odds know an event by: a pool that is alone in its tier is the tier. */
export function eventIn({ tiers }: Pick<ModelDefinition, 'tiers'>, event: string): string {
  const [name = ''] = event.split('.')
  return tiers.find(tier => tier.name === name)?.pools.length === 1 ? name : event
}
