import { describe, expect, it } from 'vitest'
import { givenModel } from '../../test/banner-model/short-form.js'
import { firstLight } from '../../test/definitions.js'
import { compileModel } from './banner-model/compile.js'
import { countersOfPity, modelOfBanner } from './banner-model/from-banner.js'
import { modelOddsOf } from './banner-odds/model-odds.js'
import { chanceOf, chancesFrom, eventIn, eventOfCounter, keptCounters, outlookOf } from './outlook.js'
import { noPity } from './pity.js'

const model = compileModel(modelOfBanner(firstLight))
const odds = modelOddsOf(model.definition)
const next = (event: string, pity: object) =>
  chanceOf(model, chancesFrom(model, countersOfPity({ ...noPity, ...pity }, model.definition)), event)

describe('what a player has to expect', () => {
  it('is the reference value of a player after 40 draws who has lost a coin', () => {
    const position = countersOfPity({ ...noPity, pullsSinceUltraRare: 40, ultraRareGuaranteed: true }, model.definition)
    const outlook = outlookOf(model, odds, { event: 'ULTRA_RARE.featured', position })
    expect(outlook?.mean).toBeCloseTo(33.8912909939, 8)
    expect(outlook?.p90).toBe(41)
    expect(outlook?.withinTen).toBeCloseTo(0.0584056497898, 10)
  })

  it('has a next draw that follows every counter, as the tables have it', () => {
    expect(chanceOf(model, chancesFrom(model, null), 'ULTRA_RARE')).toBeCloseTo(0.006, 12)
    expect(next('ULTRA_RARE', { pullsSinceUltraRare: 89 })).toBe(1)
    expect(next('ULTRA_RARE.featured', { pullsSinceUltraRare: 89 })).toBe(0.5)
    expect(next('ULTRA_RARE.featured', { pullsSinceUltraRare: 89, ultraRareGuaranteed: true })).toBe(1)
    for (const pullsSinceUltraRare of [0, 72, 73, 80, 88, 200]) {
      const position = countersOfPity({ ...noPity, pullsSinceUltraRare }, model.definition)
      const outlook = outlookOf(model, odds, { event: 'ULTRA_RARE', position })
      expect(outlook?.next).toBeCloseTo(next('ULTRA_RARE', { pullsSinceUltraRare }), 12)
    }
  })

  it('counts the counters that are drawn when an order begins by their chances', () => {
    const chances = [{ points: [[1, 10]] }, { when: { kind: 1 }, points: [[1, 50]] }]
    const drawn = compileModel({
      ...model.definition,
      tiers: model.definition.tiers.map((tier, index) => (index === 0 ? { ...tier, chance: chances as never } : tier)),
      counters: {
        ...model.definition.counters,
        kind: { max: 1, start: [75, 25], scope: 'order', per: 'draw', on: [['*', { add: 0 }]], onClose: 'keep' },
      },
    })
    expect(chanceOf(drawn, chancesFrom(drawn, null), 'ULTRA_RARE')).toBeCloseTo(0.2, 12)
    expect(chanceOf(drawn, chancesFrom(drawn, {}), 'ULTRA_RARE')).toBeCloseTo(0.2, 12)
    expect(keptCounters(drawn.definition)).toEqual(keptCounters(model.definition))
  })

  it('is not told where it depends on what is left of a box', () => {
    const box = compileModel(givenModel('box-300'))
    const [first] = box.outcomes
    expect(outlookOf(box, modelOddsOf(box.definition), { event: first?.name ?? '', position: {} })).toBeNull()
  })
})

describe('the prize that a counter decides about', () => {
  const eventsOf = (id: string) => {
    const definition = givenModel(id)
    return Object.fromEntries(Object.keys(definition.counters).map(name => [name, eventOfCounter(definition, name)]))
  }

  it('is a tier, then a pool', () => {
    expect(eventsOf('genshin-character-5.0')).toEqual({
      since5: 'FIVE',
      since4: 'FOUR',
      lost5: 'FIVE.featured',
      lost4: 'FOUR.featured',
      radiance: 'FIVE.featured',
    })
  })

  it('is what a force gives where no chance follows it', () => {
    const [counter = ''] = Object.keys(givenModel('fgo-330').forces[0]?.when ?? {})
    const { tier, pool } = givenModel('fgo-330').forces[0] ?? { tier: '' }
    expect(eventsOf('fgo-330')[counter]).toBe(pool === undefined ? tier : `${tier}.${pool}`)
  })

  it('has the name of its tier in the odds where it is the only pool', () => {
    expect(eventIn(model.definition, 'RARE.others')).toBe('RARE')
    expect(eventIn(model.definition, 'ULTRA_RARE.featured')).toBe('ULTRA_RARE.featured')
  })
})
