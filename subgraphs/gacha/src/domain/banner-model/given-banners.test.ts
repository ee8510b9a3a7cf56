import { describe, expect, it } from 'vitest'
import { givenModel, givenRules, givenValues } from '../../../test/banner-model/short-form.js'
import { chainOf } from './chain.js'
import { compileModel, type CompiledModel } from './compile.js'
import { EDGES_MAX, STATES_MAX } from './definition.js'
import type { State } from './model.js'
import { sliceOf } from './slice.js'

const modelOf = (id: string) => compileModel(givenModel(id))

/** A state by the names of its counters; those left out have their start. */
function stateOf(model: CompiledModel, values: Readonly<Record<string, number>> = {}): State {
  return model.counters.map(({ name, start }) => values[name] ?? start.shares[0]?.value ?? 0)
}

const namedOf = (model: CompiledModel, state: State): Readonly<Record<string, number>> =>
  Object.fromEntries(model.counters.map(({ name }, index) => [name, state[index] ?? 0]))

/** The shares of a state in percent, by the names of outcomes. */
function percentsAt(model: CompiledModel, values: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const { total, shares } = model.outcomesAt(stateOf(model, values))
  return Object.fromEntries(shares.map(({ value, share }) => [value.name, Number((share * 10n ** 12n) / total) / 1e10]))
}

function nextOf(
  model: CompiledModel,
  values: Readonly<Record<string, number>>,
  outcome: string,
  endsOrder = false,
): Readonly<Record<string, number>> {
  const [drawn] = model.outcomesOf(outcome)
  if (drawn === undefined) throw new Error(`No ${outcome}`)
  return namedOf(model, model.after(stateOf(model, values), drawn, endsOrder))
}

describe('the given banners', () => {
  it('are eight, and each passes the check', () => {
    expect(givenRules.map(({ id }) => givenModel(id).tiers.length)).toEqual([3, 3, 3, 5, 2, 3, 3, 2])
  })

  it.each(givenRules.filter(({ box }) => box === undefined).map(({ id, draws = 1 }) => [id, draws] as const))(
    '%s has as many states for each question as the reference',
    (id, draws) => {
      const model = modelOf(id)
      const { states } = givenValues[id] as { states: Readonly<Record<string, number>> }
      const { measure } = givenRules.find(each => each.id === id) as unknown as {
        measure: { top: string; target: string }
      }
      const counts = Object.keys(states)
        .filter(name => name !== 'unslicedBound')
        .map(name => {
          const event = name === 'top' ? measure.top : name === 'target' ? measure.target : name
          const { chain } = chainOf(model, sliceOf(model, { events: [event] }), {
            draws,
            statesMax: STATES_MAX,
            edgesMax: EDGES_MAX,
          })
          return [name, chain?.states.length]
        })
      const sliced = Object.entries(states).filter(([name]) => name !== 'unslicedBound')
      expect(counts).toEqual(sliced)
    },
  )
})

describe('genshin-character-5.0', () => {
  const model = modelOf('genshin-character-5.0')

  it('has 0.6 % of FIVE at first, 6.6 % at place 74 and six points more at each, until 90 is certain', () => {
    expect(percentsAt(model, {})).toEqual({
      'FIVE.featured': 0.3,
      'FIVE.standard': 0.3,
      'FOUR.featured': 2.55,
      'FOUR.standard': 2.55,
      'THREE.all': 94.3,
    })
    const fives = [72, 73, 74, 88, 89].map(since5 => {
      const percents = percentsAt(model, { since5, lost5: 1 })
      return [percents['FIVE.featured'], percents['FIVE.standard']]
    })
    expect(fives).toEqual([
      [0.6, undefined],
      [6.6, undefined],
      [12.6, undefined],
      [96.6, undefined],
      [100, undefined],
    ])
  })

  it('cuts FOUR to what FIVE leaves, and gives THREE nothing then', () => {
    expect(percentsAt(model, { since5: 88, since4: 8, lost5: 1, lost4: 1 })).toEqual({
      'FIVE.featured': 96.6,
      'FOUR.featured': 3.4,
    })
  })

  it('makes the featured FIVE certain after three lost coins more than won ones', () => {
    expect(percentsAt(model, { since5: 89, radiance: 3 })).toEqual({ 'FIVE.featured': 100 })
    expect(percentsAt(model, { since5: 89, radiance: 2 })).toEqual({ 'FIVE.featured': 50, 'FIVE.standard': 50 })
  })

  it.each([
    ['a lost coin raises radiance', { since5: 20, radiance: 1 }, 'FIVE.standard', { since5: 0, lost5: 1, radiance: 2 }],
    ['a lost coin at 3 stays there', { radiance: 3 }, 'FIVE.standard', { lost5: 1, radiance: 3 }],
    [
      'a guaranteed one leaves radiance',
      { since5: 8, lost5: 1, radiance: 2 },
      'FIVE.featured',
      { since5: 0, lost5: 0, radiance: 2 },
    ],
    ['a guaranteed one at 3 does, too', { lost5: 1, radiance: 3 }, 'FIVE.featured', { lost5: 0, radiance: 3 }],
    ['one by radiance sets it to 1', { lost5: 0, radiance: 3 }, 'FIVE.featured', { lost5: 0, radiance: 1 }],
    ['a won coin lowers radiance', { lost5: 0, radiance: 2 }, 'FIVE.featured', { radiance: 1 }],
    ['a won coin at 0 stays there', { lost5: 0, radiance: 0 }, 'FIVE.featured', { radiance: 0 }],
  ] as const)('%s', (_, before, outcome, expected) => {
    expect(nextOf(model, { since4: 3, lost4: 1, ...before }, outcome)).toMatchObject({
      since4: 4,
      lost4: 1,
      ...expected,
    })
  })

  it('counts a FIVE as a draw without FOUR, and a FOUR as one without FIVE, both up to their max', () => {
    expect(nextOf(model, { since5: 5, since4: 9 }, 'FIVE.standard')).toMatchObject({ since5: 0, since4: 9 })
    expect(nextOf(model, { since5: 89, since4: 9, lost4: 1 }, 'FOUR.featured')).toMatchObject({
      since5: 89,
      since4: 0,
      lost4: 0,
    })
  })
})

