import { expect, it } from 'vitest'
import { aGroupBanner, modelDefinitionOf } from '../../test/banner-model/banner-of-model.js'
import { firstLight } from '../../test/definitions.js'
import { findOffer, offersOf } from './offers.js'

it('offers one and ten pulls on a banner with rarities', () => {
  expect(offersOf(firstLight).map(({ name, count, cost, order }) => [name, count, cost, order])).toEqual([
    ['single', 1, firstLight.pullCost, null],
    ['ten', 10, firstLight.tenPullCost, null],
  ])
})

it('finds the order of a model by its draws, and by its name where it has one', () => {
  const orders = [
    { name: 'ten', draws: 10, prices: [{ unit: 'DIAMOND', amount: 900 }] },
    { name: 'calm', draws: 10, moves: false, prices: [{ unit: 'GOLD', amount: 5 }] },
  ]
  const definition = modelDefinitionOf(aGroupBanner({ orders }))
  expect(findOffer(definition, { count: 10, name: null })).toMatchObject({
    name: 'ten',
    currency: 'DIAMOND',
    cost: 900,
  })
  expect(findOffer(definition, { count: 10, name: 'calm' })).toMatchObject({ name: 'calm', currency: 'GOLD', cost: 5 })
  expect(findOffer(definition, { count: 1, name: null })).toBeNull()
  expect(findOffer(definition, { count: 1, name: 'calm' })).toBeNull()
  expect(findOffer(definition, { count: 10, name: 'other' })).toBeNull()
})
