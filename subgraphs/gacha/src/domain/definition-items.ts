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
  const inPools = poolsOf(definition).flatMap(({ path, items }) =>
    items.map(({ id }, index) => ({ path: `${path}.items[${index}].id`, id })),
  )
  return [...inPools, ...offeredItems(definition)].flatMap(({ path, id }): DefinitionProblem[] =>
    known.has(id) ? [] : [{ path, message: 'no item has this id', rule: 'UNKNOWN' }],
  )
}

const poolsOf = ({ tiers }: Extract<Definition, { tiers: unknown }>) =>
  tiers.flatMap(({ pools }, tier) =>
    pools.flatMap((pool, place) =>
      pool.source === 'target' ? [] : [{ name: pool.name, path: `tiers[${tier}].pools[${place}]`, items: pool.items }],
    ),
  )
