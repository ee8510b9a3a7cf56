import type { DefinitionProblem } from '../check-banner.js'
import type { CompiledModel } from './compile.js'
import type { Update, When } from './definition.js'
import type { Outcome } from './model.js'

/**
 * Refuses rewards for holding a set of different items (kompu gacha, forbidden in Japan since 2012).
 * Nothing in a definition reads what a user owns to give something; what remains is a condition on several
 * counters that each only collect draws of a pool of their own.
 */
export function checkCollections(model: CompiledModel): readonly DefinitionProblem[] {
  const { tiers, forces, counters } = model.definition
  const conditions: { path: string; when: When | undefined }[] = [
    ...forces.map(({ when }, index) => ({ path: `forces[${index}].when`, when })),
    ...tiers.flatMap(({ chance = [], pools }, tier) => [
      ...chance.map(({ when }, index) => ({ path: `tiers[${tier}].chance[${index}].when`, when })),
      ...pools.flatMap((pool, place) =>
        (Array.isArray(pool.chance) ? pool.chance : []).map(({ when }, index) => ({
          path: `tiers[${tier}].pools[${place}].chance[${index}].when`,
          when,
        })),
      ),
    ]),
    ...Object.entries(counters).flatMap(([name, { on }]) =>
      on.map(([, , when], index) => ({ path: `counters.${name}.on[${index}][2]`, when })),
    ),
  ]
  return conditions.flatMap(({ path, when }) => {
    const collecting = Object.entries(when ?? {}).flatMap(([name, value]) => {
      const collected = value > 0 ? collectedBy(model, name) : null
      return collected === null ? [] : [{ name, collected }]
    })
    const isSet = collecting.some(({ collected }, index) =>
      collecting.slice(index + 1).some(other => [...other.collected].every(outcome => !collected.has(outcome))),
    )
    if (!isSet) return []
    const names = collecting.map(({ name }) => name)
    const message = `asks for draws from different pools together (${names.join(', ')}): a set of different items may earn nothing`
    return [{ path, message, names }]
  })
}

/**
 * The outcomes that raise a counter which only collects: it never falls, and draws of other outcomes leave
 * it. Null for any other counter.
 */
function collectedBy(model: CompiledModel, name: string): ReadonlySet<Outcome> | null {
  const on = model.definition.counters[name]?.on ?? []
  if (on.some(([, change]) => change.set === 0 || (change.add ?? 0) < 0)) return null
  const collected = new Set(on.filter(raises).flatMap(([event]) => model.outcomesOf(event)))
  return collected.size === model.outcomes.length ? null : collected
}

const raises = ([, { set, add }]: Update): boolean => (set ?? 0) > 0 || (add ?? 0) > 0
