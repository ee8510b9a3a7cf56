import { describe, expect, it } from 'vitest'
import { givenModel, givenRules, givenValues } from '../../../test/banner-model/short-form.js'
import { compileModel } from '../banner-model/compile.js'
import { createOdds, type Odds, type Waits } from './odds.js'

/** Each number is compared with this relative precision. */
const PRECISION = 1e-6
const UNIT = 'DIAMOND'

type Tree = number | string | { readonly [key: string]: Tree } | readonly Tree[]

/** The figures of a waiting time under the names of the reference. */
const figuresOf = ({ mean, standardDeviation: sd, p50, p90, p99, max }: Waits) => ({
  mean,
  sd,
  p50,
  p90,
  p99,
  ...(max === null ? {} : { max }),
})

interface Measured {
  readonly id: string
  readonly game: string
  readonly measure: { readonly top: string; readonly target: string; readonly shares: readonly string[] }
  readonly exchange?: { readonly at: number }
  readonly box?: readonly (readonly [string, number])[]
}

const rules = givenRules as unknown as readonly Measured[]

/** All that the reference says of a rule, computed. */
function answersOf(rule: Measured, reference: { readonly [key: string]: Tree }): { readonly [key: string]: unknown } {
  const odds = createOdds(compileModel(givenModel(rule.id)))
  if (rule.box !== undefined) return answersOfBox(rule, odds, rule.box)
  const { top, target } = rule.measure
  const answers = {
    longRunShares: () => Object.fromEntries(rule.measure.shares.map(event => [event, odds.share(event)])),
    longRunDrawsPerTarget: () => 1 / (odds.share(target) ?? 0),
    top: () => figuresOf(odds.passage(top)),
    consolidated: () => odds.share(top),
    target: () => figuresOf(odds.passage(target)),
    withExchange: () => {
      const points = { pointsPer: '*', cost: rule.exchange?.at ?? 0 }
      const { needed, ...waits } = odds.exchanged(target, [points])
      return { ...figuresOf(waits), exchangeNeeded: needed }
    },
    from: () => positionsOf(reference).map(state => fromPosition(odds, target, state)),
    orders: () => figuresOf(odds.orders(target)),
    cost: () => costOf(odds, target),
    HERO5: () => ({ orders: odds.orders('HERO5').mean, cost: odds.costs('HERO5', UNIT).mean }),
    states: () => ({
      ...Object.fromEntries(statesOf(reference).map(name => [name, odds.states({ top, target }[name] ?? name)])),
      unslicedBound: unslicedBoundOf(rule.id),
    }),
  }
  const asked = Object.entries(answers).filter(([name]) => name in reference)
  return { game: rule.game, ...Object.fromEntries(asked.map(([name, answer]) => [name, answer()])) }
}

function fromPosition(odds: Odds, target: string, state: Readonly<Record<string, number>>) {
  const passage = odds.passage(target, state)
  return { state, ...figuresOf(passage), within10: passage.withinTen }
}

function costOf(odds: Odds, target: string) {
  const { mean, p50, p90, p99 } = odds.costs(target, UNIT)
  return { mean, p50, p90, p99 }
}

function answersOfBox(rule: Measured, odds: Odds, box: readonly (readonly [string, number])[]) {
  const [grand = ''] = box[0] ?? []
  const first = odds.passage(grand)
  return {
    game: rule.game,
    first: figuresOf(first),
    firstExact: `${Math.round(2 * first.mean)}/2`,
    all: odds.passage({ empty: grand }).mean,
    empty: odds.passage({ empty: '*' }).mean,
    states: { box: odds.states(grand) },
  }
}

const positionsOf = (reference: { readonly [key: string]: Tree }) =>
  (reference['from'] as readonly { readonly state: Readonly<Record<string, number>> }[]).map(({ state }) => state)

const statesOf = (reference: { readonly [key: string]: Tree }): readonly string[] =>
  Object.keys(reference['states'] ?? {}).filter(name => name !== 'unslicedBound')

/** All combinations of counter values, times the places of an order. */
const unslicedBoundOf = (id: string): number => {
  const { counters, orders } = givenModel(id)
  const hasPlace = Object.values(counters).some(({ scope, per }) => scope === 'order' || per === 'order')
  const places = hasPlace ? (orders[0]?.draws ?? 1) : 1
  return Object.values(counters).reduce((product, { max }) => product * (max + 1), places)
}

/** Paths of numbers that are not the same, with both. */
function differences(answer: unknown, reference: Tree, path: string): readonly string[] {
  if (typeof reference === 'number' && typeof answer === 'number')
    return Math.abs(answer - reference) <= PRECISION * Math.abs(reference)
      ? []
      : [`${path}: ${answer}, not ${reference}`]
  if (typeof reference === 'object' && typeof answer === 'object' && answer !== null) {
    const keys = new Set([...Object.keys(reference), ...Object.keys(answer)])
    return [...keys].flatMap(key =>
      differences(
        (answer as Record<string, unknown>)[key],
        (reference as Record<string, Tree>)[key] ?? 'nothing',
        `${path}.${key}`,
      ),
    )
  }
  return answer === reference ? [] : [`${path}: ${JSON.stringify(answer)}, not ${JSON.stringify(reference)}`]
}

describe('the odds of the given banners', () => {
  it('are asked for all eight', () => {
    expect(rules.map(({ id }) => id).toSorted()).toEqual(Object.keys(givenValues).toSorted())
    expect(rules).toHaveLength(8)
  })

  it.each(rules.map(rule => [rule.id, rule] as const))('of %s equal every value of the reference', (id, rule) => {
    const reference = givenValues[id] as { readonly [key: string]: Tree }
    expect(differences(answersOf(rule, reference), reference, id)).toEqual([])
  })
})
