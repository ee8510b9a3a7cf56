import { boughtOrders } from '../banner-model/bought-orders.js'
import { compileModel, type CompiledModel } from '../banner-model/compile.js'
import type { Exchange, Milestone, ModelDefinition, Order, Pool } from '../banner-model/definition.js'
import { eventNames } from '../banner-model/events.js'
import { itemsOfPool } from '../banner-model/wishes.js'
import type { Costs, Unit } from './cost.js'
import type { Exchanged, ExchangedPassage } from './exchanged.js'
import type { Gift } from './gifted.js'
import { BeyondLimits, createOdds, type Odds } from './odds.js'
import type { PositionTable } from './positions.js'
import { partsOf, poolOf } from './question.js'
import type { Waits } from './waits.js'

/** Rows of all position tables together: 80 bytes each. */
const TABLE_STATES_MAX = 400_000
/** Items whose exchange is computed; items that are alike count once. */
const EXCHANGED_ITEMS_MAX = 32

/** All odds of a definition, as plain values and arrays, so that a thread can send them. */
export interface ModelOdds {
  readonly orders: readonly OrderOdds[]
  readonly items: readonly ItemOdds[]
  /** Questions that are beyond the limits; they have null above. */
  readonly refusals: readonly Refusal[]
}

export interface OrderOdds {
  readonly order: string
  readonly draws: number
  /** Tiers, and pools of tiers that have several. */
  readonly events: readonly EventOdds[]
}

export interface EventOdds {
  readonly event: string
  /** The chance of the first draw of a player without history. */
  readonly basePercent: number | null
  /** The share of draws in the long run, null where draws end. */
  readonly longRunPercent: number | null
  readonly draws: (Waits & { readonly withinTen: number }) | null
  readonly orders: Waits | null
  /** Paid draws with the free orders of milestones; null where there are none. */
  readonly withGifts: Waits | null
  /** Until the event, by each way to pay. */
  readonly costs: readonly (Costs & { readonly unit: Unit })[]
  readonly positions: PositionTable | null
}

export interface ItemOdds {
  readonly itemId: string
  /** "TIER.POOL" */
  readonly event: string
  readonly basePercent: number | null
  readonly longRunPercent: number | null
  /** Draws until the item, by a draw or by what gives it as well; null where nothing else gives it. */
  readonly exchanged: ExchangedPassage | null
}

export interface Refusal {
  readonly asked: string
  readonly counters: readonly string[]
  readonly message: string
}

export interface Progress {
  readonly done: number
  readonly total: number
}

/** Computes for up to a second for each question at the limits: where requests are served, a thread does it. */
export function modelOddsOf(
  definition: ModelDefinition,
  onProgress: (progress: Progress) => void = () => undefined,
): ModelOdds {
  const model = compileModel(definition)
  const attempts = createAttempts()
  const events = eventNames(definition)
  const orders = boughtOrders(definition)
  const total = orders.length * events.length + 1
  let done = 0
  const step = <Value>(value: Value): Value => {
    onProgress({ done: ++done, total })
    return value
  }
  let rows = TABLE_STATES_MAX
  const tableOf = (odds: Odds, event: string): PositionTable | null => {
    const states = attempts.answer(() => odds.states(event))
    if (states === null || states > rows) return null
    rows -= states
    return attempts.answer(() => odds.positions(event))
  }
  const found = orders.map(order => {
    const odds = createOdds(model, { order: order.name, together: events })
    const rowsOf = events.map(event => step(eventOdds({ event, odds, order, model, attempts, tableOf })))
    return { order: order.name, draws: order.draws, events: rowsOf }
  })
  const items = step(itemsOf(model, attempts, orders[0]))
  return { orders: found, items, refusals: attempts.refusals() }
}

interface Attempts {
  /** Null for a question beyond the limits, which is recorded. */
  answer<Value>(ask: () => Value): Value | null
  refusals(): readonly Refusal[]
}

function createAttempts(): Attempts {
  const refusals = new Map<string, Refusal>()
  return {
    answer: ask => {
      try {
        return ask()
      } catch (error) {
        if (!(error instanceof BeyondLimits)) throw error
        const { asked, counters, message } = error
        refusals.set(asked, { asked, counters, message })
        return null
      }
    },
    refusals: () => [...refusals.values()],
  }
}

function eventOdds(of: {
  event: string
  odds: Odds
  order: Order
  model: CompiledModel
  attempts: Attempts
  tableOf: (odds: Odds, event: string) => PositionTable | null
}): EventOdds {
  const { event, odds, order, model, attempts } = of
  const passage = attempts.answer(() => odds.passage(event))
  const share = attempts.answer(() => odds.share(event))
  const gifts = giftsOf(model.definition)
  // Prices in both kinds of a currency are the same amount: it has one cost.
  const units = [...new Set(order.prices.map(({ unit }) => unit))]
  return {
    event,
    basePercent: passage === null ? null : passage.next * 100,
    longRunPercent: share === null ? null : share * 100,
    draws: passage === null ? null : withoutDistribution(passage),
    orders: attempts.answer(() => odds.orders(event)),
    withGifts: gifts.length === 0 ? null : attempts.answer(() => odds.gifted(event, gifts)),
    costs: units.flatMap(unit => {
      const costs = attempts.answer(() => odds.costs(event, unit))
      return costs === null ? [] : [{ unit, ...costs }]
    }),
    positions: of.tableOf(odds, event),
  }
}

