import type { DefinitionProblem } from '../check-banner.js'
import type { Chance, Force, ModelDefinition, Pool, Tier } from './definition.js'
import { checkPoints, checkUnique, checkWhen } from './names.js'
import { isBox } from './splits.js'

/** Tiers, pools, their chances and forces. */
export function checkTiers(definition: ModelDefinition): DefinitionProblem[] {
  const { tiers, forces } = definition
  return [
    ...checkUnique(
      tiers.map(({ name }) => name),
      index => `tiers[${index}].name`,
    ),
    ...tiers.flatMap((tier, index) => checkTier(tier, index, definition)),
    ...(isBox(definition) ? [] : checkTierChances(definition)),
    ...forces.flatMap((force, index) => checkForce(force, `forces[${index}]`, definition)),
  ]
}

function checkTier(tier: Tier, index: number, definition: ModelDefinition): DefinitionProblem[] {
  const path = `tiers[${index}]`
  return [
    ...checkUnique(
      tier.pools.map(({ name }) => name),
      pool => `${path}.pools[${pool}].name`,
    ),
    ...(tier.chance === undefined ? [] : checkChance(tier.chance, `${path}.chance`, definition)),
    ...tier.pools.flatMap((pool, place) => checkPool(pool, `${path}.pools[${place}]`, definition)),
    ...(isBox(definition) ? [] : checkPoolChances(tier.pools, path)),
    ...tier.duplicates.flatMap(({ copies: [from, to] }, place) =>
      to === null || from <= to
        ? []
        : [
            {
              path: `${path}.duplicates[${place}].copies[1]`,
              message: `must be ${from} or more, the first of the copies`,
              min: from,
            },
          ],
    ),
  ]
}

function checkTierChances({ tiers }: ModelDefinition): DefinitionProblem[] {
  const last = tiers.length - 1
  return tiers.flatMap(({ chance }, index) => {
    const path = `tiers[${index}].chance`
    if (index === last)
      return chance === undefined
        ? []
        : [{ path, message: 'must be left out: the last tier takes what the tiers before it leave' }]
    return chance === undefined ? [{ path, message: 'is missing: only the last tier has none' }] : []
  })
}

/** Pools with curves come first. One without a chance takes the rest, or those with weights share it. */
function checkPoolChances(pools: readonly Pool[], path: string): DefinitionProblem[] {
  const last = pools.length - 1
  const firstWeighted = pools.findIndex(({ chance }) => chance !== undefined && !Array.isArray(chance))
  return pools.flatMap(({ chance }, index) => {
    const at = `${path}.pools[${index}].chance`
    if (firstWeighted !== -1) {
      if (index < firstWeighted || (chance !== undefined && !Array.isArray(chance))) {
        return chance === undefined ? [{ path: at, message: 'is missing: only the last pool has none' }] : []
      }
      return [{ path: at, message: 'must be a weight: the pool before has one, and they share what is left' }]
    }
    if (index === last)
      return chance === undefined
        ? []
        : [{ path: at, message: 'must be left out: the last pool takes what the pools before it leave' }]
    return chance === undefined ? [{ path: at, message: 'is missing: only the last pool has none' }] : []
  })
}

function checkPool(pool: Pool, path: string, definition: ModelDefinition): DefinitionProblem[] {
  const chance = Array.isArray(pool.chance) ? checkChance(pool.chance, `${path}.chance`, definition) : []
  if (pool.source === 'target')
    return definition.target === undefined
      ? [...chance, { path: `${path}.source`, message: 'needs a target of the banner, whose choices it gives' }]
      : chance
  if (!('items' in pool)) return chance
  return [
    ...chance,
    ...checkRefill(pool, path, definition),
    ...checkUnique(
      pool.items.map(({ id }) => id),
      index => `${path}.items[${index}].id`,
    ),
  ]
}

const checkChance = (chance: Chance, path: string, definition: ModelDefinition): DefinitionProblem[] =>
  chance.flatMap((curve, index) => [
    ...checkWhen(curve.when, definition, `${path}[${index}].when`),
    ...checkPoints(curve.points, curve.by, { definition, path: `${path}[${index}]` }),
  ])

function checkForce(force: Force, path: string, definition: ModelDefinition): DefinitionProblem[] {
  const tier = definition.tiers.find(({ name }) => name === force.tier)
  const problems = checkWhen(force.when, definition, `${path}.when`)
  if (Object.keys(force.when).length === 0)
    problems.push({ path: `${path}.when`, message: 'must name a counter: it would decide every draw' })
  if (isBox(definition)) problems.push({ path, message: 'has no effect: a box gives what it has left' })
  if (tier === undefined)
    return [
      ...problems,
      { path: `${path}.tier`, message: 'no tier has this name', rule: 'UNKNOWN', names: [force.tier] },
    ]
  if (force.pool !== undefined && tier.pools.every(({ name }) => name !== force.pool)) {
    const message = `no pool of ${force.tier} has this name`
    return [...problems, { path: `${path}.pool`, message, rule: 'UNKNOWN', names: [force.tier, force.pool] }]
  }
  return problems
}

/**
 * A box that is the whole banner is refilled as a whole; one among other pools by itself, and not by
 * choice.
 */
function checkRefill(pool: Pool, path: string, definition: ModelDefinition): DefinitionProblem[] {
  if (pool.source !== 'box') return []
  const at = `${path}.refill`
  if (!isBox(definition))
    return pool.refill === 'prizesOut'
      ? [{ path: at, message: 'must not be "prizesOut": the banner is no single box, in which prizes run out' }]
      : []
  const others = definition.tiers.flatMap(({ pools }) =>
    pools.map(each => (each.source === 'box' ? each.refill : null)),
  )
  return (pool.refill === 'empty') === others.every(refill => refill === 'empty')
    ? []
    : [{ path: at, message: 'must be "empty" for all pools of the box, or for none' }]
}