describe('the other given banners', () => {
  it('hsr-light-cone: FOUR has 6.6, 46.6, 86.6 and 100 % at 7, 8, 9 and 10', () => {
    const model = modelOf('hsr-light-cone')
    const fours = [6, 7, 8, 9].map(since4 => percentsAt(model, { since4, lost5: 1 })['FOUR.all'])
    expect(fours).toEqual([6.6, 46.6, 86.6, 99.2])
    expect(percentsAt(model, {})).toMatchObject({ 'FIVE.featured': 0.625, 'FIVE.standard': 0.175 })
  })

  it('wuwa-character: the curve has four slopes, and a FIVE resets the counter of FOUR', () => {
    const model = modelOf('wuwa-character')
    const fives = [64, 65, 69, 70, 74, 75, 77, 78].map(
      since5 => percentsAt(model, { since5, lost5: 1 })['FIVE.featured'],
    )
    expect(fives).toEqual([0.8, 4.8, 20.8, 28.8, 60.8, 70.8, 90.8, 100])
    expect(nextOf(model, { since5: 3, since4: 7 }, 'FIVE.standard')).toEqual({ since5: 0, since4: 0, lost5: 1 })
  })

  it('reverse-1999: all of FIVE, THREE and TWO are what FOUR and SIX leave', () => {
    const model = modelOf('reverse-1999')
    const last = { since6: 0, since4: 9, lost: 0 }
    expect(percentsAt(model, last)).toEqual({
      'SIX.featured': 0.75,
      'SIX.standard': 0.75,
      'FIVE.all': 8.5,
      'FOUR.all': 90,
    })
    expect(percentsAt(model, {})).toMatchObject({ 'FOUR.all': 40, 'THREE.all': 45, 'TWO.all': 5 })
    expect(nextOf(model, { since6: 3, since4: 8, lost: 1 }, 'THREE.all')).toEqual({ since6: 4, since4: 9, lost: 1 })
  })

  it('fgo-330: the featured item is certain at draw 330, once, and never after it came', () => {
    const model = modelOf('fgo-330')
    expect(percentsAt(model, { first: 328 })).toEqual({ 'SSR.featured': 0.8, 'SSR.other': 0.2, 'REST.all': 99 })
    expect(percentsAt(model, { first: 329 })).toEqual({ 'SSR.featured': 100 })
    expect(nextOf(model, { first: 329 }, 'SSR.featured')).toEqual({ first: 330 })
    expect(nextOf(model, { first: 20 }, 'SSR.featured')).toEqual({ first: 330 })
    expect(nextOf(model, { first: 330 }, 'REST.all')).toEqual({ first: 330 })
    expect(percentsAt(model, { first: 330 })['SSR.featured']).toBe(0.8)
  })

  it('blue-archive: TWO is certain at the tenth if nine failed, and each order counts anew', () => {
    const model = modelOf('blue-archive')
    expect(percentsAt(model, { none: 9 })).toEqual({
      'THREE.featured': 0.69999999,
      'THREE.other': 2.30000001,
      'TWO.all': 97,
    })
    expect(nextOf(model, { none: 4 }, 'TWO.all')).toEqual({ none: 0 })
    expect(nextOf(model, { none: 8 }, 'ONE.all', true)).toEqual({ none: 0 })
  })

  it('caravan-step-up: a step is an order, and the fourth one stays', () => {
    const model = modelOf('caravan-step-up')
    expect([0, 1, 2, 3].map(step => percentsAt(model, { step })['SIX.all'])).toEqual([0.2, 0.4, 1, 1])
    expect([0, 1, 2, 3].map(step => percentsAt(model, { step })['HERO5.all'])).toEqual([0.5, 0.5, 1, 1])
    expect(nextOf(model, { step: 0 }, 'REST.all')).toEqual({ step: 0 })
    expect(nextOf(model, { step: 0 }, 'REST.all', true)).toEqual({ step: 1 })
    expect(nextOf(model, { step: 3 }, 'SIX.all', true)).toEqual({ step: 3 })
  })

  it('box-300: each of the 300 prizes is as likely', () => {
    const model = modelOf('box-300')
    expect(model.outcomesAt([])).toMatchObject({
      total: 300n,
      shares: [
        { value: { name: 'GRAND.all' }, share: 1n },
        { value: { name: 'OTHER.all' }, share: 299n },
      ],
    })
  })
})