function withoutDistribution(passage: Waits & { readonly withinTen: number }): NonNullable<EventOdds['draws']> {
  const { ever, mean, standardDeviation, p50, p90, p99, max, withinTen } = passage
  return { ever, mean, standardDeviation, p50, p90, p99, max, withinTen }
}

/** Milestones that count every draw and give an order. */
function giftsOf({ milestones, orders }: ModelDefinition): readonly Gift[] {
  return milestones.flatMap(({ at, every, counts, give }) => {
    const order = orders.find(({ name }) => 'order' in give && name === give.order)
    const after = at ?? every
    return order === undefined || after === undefined || counts !== '*'
      ? []
      : [{ after, isRepeated: every !== undefined, order: order.name, draws: order.draws }]
  })
}

function itemsOf(model: CompiledModel, attempts: Attempts, order: Order | undefined): readonly ItemOdds[] {
  if (order === undefined) return []
  const odds = createOdds(model, { order: order.name, together: model.outcomes.map(({ name }) => name) })
  const answers = new Map<string, ItemAnswer>()
  return model.outcomes.flatMap(outcome => {
    const pool = poolOf(model.definition, outcome)
    // In a pool that follows a choice, the odds of an item are those of a player who has chosen it, or on whose list it
    // is, or is not; in any other pool those of every player.
    const by = followers[pool.source] ?? ('any' as const)
    return itemsOfPool(model.definition, pool).map(({ id: itemId }) => {
      const exchanges = exchangesFor(model.definition, itemId)
      const asked = { item: itemId, by }
      const parts = partsOf(model, asked)
      // Items of one weight in one pool, which the same exchanges give, have the same odds.
      const key = JSON.stringify([...parts, exchanges])
      const isExchanged = exchanges.length > 0 && answers.size < EXCHANGED_ITEMS_MAX
      const answer = answers.get(key) ?? {
        ...(pool.source !== 'box' && pool.source !== 'unowned'
          ? weightedAnswer(odds, { attempts, parts, model })
          : stockedAnswer(odds, { attempts, itemId })),
        exchanged: isExchanged ? attempts.answer(() => odds.exchanged(asked, exchanges)) : null,
      }
      answers.set(key, answer)
      return { itemId, event: outcome.name, ...answer }
    })
  })
}

/** By the source of a pool that follows a choice: what the player has done with its items. */
const followers: Partial<Record<Pool['source'], 'chosen' | 'unwished'>> = {
  target: 'chosen',
  wished: 'chosen',
  unwished: 'unwished',
}

type ItemAnswer = Pick<ItemOdds, 'basePercent' | 'longRunPercent' | 'exchanged'>

/** Each pool gives the item by its part of the weights. */
function weightedAnswer(
  odds: Odds,
  { attempts, parts, model }: { attempts: Attempts; parts: Float64Array; model: CompiledModel },
): Omit<ItemAnswer, 'exchanged'> {
  const over = (answer: (event: string) => number | null): number | null =>
    model.outcomes.reduce<number | null>((sum, { index, name }) => {
      const part = parts[index] ?? 0
      if (sum === null || part === 0) return sum
      const chance = answer(name)
      return chance === null ? null : sum + part * chance * 100
    }, 0)
  return {
    basePercent: over(event => attempts.answer(() => odds.expectedIn(event, 1))),
    longRunPercent: over(event => attempts.answer(() => odds.share(event))),
  }
}

/** The answer for a pool without replacement, by its stock. */
function stockedAnswer(
  odds: Odds,
  { attempts, itemId }: { attempts: Attempts; itemId: string },
): Omit<ItemAnswer, 'exchanged'> {
  const base = attempts.answer(() => odds.expectedIn({ item: itemId }, 1))
  const share = attempts.answer(() => odds.share({ item: itemId }))
  return { basePercent: base === null ? null : base * 100, longRunPercent: share === null ? null : share * 100 }
}

/** The ways to an item besides draws: exchanges, and milestones that give it or let it be chosen. */
function exchangesFor({ exchanges, milestones }: ModelDefinition, itemId: string): readonly Exchanged[] {
  return [
    ...exchanges
      .filter(({ choices }: Exchange) => choices.includes(itemId))
      .map(({ pointsPer, cost }) => ({ pointsPer, cost })),
    ...milestones
      .filter(({ give }: Milestone) => givesItem(give, itemId))
      .flatMap(({ at, every, counts }) => {
        const cost = at ?? every
        return cost === undefined ? [] : [{ pointsPer: counts, cost }]
      }),
  ]
}

const givesItem = (give: Milestone['give'], itemId: string): boolean =>
  'item' in give ? give.item === itemId : 'choice' in give && give.choice.includes(itemId)
