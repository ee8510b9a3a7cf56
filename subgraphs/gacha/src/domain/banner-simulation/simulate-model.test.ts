import { describe, expect, it } from 'vitest'
import { givenModel } from '../../../test/banner-model/short-form.js'
import { compileModel } from '../banner-model/compile.js'
import type { Curve, ModelDefinition } from '../banner-model/definition.js'
import { createOdds } from '../banner-odds/odds.js'
import { seededWords } from '../seeded-words.js'
import { simulateModel, type SimulatedOrder } from './simulate-model.js'

const DRAWS = 100_000
/** A p-value that no seed has by chance. */
const WRONG = 1e-9

/** @param expected has the exact odds; left out: the definition that is drawn from */
function simulated(drawn: ModelDefinition, expected = drawn): readonly SimulatedOrder[] {
  return simulateModel(compileModel(drawn), {
    draws: DRAWS,
    wordsOf: place => seededWords(20 + place),
    oddsOf: (_, { name }) => createOdds(compileModel(expected), { order: name }),
  })
}

const genshin = givenModel('genshin-character-5.0')
/** The same with other chances of its best tier. */
const withPoints = (change: (points: Curve['points']) => Curve['points']): ModelDefinition => ({
  ...genshin,
  tiers: genshin.tiers.map((tier, place) =>
    place > 0 ? tier : { ...tier, chance: tier.chance?.map(curve => ({ ...curve, points: change(curve.points) })) },
  ),
})
const withBase = (percent: number) => withPoints(points => points.with(0, [1, percent]))
const testsOf = ({ test, waits }: SimulatedOrder) => [test, ...waits.map(wait => wait.test)].flatMap(each => each ?? [])

describe('simulateModel', { timeout: 60_000 }, () => {
  it('agrees with the exact odds in all tiers and pools of each order', () => {
    const orders = [
      { name: 'single', draws: 1, prices: [], moves: true },
      { name: 'ten', draws: 10, prices: [], moves: true },
    ]
    const found = simulated({ ...genshin, orders })
    expect(found.map(({ order, draws, agrees }) => [order, draws, agrees])).toEqual([
      ['single', 1, true],
      ['ten', 10, true],
    ])
    for (const order of found) {
      expect(order.shares.map(({ event }) => event)).toEqual(order.waits.map(({ event }) => event))
      expect(order.shares.length).toBeGreaterThan(4)
      expect(order.test?.degrees).toBe(order.shares.filter(({ event }) => event.includes('.')).length)
      for (const { pValue } of testsOf(order)) expect(pValue).toBeGreaterThan(0.001)
    }
    expect(found[0]?.waits[0]?.test?.degrees).toBeGreaterThan(15)
  })

  it('finds a chance that is twice as large in the shares and in the waits', () => {
    const [found] = simulated(withBase(1.2), genshin)
    expect(found?.agrees).toBe(false)
    expect(found?.test?.pValue).toBeLessThan(WRONG)
    expect(found?.waits[0]?.test?.pValue).toBeLessThan(WRONG)
    const [right] = simulated(withBase(1.2))
    expect(right).toMatchObject({ agrees: true })
  })

  it('finds another curve of the same average in the waits', () => {
    // Certain at 63 draws without a chance before is 1/63, close to the 1/62.3 of the curve.
    const late = simulated(
      withPoints(() => [
        [1, 0],
        [62, 70],
        [63, 100],
      ]),
      genshin,
    )
    expect(late[0]?.waits[0]?.test?.pValue).toBeLessThan(WRONG)
  })

  it('knows boxes that end, orders that close the banner, and steps by their waits alone', () => {
    for (const [id, event] of [
      ['box-300', 'jackpot'],
      ['caravan-step-up', 'five'],
    ] as const) {
      const [found] = simulated(givenModel(id))
      expect(found, id).toMatchObject({ agrees: true })
      expect(found?.waits.length, event).toBeGreaterThan(1)
    }
  })

  it('has the draws of one order among all of them, by itself', () => {
    const blueArchive = compileModel(givenModel('blue-archive'))
    const options = { draws: 20_000, wordsOf: (place: number) => seededWords(place) }
    const [one] = simulateModel(blueArchive, { ...options, order: 'order' })
    expect(one).toEqual(simulateModel(blueArchive, options)[0])
    expect(one?.test).toBeNull()
  })

  it('tells how far it is, up to all of it', () => {
    const told: number[] = []
    simulateModel(compileModel(givenModel('blue-archive')), {
      draws: 20_000,
      wordsOf: seededWords,
      onProgress: ({ done, total }) => told.push(done / total),
    })
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(told.at(-1)).toBeGreaterThan(0.9)
    expect(told.at(-1)).toBeLessThanOrEqual(1)
  })
})
