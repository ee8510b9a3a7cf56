import type { DefinitionProblem } from '../check-banner.js'
import { unownedItemsOf } from './kept-memory.js'
import type { ModelDefinition, Pool } from './definition.js'

/** A pool that gives an item, and the path of the item in the definition. */
interface Place {
  readonly id: string
  readonly pool: string
  readonly path: string
}

/**
 * An item of a pool that leaves owned items out is in no other pool, and is no choice where a pool gives the chosen
 * item: an order would give it from the other one, and then again from this one, since the draws of an order take what
 * is owned from the memory before it.
 */
export function checkUnowned(definition: ModelDefinition): readonly DefinitionProblem[] {
  const unowned = new Set(unownedItemsOf(definition))
  const places = [...placesOfPools(definition), ...placesOfChoices(definition)]
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

const placesOfPools = ({ tiers }: ModelDefinition): readonly Place[] =>
  tiers.flatMap(({ name: tier, pools }, place) =>
    pools.flatMap((pool, index) =>
      !('items' in pool)
        ? []
        : pool.items.map(({ id }, item) => ({
            id,
            pool: `${tier}.${pool.name}`,
            path: `tiers[${place}].pools[${index}].items[${item}].id`,
          })),
    ),
  )

/** Each choice once, in the first pool that gives the chosen item, or items of the list. */
function placesOfChoices(definition: ModelDefinition): readonly Place[] {
  const { target, wishes } = definition
  const [chosen] = poolsFrom(definition, 'target')
  const [wished] = poolsFrom(definition, 'wished')
  return [
    ...(chosen === undefined || target === undefined
      ? []
      : target.choices.map((id, index) => ({ id, pool: chosen, path: `target.choices[${index}]` }))),
    ...(wished === undefined || wishes === undefined
      ? []
      : wishes.choices.map(({ id }, index) => ({ id, pool: wished, path: `wishes.choices[${index}].id` }))),
  ]
}

const poolsFrom = ({ tiers }: ModelDefinition, wanted: Pool['source']): readonly string[] =>
  tiers.flatMap(({ name: tier, pools }) =>
    pools.flatMap(({ source, name }) => (source === wanted ? [`${tier}.${name}`] : [])),
  )
