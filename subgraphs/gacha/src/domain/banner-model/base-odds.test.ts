import { expect, it } from 'vitest'
import {
  aBoxBanner,
  aGroupBanner,
  heroes,
  modelDefinitionOf,
  stone,
  sword,
} from '../../../test/banner-model/banner-of-model.js'
import { baseOddsOf } from './base-odds.js'
import { compileModel } from './compile.js'

const oddsOf = (definition: unknown) => baseOddsOf(compileModel(modelDefinitionOf(definition)))

it('has the chance of each item of a first draw, and none of rarities', () => {
  expect(oddsOf(aGroupBanner())).toEqual({
    rarities: [],
    items: [
      { itemId: heroes.featured, basePercent: 2.5, featured: true },
      { itemId: heroes.standard, basePercent: 2.5, featured: false },
      { itemId: sword, basePercent: 20, featured: false },
      { itemId: stone, basePercent: 75, featured: false },
    ],
  })
})

it('takes a box as full, and a rolled start by its percentages', () => {
  const [prize, rest] = oddsOf(aBoxBanner()).items
  expect(prize?.basePercent).toBeCloseTo(100 / 12, 10)
  expect(rest?.basePercent).toBeCloseTo(1_100 / 12, 10)
  const packs = aGroupBanner()
  packs.counters['lost'] = { ...packs.counters['lost'], start: [50, 50] }
  const percents = oddsOf(packs).items.map(({ basePercent }) => Number(basePercent.toFixed(9)))
  expect(percents).toEqual([3.75, 1.25, 20, 75])
})
