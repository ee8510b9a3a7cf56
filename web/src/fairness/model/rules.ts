import { MICROS, microsOf } from '../definition.js'
import { isCount, isNumber, isRecord, isWhole, partOf } from '../json.js'
import { WORD_RANGE } from '../words.js'
import { grantOf, type Grant } from './duplicates.js'
import { expects, knowsAll, listOf, optionalText, textOf, wholeAt } from './reading.js'

/** Counters with the values that they must have. */
export type When = readonly (readonly [counter: string, value: number])[]

export interface Curve {
  readonly when: When
  /** The counter that the curve follows; null where it is one value. */
  readonly by: string | null
  /** From a place on: a chance and what each later place adds, both in millionths of a percent. */
  readonly points: readonly { readonly from: number; readonly chance: number; readonly step: number }[]
}

const SOURCES = ['weights', 'box', 'unowned', 'target', 'wished', 'unwished'] as const
/** Sources of pools whose items the player chooses. */
const CHOSEN: ReadonlySet<Pool['source']> = new Set(['target', 'wished', 'unwished'])

export interface Pool {
  /** "TIER.POOL" */
  readonly outcome: string
  readonly curves: readonly Curve[] | null
  /** The part that it takes of what pools with curves leave; 0 where it has no weight. */
  readonly weight: number
  readonly source: (typeof SOURCES)[number]
  /** Weights or counts, in the order of the definition; none where the player chooses the items. */
  readonly items: readonly { readonly id: string; readonly share: number }[]
  readonly refill: string
}

export interface Tier {
  readonly name: string
  readonly curves: readonly Curve[] | null
  readonly pools: readonly Pool[]
  readonly duplicates: readonly Grant[]
}

export interface Counter {
  readonly name: string
  readonly max: number
  /** A value, or the chance of each value from 0 on, in millionths of a percent. */
  readonly start: number | readonly number[]
  /** The place where it is kept: 'order', 'banner', 'user', 'item' or 'group:NAME'. */
  readonly scope: string
  readonly perOrder: boolean
  /** The first one that matches applies. */
  readonly updates: readonly {
    readonly event: string
    readonly when: When
    readonly sets: boolean
    readonly value: number
  }[]
}

export interface Price {
  readonly unit: string | { readonly ticket: string }
  readonly amount: number | { readonly by: string; readonly points: readonly (readonly [number, number])[] }
}

export interface Order {
  readonly name: string
  readonly draws: number
  readonly moves: boolean
  readonly prices: readonly Price[]
  /** True for one that a milestone gives, which is free. */
  readonly isGift: boolean
}

/** The part of a model's definition that decides draws, and what is handed on between them. */
export interface ModelRules {
  readonly tiers: readonly Tier[]
  /** In the order of their names by code unit, as their starts are rolled. */
  readonly counters: readonly Counter[]
  readonly forces: readonly { readonly when: When; readonly tier: string; readonly pool: string | null }[]
  readonly orders: readonly Order[]
  readonly closesOn: string | null
  readonly target: {
    readonly choices: readonly string[]
    readonly isFixed: boolean
    readonly resets: readonly string[]
  } | null
  readonly wishes: Wishes | null
}

/** The lists of items that a player may make. */
export interface Wishes {
  readonly choices: Pool['items']
  /** Items of a list: at least, and at most. */
  readonly min: number
  readonly max: number
  /** Counters that another list sets to their start. */
  readonly resets: readonly string[]
}

const ORDER_DRAWS_MAX = 100

/** @throws Unreadable where the definition is no model, or has a rule that this page does not know */
export function modelRulesOf(definition: unknown): ModelRules {
  knowsAll(definition, 'definition', '')
  const tiers = listOf(definition, 'tiers', tierOf)
  const counters = partOf(definition, 'counters')
  expects(isRecord(counters) && tiers.length > 0, 'tiers')
  const rules: ModelRules = {
    tiers,
    counters: Object.entries(counters)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, counter]) => counterOf(name, counter)),
    forces: listOf(definition, 'forces', (force, path) => ({
      when: whenOf(force, path),
      tier: textOf(force, 'tier', path),
      pool: optionalText(force, 'pool', path),
    })),
    orders: listOf(definition, 'orders', orderOf),
    closesOn: optionalText(definition, 'closesOn', ''),
    target: targetOf(partOf(definition, 'target')),
    wishes: wishesOf(partOf(definition, 'wishes')),
  }
  for (const [of, list] of [
    ['force', 'forces'],
    ['order', 'orders'],
  ] as const)
    listOf(definition, list, (each, path) => knowsAll(each, of, path))
  expectKnownNames(rules)
  return rules
}

/** A name that nothing has would decide draws as if the rule were not there. */
function expectKnownNames({ tiers, counters, forces }: ModelRules): void {
  const names = new Set(counters.map(({ name }) => name))
  const curves = tiers.flatMap(tier => [tier, ...tier.pools].flatMap(each => each.curves ?? []))
  const conditions = [...forces, ...curves, ...counters.flatMap(({ updates }) => updates)].flatMap(({ when }) => when)
  expects(
    [...conditions.map(([name]) => name), ...curves.flatMap(({ by }) => by ?? [])].every(name => names.has(name)),
    'counters',
  )
  expects(
    forces.every(force => tiers.some(({ name }) => name === force.tier)),
    'forces',
  )
}

function tierOf(tier: unknown, path: string): Tier {
  knowsAll(tier, 'tier', path)
  const name = textOf(tier, 'name', path)
  const pools = listOf(tier, 'pools', (pool, at) => poolOf(name, pool, at), path)
  const weights = pools.reduce((sum, { weight }) => sum + weight, 0)
  expects(pools.length > 0 && MICROS * weights <= WORD_RANGE, `${path}.pools`)
  return { name, curves: curvesOf(tier, path), pools, duplicates: listOf(tier, 'duplicates', grantOf, path) }
}

