import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyRule, definitionOf } from '../../../test/banner-model/any-rule.js'
import { compileModel } from '../banner-model/compile.js'
import { momentsOf } from './distribution.js'
import { explore } from './explore.js'
import { stationaryByIteration } from './long-run.js'
import { createOdds } from './odds.js'
import { oddsAt } from './positions.js'
import { orderOf } from './question.js'
import { closedClasses } from './reach.js'
import { stationaryByCycle } from './solve.js'
import { walkOf } from './walk.js'

const RUNS = { seed: 19, numRuns: 25 }
const EVENTS = ['TOP', 'TOP.wanted', 'LOW', 'LOW+', 'REST'] as const

/** The relative difference, or the absolute one below 1; 0 for two that are not finite, or both null. */
function offBy(actual: number | null, expected: number | null): number {
  const [a, b] = [actual ?? Number.POSITIVE_INFINITY, expected ?? Number.POSITIVE_INFINITY]
  return a === b ? 0 : Math.abs(a - b) / Math.max(1, Math.abs(b))
}

describe('the odds of any rule', () => {
  it('have the same mean by forward iteration as by a linear solve', () => {
    fc.assert(
      fc.property(anyRule, fc.constantFrom(...EVENTS), (rule, event) => {
        const { ever, mean, standardDeviation, distribution } = createOdds(compileModel(definitionOf(rule))).passage(
          event,
        )
        const followed = momentsOf(distribution)
        fc.pre(ever === 1)
        expect(offBy(followed.mean, mean)).toBeLessThan(1e-9)
        expect(offBy(followed.standardDeviation, standardDeviation)).toBeLessThan(1e-6)
      }),
      RUNS,
    )
  })

  it('do not depend on the counters that slicing leaves out', () => {
    fc.assert(
      fc.property(anyRule, fc.constantFrom(...EVENTS), (rule, event) => {
        const model = compileModel(definitionOf(rule))
        const [sliced, whole] = [createOdds(model), createOdds(model, { unsliced: true })]
        expect(sliced.states(event)).toBeLessThanOrEqual(whole.states(event))
        expect(offBy(sliced.share(event), whole.share(event))).toBeLessThan(1e-9)
        const [a, b] = [sliced.passage(event), whole.passage(event)]
        for (const figure of ['ever', 'mean', 'p50', 'p90', 'p99', 'max', 'next', 'withinTen'] as const)
          expect(offBy(a[figure], b[figure])).toBeLessThan(1e-9)
        expect(offBy(sliced.expectedIn(event, 25), whole.expectedIn(event, 25))).toBeLessThan(1e-9)
      }),
      RUNS,
    )
  })

  it('are the same where events share a chain', () => {
    fc.assert(
      fc.property(anyRule, fc.constantFrom(...EVENTS), (rule, event) => {
        const model = compileModel(definitionOf(rule))
        const [alone, shared] = [createOdds(model), createOdds(model, { together: EVENTS })]
        expect(shared.states(event)).toBe(alone.states(event))
        expect(offBy(shared.share(event), alone.share(event))).toBeLessThan(1e-9)
        expect(offBy(shared.passage(event).mean, alone.passage(event).mean)).toBeLessThan(1e-9)
        expect(offBy(shared.expectedIn(event, 12), alone.expectedIn(event, 12))).toBeLessThan(1e-9)
      }),
      RUNS,
    )
  })

  it('have the same long run by cycles as by iteration, and shares that add up to 1', () => {
    fc.assert(
      fc.property(anyRule, rule => {
        const model = compileModel(definitionOf(rule))
        const odds = createOdds(model)
        const sum = ['TOP', 'LOW', 'REST'].reduce((total, tier) => total + (odds.share(tier) ?? 0), 0)
        expect(offBy(sum, 1)).toBeLessThan(1e-9)
        const explored = explore(walkOf(model, { asked: ['LOW'], order: orderOf(model, null) }))
        if ('counters' in explored) throw new Error(explored.message)
        for (const members of closedClasses(explored.chain)) {
          const byCycle = stationaryByCycle(explored.chain, members)
          const byIteration = stationaryByIteration(explored.chain, members)
          for (const state of members)
            expect(offBy(byCycle?.[state] ?? null, byIteration[state] ?? null)).toBeLessThan(1e-9)
        }
      }),
      RUNS,
    )
  })

  it('are the same in the table of positions as from one position', () => {
    fc.assert(
      fc.property(anyRule, fc.constantFrom(...EVENTS), fc.nat(), (rule, event, place) => {
        const odds = createOdds(compileModel(definitionOf(rule)))
        const table = odds.positions(event)
        const width = table.coordinates.length
        const row = table.states.slice((place % table.passages.mean.length) * width).slice(0, width)
        const position = Object.fromEntries(table.coordinates.map((name, index) => [name, row[index] ?? 0]))
        const [found, asked] = [oddsAt(table, position), odds.passage(event, position)]
        expect(found).not.toBeNull()
        for (const figure of ['mean', 'p50', 'p90', 'p99', 'next', 'withinTen'] as const)
          expect(offBy(found?.[figure] ?? null, asked[figure] ?? Number.POSITIVE_INFINITY)).toBeLessThan(1e-9)
      }),
      RUNS,
    )
  })

  it('cost the same by following what was paid as by the number of orders, and points by either way', () => {
    fc.assert(
      fc.property(anyRule, fc.integer({ min: 1, max: 30 }), fc.nat(2), (rule, cost, freeOrders) => {
        const flat = definitionOf({ ...rule, price: 700 })
        const byStep = definitionOf({ ...rule, price: { by: 'step', points: [[1, 700]] } })
        const [constant, followed] = [flat, byStep].map(definition =>
          createOdds(compileModel(definition)).costs('TOP.wanted', 'DIAMOND', { freeOrders }),
        )
        for (const figure of ['mean', 'standardDeviation', 'p50', 'p90', 'p99'] as const)
          expect(offBy(followed?.[figure] ?? null, constant?.[figure] ?? null)).toBeLessThan(1e-6)
        const odds = createOdds(compileModel(flat))
        // Each draw is of the last tier or better: the points are counted on the chain instead of by the draw.
        const [counted, capped] = ['REST+', '*'].map(pointsPer => odds.exchanged('TOP.wanted', [{ pointsPer, cost }]))
        for (const figure of ['mean', 'p50', 'p90', 'p99', 'needed'] as const)
          expect(offBy(counted?.[figure] ?? null, capped?.[figure] ?? null)).toBeLessThan(1e-9)
      }),
      RUNS,
    )
  })
})
