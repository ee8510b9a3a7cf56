import { isModel, type Definition } from './banner.js'
import { offeredItems } from './banner-model/offered-items.js'
import { FEATURED } from './banner-model/from-banner.js'
import { checkPoolItems, type DefinitionProblem } from './check-banner.js'
import { rarities, type Item } from './rarity.js'

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

/** Items that orders of a definition are paid with, and those that it grants for duplicates, each once. */
export const otherItemsOf = (definition: Definition): readonly string[] => [
  ...new Set(
    isModel(definition) ? [...ticketPricesOf(definition), ...shardItemsOf(definition)].map(({ itemId }) => itemId) : [],
  ),
]

/** Items that are drawn more often than others of their rarity: of a model, those of pools named "featured". */
export function featuredItemsOf(definition: Definition): readonly string[] {
  const ids = isModel(definition)
    ? poolsOf(definition).flatMap(({ name, items }) => (name === FEATURED ? items.map(({ id }) => id) : []))
    : rarities.flatMap(rarity =>
        definition.rarities[rarity].items.flatMap(({ id, featured }) => (featured ? [id] : [])),
      )
  return [...new Set(ids)]
}

/**
 * Checks that the items exist; with rarities, each under its own. Tiers of a model have items of any
 * rarity. A ticket is a CONSUMABLE: paying with it takes it away.
 */
export function checkItemsOf(
  definition: Definition,
  known: ReadonlyMap<string, Pick<Item, 'rarity' | 'kind'>>,
): readonly DefinitionProblem[] {
  if (!isModel(definition)) return checkPoolItems(definition, known)
  const pooled = [...poolsOf(definition).flatMap(({ items }) => items), ...offeredItems(definition)].flatMap(
    ({ path, id }) => (known.has(id) ? [] : [noSuchItem(path)]),
  )
  const paid = ticketPricesOf(definition).flatMap(({ itemId, path }): DefinitionProblem[] => {
    const kind = known.get(itemId)?.kind
    if (kind === undefined) return [noSuchItem(path)]
    if (kind === 'CONSUMABLE') return []
    return [{ path, message: `must be a CONSUMABLE, not a ${kind}: paying takes it away`, names: ['CONSUMABLE', kind] }]
  })
  const spendable = poolsOf(definition).flatMap(({ source, items }) =>
    items.flatMap(({ id, path }): DefinitionProblem[] =>
      source !== 'unowned' || known.get(id)?.kind !== 'CONSUMABLE'
        ? []
        : [
            {
              path,
              message: 'must not be a CONSUMABLE: the pool leaves out what is owned, and that may be used up',
              names: ['CONSUMABLE'],
            },
          ],
    ),
  )
  const granted = shardItemsOf(definition).flatMap(({ itemId, path }) => (known.has(itemId) ? [] : [noSuchItem(path)]))
  return [...pooled, ...paid, ...spendable, ...granted]
}

const noSuchItem = (path: string): DefinitionProblem => ({ path, message: 'no item has this id', rule: 'UNKNOWN' })

const shardItemsOf = ({ tiers }: Extract<Definition, { tiers: unknown }>) =>
  tiers.flatMap(({ duplicates }, tier) =>
    duplicates.flatMap(({ grant }, place) =>
      'item' in grant ? [{ itemId: grant.item, path: `tiers[${tier}].duplicates[${place}].grant.item` }] : [],
    ),
  )

const ticketPricesOf = ({ orders }: Extract<Definition, { tiers: unknown }>) =>
  orders.flatMap(({ prices }, order) =>
    prices.flatMap(({ unit }, price) =>
      typeof unit === 'string' ? [] : [{ itemId: unit.ticket, path: `orders[${order}].prices[${price}].unit.ticket` }],
    ),
  )

/** Lists of items: of each pool, and those that can be chosen, which stand in the place of a pool that gives one. */
const poolsOf = ({ tiers, target, wishes }: Extract<Definition, { tiers: unknown }>) => [
  ...tiers.flatMap(({ pools }, tier) =>
    pools.flatMap((pool, place) => {
      const path = `tiers[${tier}].pools[${place}].items`
      if (!('items' in pool)) return []
      const items = pool.items.map(({ id }, index) => ({ id, path: `${path}[${index}].id` }))
      return [{ name: pool.name, source: pool.source, items }]
    }),
  ),
  ...(target === undefined
    ? []
    : [
        {
          name: nameOf(tiers, 'target'),
          source: 'target' as const,
          items: target.choices.map((id, at) => ({ id, path: `target.choices[${at}]` })),
        },
      ]),
  ...(wishes === undefined
    ? []
    : [
        {
          name: nameOf(tiers, 'wished'),
          source: 'wished' as const,
          items: wishes.choices.map(({ id }, at) => ({ id, path: `wishes.choices[${at}].id` })),
        },
      ]),
]

/** The name of the first pool that gives what is chosen; null where none does. */
const nameOf = (tiers: Extract<Definition, { tiers: unknown }>['tiers'], wanted: 'target' | 'wished'): string | null =>
  tiers.flatMap(({ pools }) => pools).find(({ source }) => source === wanted)?.name ?? null