function poolOf(tier: string, pool: unknown, path: string): Pool {
  knowsAll(pool, 'pool', path)
  const weight = partOf(partOf(pool, 'chance'), 'weight')
  const source = SOURCES.find(each => each === partOf(pool, 'source'))
  expects(source !== undefined, `${path}.source`)
  const isChosen = CHOSEN.has(source)
  const items = isChosen ? [] : listOf(pool, 'items', itemOf, path)
  expects(isChosen || items.length > 0, `${path}.items`)
  return {
    outcome: `${tier}.${textOf(pool, 'name', path)}`,
    curves: weight === undefined ? curvesOf(pool, path) : null,
    weight: isCount(weight) ? weight : 0,
    source,
    items,
    refill: optionalText(pool, 'refill', path) ?? 'never',
  }
}

function itemOf(item: unknown, path: string): Pool['items'][number] {
  const share = partOf(item, 'weight') ?? partOf(item, 'count')
  expects(isCount(share), path)
  return { id: textOf(item, 'id', path), share }
}

function curvesOf(of: unknown, path: string): readonly Curve[] | null {
  if (partOf(of, 'chance') === undefined) return null
  return listOf(
    of,
    'chance',
    (curve, at) => {
      knowsAll(curve, 'curve', at)
      return {
        when: whenOf(curve, at),
        by: optionalText(curve, 'by', at),
        points: listOf(curve, 'points', pointOf, at),
      }
    },
    path,
  )
}

function pointOf(point: unknown, path: string): Curve['points'][number] {
  expects(Array.isArray(point), path)
  const [from, percent, step = 0] = point as readonly unknown[]
  expects(isCount(from) && isNumber(percent) && typeof step === 'number', path)
  return { from, chance: microsOf(percent), step: microsOf(step) }
}

function whenOf(of: unknown, path: string): When {
  const when = partOf(of, 'when') ?? {}
  expects(isRecord(when), `${path}.when`)
  return Object.entries(when).map(([name, value]) => {
    expects(isWhole(value), `${path}.when`)
    return [name, value]
  })
}

function counterOf(name: string, counter: unknown): Counter {
  const path = `counters.${name}`
  knowsAll(counter, 'counter', path)
  const [max, start, scope] = [partOf(counter, 'max'), partOf(counter, 'start'), partOf(counter, 'scope')]
  expects(isCount(max), `${path}.max`)
  const isRolled = Array.isArray(start) && start.every(isNumber)
  expects(isRolled || isWhole(start), `${path}.start`)
  const rolled = isRolled ? (start as readonly number[]).map(microsOf) : null
  expects(rolled === null || rolled.reduce((sum, each) => sum + each, 0) === MICROS, `${path}.start`)
  return {
    name,
    max,
    start: rolled ?? Number(start),
    scope: typeof scope === 'string' ? scope : `group:${textOf(scope, 'group', path)}`,
    perOrder: partOf(counter, 'per') === 'order',
    updates: listOf(counter, 'on', updateOf, path),
  }
}

function updateOf(update: unknown, path: string): Counter['updates'][number] {
  expects(Array.isArray(update), path)
  const [event, change, when] = update as readonly unknown[]
  const [set, add] = [partOf(change, 'set'), partOf(change, 'add')]
  const value = set ?? add
  expects(typeof event === 'string' && typeof value === 'number' && Number.isSafeInteger(value), path)
  return { event, when: whenOf({ when }, path), sets: set !== undefined, value }
}

function orderOf(order: unknown, path: string): Order {
  const [draws, moves] = [partOf(order, 'draws'), partOf(order, 'moves')]
  expects(isCount(draws) && draws <= ORDER_DRAWS_MAX, `${path}.draws`)
  return {
    name: textOf(order, 'name', path),
    draws,
    moves: moves !== false,
    prices: listOf(order, 'prices', priceOf, path),
    isGift: partOf(order, 'from') !== undefined,
  }
}

function priceOf(price: unknown, path: string): Price {
  const [unit, amount] = [partOf(price, 'unit'), partOf(price, 'amount')]
  return {
    unit: typeof unit === 'string' ? unit : { ticket: textOf(unit, 'ticket', path) },
    amount: isWhole(amount)
      ? amount
      : {
          by: textOf(amount, 'by', path),
          points: listOf(amount, 'points', (point, at) => [wholeAt(point, 0, at), wholeAt(point, 1, at)], path),
        },
  }
}

function targetOf(target: unknown): ModelRules['target'] {
  if (target === undefined) return null
  knowsAll(target, 'target', 'target')
  const isFixed = partOf(target, 'change') === 'never'
  return { choices: textsOf(target, 'choices', 'target'), isFixed, resets: textsOf(target, 'resets', 'target') }
}

function wishesOf(wishes: unknown): Wishes | null {
  if (wishes === undefined) return null
  knowsAll(wishes, 'wishes', 'wishes')
  const choices = listOf(wishes, 'choices', itemOf, 'wishes')
  const count = partOf(wishes, 'count')
  const [min, max] = [wholeAt(count, 0, 'wishes.count'), wholeAt(count, 1, 'wishes.count')]
  expects(min > 0 && min <= max && max <= choices.length, 'wishes.count')
  return { choices, min, max, resets: textsOf(wishes, 'resets', 'wishes') }
}

const textsOf = (of: unknown, key: string, path: string): readonly string[] =>
  listOf(
    of,
    key,
    (each, at) => {
      expects(typeof each === 'string', at)
      return each
    },
    path,
  )
