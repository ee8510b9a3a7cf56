import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { checkModel } from '../../src/domain/banner-model/check-model.js'
import type { ModelDefinition } from '../../src/domain/banner-model/definition.js'

/**
 * The short form of rules that banners-given.json has: no items, times or orders, since its figures need
 * none. Its key `semantics` says what it means.
 */
export interface ShortRule {
  readonly id: string
  readonly game: string
  readonly counters?: Readonly<Record<string, ShortCounter>>
  readonly tiers?: readonly ShortTier[]
  readonly forces?: readonly unknown[]
  /** Draws of an order. */
  readonly draws?: number
  readonly price?: unknown
  readonly exchange?: { readonly at: number; readonly item: string }
  /** Prizes of one box, with their counts. */
  readonly box?: readonly (readonly [string, number])[]
}

interface ShortCounter {
  readonly scope: string
  readonly on: readonly (readonly [string, { readonly when?: unknown; readonly add?: number }])[]
}

interface ShortTier {
  readonly name: string
  readonly pools?: readonly { readonly name: string }[]
}

const given = JSON.parse(readFileSync(path.join(import.meta.dirname, 'banners-given.json'), 'utf8')) as {
  readonly rules: readonly ShortRule[]
  readonly expected: Readonly<Record<string, unknown>>
}
export const givenRules = given.rules
export const givenValues = given.expected

/** The definition of one of the given rules. */
export function givenModel(id: string): ModelDefinition {
  const rule = givenRules.find(each => each.id === id)
  if (rule === undefined) throw new Error(`No rule ${id} is given`)
  return modelOfShortForm(rule)
}

/** @throws Error that names the problems of a rule that is wrong */
export function modelOfShortForm(rule: ShortRule): ModelDefinition {
  const { definition, problems } = checkModel(definitionOfShortForm(rule))
  if (definition === null) throw new Error(`${rule.id}: ${JSON.stringify(problems)}`)
  return definition
}

export function definitionOfShortForm(rule: ShortRule): unknown {
  const { id, game, counters = {}, forces = [], draws = 1, price, exchange, box } = rule
  return {
    name: game.slice(0, 60),
    opensAt: '2026-01-01T00:00:00Z',
    tiers:
      box === undefined
        ? (rule.tiers ?? []).map(tier => tierOf(id, tier))
        : box.map((prize, place) => boxTierOf(id, prize, place === 0)),
    counters: Object.fromEntries(Object.entries(counters).map(([name, counter]) => [name, counterOf(counter)])),
    forces,
    orders: [{ name: 'order', draws, prices: price === undefined ? [] : [{ unit: 'DIAMOND', amount: price }] }],
    exchanges:
      exchange === undefined
        ? []
        : [{ name: 'exchange', pointsPer: '*', cost: exchange.at, choices: [itemId(id, exchange.item)] }],
  }
}

const counterOf = (counter: ShortCounter) => ({
  ...counter,
  scope: counter.scope === 'group' ? { group: 'events' } : counter.scope,
  on: counter.on.map(([event, { when, ...change }]) => (when === undefined ? [event, change] : [event, change, when])),
})

const tierOf = (id: string, { pools = [{ name: 'all' }], ...tier }: ShortTier) => ({
  ...tier,
  pools: pools.map(pool => ({ source: 'weights', items: [{ id: itemId(id, `${tier.name}.${pool.name}`) }], ...pool })),
})

/** The first prize is the grand one: the box may be refilled once it is out. */
const boxTierOf = (id: string, [prize, count]: readonly [string, number], isGrand: boolean) => ({
  name: prize,
  pools: [
    {
      name: 'all',
      source: 'box',
      items: [{ id: itemId(id, `${prize}.all`), count }],
      refill: isGrand ? 'prizesOut' : 'never',
    },
  ],
})

/** An item of a rule, which has none: the same for the same name. */
export function itemId(rule: string, outcome: string): string {
  const digest = createHash('sha256').update(`${rule} ${outcome}`).digest('hex')
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}
