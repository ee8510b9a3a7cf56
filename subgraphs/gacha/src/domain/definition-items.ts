import { isModel, type Definition } from './banner.js'
import { offeredItems } from './banner-model/offered-items.js'
import { FEATURED } from './banner-model/from-banner.js'
import { checkPoolItems, type DefinitionProblem } from './check-banner.js'
import { rarities, type Rarity } from './rarity.js'

/** All items that a definition can give, each once. */
export function itemsOf(definition: Definition): readonly string[] {
  const ids = isModel(definition)
    ? [
        ...poolsOf(definition).flatMap(({ items }) => items.map(({ id }) => id)),
        ...offeredItems(definition).map(({ id }) => id),
      ]
    : rarities.flatMap(rarity => definition.rarities[rarity].items.map(({ id }) => id))
  return [...new Set(ids)]
}

/** Items that are drawn more often than others of their rarity: of a model, those of pools named "featured". */
export function featuredItemsOf(definition: Definition): readonly string[] {
  const ids = isModel(definition)
    ? poolsOf(definition).flatMap(({ name, items }) => (name === FEATURED ? items.map(({ id }) => id) : []))
    : rarities.flatMap(rarity =>
        definition.rarities[rarity].items.flatMap(({ id, featured }) => (featured ? [id] : [])),
      )
  return [...new Set(ids)]
}

/** Checks that the items exist; with rarities, each under its own. Tiers of a model have items of any rarity. */
export function checkItemsOf(
  definition: Definition,
  known: ReadonlyMap<string, { readonly rarity: Rarity }>,
): readonly DefinitionProblem[] {
  if (!isModel(definition)) return checkPoolItems(definition, known)
  const inPools = poolsOf(definition).flatMap(({ items }) => items)
  return [...inPools, ...offeredItems(definition)].flatMap(({ path, id }): DefinitionProblem[] =>
    known.has(id) ? [] : [{ path, message: 'no item has this id', rule: 'UNKNOWN' }],
  )
}

/** Lists of items: of each pool, and those that can be chosen, which stand in the place of a pool that gives one. */
const poolsOf = ({ tiers, target }: Extract<Definition, { tiers: unknown }>) => [
  ...tiers.flatMap(({ pools }, tier) =>
    pools.flatMap((pool, place) => {
      const path = `tiers[${tier}].pools[${place}].items`
      return pool.source === 'target'
        ? []
        : [{ name: pool.name, items: pool.items.map(({ id }, index) => ({ id, path: `${path}[${index}].id` })) }]
    }),
  ),
  ...(target === undefined
    ? []
    : [{ name: nameOfTarget(tiers), items: target.choices.map((id, at) => ({ id, path: `target.choices[${at}]` })) }]),
]

/** The name of the first pool that gives the chosen item; null where none does. */
const nameOfTarget = (tiers: Extract<Definition, { tiers: unknown }>['tiers']): string | null =>
  tiers.flatMap(({ pools }) => pools).find(({ source }) => source === 'target')?.name ?? null
