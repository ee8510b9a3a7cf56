import type { DefinitionProblem } from '../check-banner.js'
import { unownedItemsOf } from './kept-memory.js'
import type { ModelDefinition } from './definition.js'

/**
 * An item of a pool that leaves owned items out is in no other pool: an order would give it from the other
 * one, and then again from this one, since the draws of an order take what is owned from the memory before
 * it.
 */
export function checkUnowned(definition: ModelDefinition): readonly DefinitionProblem[] {
  const unowned = new Set(unownedItemsOf(definition))
  const places = definition.tiers.flatMap(({ name: tier, pools }, place) =>
    pools.flatMap((pool, index) =>
      pool.source === 'target'
        ? []
        : pool.items.map(({ id }, item) => ({
            id,
            pool: `${tier}.${pool.name}`,
            path: `tiers[${place}].pools[${index}].items[${item}].id`,
          })),
    ),
  )
  return places.flatMap(({ id, path }, index): DefinitionProblem[] => {
    const first = unowned.has(id) ? places.findIndex(each => each.id === id) : index
    const other = places[first]
    if (first === index || other === undefined) return []
    return [
      {
        path,
        message: `must be in one pool: ${other.pool} has it, and one of them leaves owned items out`,
        names: [other.pool],
      },
    ]
  })
}
