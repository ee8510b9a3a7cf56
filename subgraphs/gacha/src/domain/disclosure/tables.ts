import type { DisclosurePart } from '@waystone/jurisdictions'
import type { CompiledModel } from '../banner-model/compile.js'
import type { ModelDefinition, Order, Pool, Price } from '../banner-model/definition.js'
import { grantsOf } from '../banner-model/duplicates.js'
import type { Costs, Unit } from '../banner-odds/cost.js'
import type { EventOdds, ModelOdds, OrderOdds } from '../banner-odds/model-odds.js'
import { itemsOf, otherItemsOf } from '../definition-items.js'
import { eventWords, meaningOf, whenWords } from './counter-words.js'

/** One table of a disclosure: each row has a text for each column. */
export interface DisclosureTable {
  readonly part: DisclosurePart
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export interface Disclosed {
  readonly model: CompiledModel
  readonly odds: ModelOdds
  /** The name of an item, for showing. */
  readonly itemName: (id: string) => string
}

/** Stands where a figure is beyond the limits of computation, or does not exist. */
const NONE = '–'

/** All tables of a banner that have rows. */
export function tablesOf(disclosed: Disclosed): readonly DisclosureTable[] {
  const { model, odds } = disclosed
  const { definition } = model
  const told = differs(definition) ? odds.orders : odds.orders.slice(0, 1)
  const tables = [
    pricesTable(disclosed),
    ...told.map(order => chancesTable(order, told.length > 1)),
    itemsTable(disclosed),
    curvesTable(definition),
    countersTable(definition),
    costsTable(disclosed),
    stockTable(disclosed),
    duplicatesTable(disclosed),
  ]
  return tables.filter(({ rows }) => rows.length > 0)
}

/** True if the same draw has other chances in another order. */
const differs = ({ counters, orders }: ModelDefinition): boolean =>
  orders.some(({ moves }) => !moves) ||
  Object.values(counters).some(({ scope, per }) => scope === 'order' || per === 'order')

function pricesTable({ model: { definition }, itemName }: Disclosed): DisclosureTable {
  return {
    part: 'PRICES',
    title: 'Prices',
    columns: ['Order', 'Draws', 'Price', 'Limit'],
    rows: definition.orders.map(order => [
      order.name,
      count(order.draws),
      priceWords(order, itemName),
      order.limit === undefined
        ? NONE
        : `${count(order.limit.count)} ${order.limit.per === 'day' ? 'a day' : 'in all'}`,
    ]),
  }
}

function priceWords({ prices, from }: Order, itemName: (id: string) => string): string {
  if (prices.length === 0) return from === undefined ? 'free' : `free, given by "${from}"`
  return prices
    .map(price =>
      price.amount === 0 ? 'free' : `${amountWords(price)} ${unitWords(price.unit, itemName)}${kindWords(price)}`,
    )
    .join(', else ')
}

const kindWords = ({ kind }: Price): string => (kind === undefined ? '' : ` (${kind} ones)`)

function amountWords({ amount }: Price): string {
  if (typeof amount === 'number') return count(amount)
  return amount.points.map(([from, each]) => `${count(each)} from place ${from} of ${amount.by} on`).join(', ')
}

function chancesTable({ order, events }: OrderOdds, isOneOfSeveral: boolean): DisclosureTable {
  return {
    part: 'CHANCES',
    title: isOneOfSeveral ? `Chances, draws by "${order}"` : 'Chances',
    columns: ['Prize', 'First draw', 'In the long run', 'Draws on average', '50 % within', '90 % within', 'At most'],
    rows: events.map(({ event, basePercent, longRunPercent, draws }) => [
      eventWords(event),
      percent(basePercent),
      percent(longRunPercent),
      decimal(draws?.mean ?? null),
      whole(draws?.p50 ?? null),
      whole(draws?.p90 ?? null),
      whole(draws?.max ?? null),
    ]),
  }
}

/** Conditions on which a pool gives an item, where the player decides. A share depends on the rest of the list. */
const conditionsOf: Partial<Record<Pool['source'], string>> = {
  target: ', where the player has chosen it',
  wished: ', where the list has it; at least',
  unwished: ', where the list does not have it; at least',
}

function itemsTable({ model, odds, itemName }: Disclosed): DisclosureTable {
  const conditions = new Map(model.pools.map(({ name, pool: { source } }) => [name, conditionsOf[source] ?? '']))
  return {
    part: 'ITEMS',
    title: 'Chances of each item',
    columns: ['Item', 'Prize', 'First draw', 'In the long run'],
    rows: odds.items.map(({ itemId, event, basePercent, longRunPercent }) => [
      itemName(itemId),
      `${eventWords(event)}${conditions.get(event) ?? ''}`,
      percent(basePercent),
      percent(longRunPercent),
    ]),
  }
}

function curvesTable({ tiers, counters }: ModelDefinition): DisclosureTable {
  const chances = tiers.flatMap(({ name, chance = [], pools }) => [
    ...chance.map(curve => ({ prize: name, curve })),
    ...pools.flatMap(pool =>
      (Array.isArray(pool.chance) ? pool.chance : []).map(curve => ({
        prize: eventWords(`${name}.${pool.name}`),
        curve,
      })),
    ),
  ])
  return {
    part: 'CURVES',
    title: 'How the chances change',
    columns: ['Prize', 'Counter', 'Value', 'Chance', 'Added at each value after it', 'Condition'],
    rows: chances
      .filter(({ curve }) => curve.by !== undefined || curve.when !== undefined)
      .flatMap(({ prize, curve: { by, when, points } }) =>
        points.map(([from, chance, step = 0], index) => {
          const next = points[index + 1]?.[0] ?? (by === undefined ? 1 : (counters[by]?.max ?? 0) + 2)
          return [
            prize,
            by ?? NONE,
            by === undefined ? NONE : rangeWords(from - 1, next - 2),
            percent(chance),
            step === 0 ? NONE : percent(step),
            when === undefined ? NONE : whenWords(when),
          ]
        }),
      ),
  }
}

const rangeWords = (first: number, last: number): string =>
  last <= first ? count(first) : `${count(first)} to ${count(last)}`

function countersTable({ counters }: ModelDefinition): DisclosureTable {
  return {
    part: 'COUNTERS',
    title: 'Counters that the chances follow',
    columns: ['Counter', 'Meaning'],
    rows: Object.entries(counters).map(([name, counter]) => [name, meaningOf(counter)]),
  }
}

function costsTable({ model: { definition }, odds, itemName }: Disclosed): DisclosureTable {
  const last = definition.tiers.at(-1)?.name
  const isRare = ({ event }: EventOdds): boolean => event.split('.')[0] !== last
  return {
    part: 'COSTS',
    title: 'Expected costs from the first draw on',
    columns: ['Prize', 'Bought by', 'Paid in', 'On average', '50 % within', '90 % within', '99 % within'],
    rows: odds.orders.flatMap(({ order, events }) =>
      events
        .filter(isRare)
        .flatMap(({ event, costs }) =>
          costs.map(({ unit, ...cost }) => [eventWords(event), order, unitWords(unit, itemName), ...costCells(cost)]),
        ),
    ),
  }
}

const costCells = ({ mean, p50, p90, p99 }: Costs): readonly string[] => [
  decimal(mean),
  whole(p50),
  whole(p90),
  whole(p99),
]

function stockTable({ model, itemName }: Disclosed): DisclosureTable {
  return {
    part: 'STOCK',
    title: 'Contents of a full box',
    columns: ['Item', 'Prize', 'Pieces', 'Filled again'],
    rows: model.pools.flatMap(({ name, pool }) =>
      pool.source === 'box'
        ? pool.items.map(({ id, count: pieces }) => [
            itemName(id),
            eventWords(name),
            count(pieces),
            refillWords[pool.refill],
          ])
        : [],
    ),
  }
}

const refillWords = {
  never: 'never',
  empty: 'when it is empty',
  prizesOut: 'by the player, when its prizes are out',
} as const

/** A row for each range of copies that gives the same: of entries that overlap, the first one applies. */
function duplicatesTable({ model: { definition }, itemName }: Disclosed): DisclosureTable {
  return {
    part: 'DUPLICATES',
    title: 'What duplicates give',
    columns: ['Prize', 'Copy', 'Gives'],
    rows: definition.tiers.flatMap(({ name, pools, duplicates }) => {
      const starts = [
        ...new Set(duplicates.flatMap(({ copies: [from, to] }) => [from, ...(to === null ? [] : [to + 1])])),
      ]
      return starts
        .toSorted((a, b) => a - b)
        .flatMap((from, index, all) => {
          const { shards, payout } = grantsOf(definition, { outcome: `${name}.${pools[0]?.name}`, copy: from })
          const given = [
            ...(shards === null ? [] : [`${count(shards.amount)} ${itemName(shards.itemId)}`]),
            ...(payout === null ? [] : [`${count(payout.amount)} ${payout.currency}`]),
          ]
          const next = all[index + 1]
          const copies = next === undefined ? `${count(from)} and more` : rangeWords(from, next - 1)
          return given.length === 0 ? [] : [[name, copies, given.join(' and ')]]
        })
    }),
  }
}

const unitWords = (unit: Unit, itemName: (id: string) => string): string =>
  typeof unit === 'string' ? unit : itemName(unit.ticket)

const counts = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const decimals = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })
const percents = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 })

const count = (value: number): string => counts.format(value)
const whole = (value: number | null): string => (value === null || !Number.isFinite(value) ? NONE : count(value))
const decimal = (value: number | null): string =>
  value === null || !Number.isFinite(value) ? NONE : decimals.format(value)
const percent = (value: number | null): string => (value === null ? NONE : `${percents.format(value)} %`)

/** The ids of all items that the tables name. */
export const itemsNamed = (definition: ModelDefinition): readonly string[] => [
  ...new Set([...itemsOf(definition), ...otherItemsOf(definition)]),
]
