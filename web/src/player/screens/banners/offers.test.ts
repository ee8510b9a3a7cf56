import { describe, expect, it } from 'vitest'
import { exchangesOf, milestonesOf, openGiftsOf } from './offers.js'

const item = { id: 'a', name: 'Daybreaker' }
const exchange = { name: 'sparks', cost: 5, limit: 3, choices: [item] }
const milestone = { name: 'pick', item: null, choices: [item], order: null }
const gift = { name: 'thirty', item: null, choices: [], order: 'gift' }
const banner = {
  odds: { hash: 'a'.repeat(64) },
  orders: [{ name: 'gift', draws: 10 }],
  exchanges: [exchange],
  milestones: [milestone, gift],
}
const position = (points: number, exchanged: number, openClaims: number) => ({
  exchanges: [{ name: 'sparks', points, exchanged }],
  milestones: ['pick', 'thirty'].map(name => ({ name, counted: 12, next: 20, openClaims })),
})

describe('the offers of a banner', () => {
  it('are open where the player has the points, or has reached the milestone', () => {
    const rich = { ...banner, pity: position(5, 0, 1) }
    expect(exchangesOf(rich)).toMatchObject([{ name: 'sparks', points: 5, cost: 5, left: 3, isOpen: true }])
    expect(milestonesOf(rich).map(({ name, isOpen }) => [name, isOpen])).toEqual([
      ['pick', true],
      ['thirty', false],
    ])
    expect(openGiftsOf(rich)).toEqual([
      { name: 'gift', count: 10, expectedCost: 0, expectedTickets: null, oddsHash: banner.odds.hash },
    ])
  })

  it('are closed without points, at the limit and before the milestone, and none where nobody is signed in', () => {
    expect(exchangesOf({ ...banner, pity: position(4, 0, 0) })).toMatchObject([{ isOpen: false }])
    expect(exchangesOf({ ...banner, pity: position(50, 3, 0) })).toMatchObject([{ left: 0, isOpen: false }])
    const unlimited = { ...banner, exchanges: [{ ...exchange, limit: null }], pity: position(5, 90, 0) }
    expect(exchangesOf(unlimited)).toMatchObject([{ left: null, isOpen: true }])
    expect(milestonesOf({ ...banner, pity: position(5, 0, 0) })).toMatchObject([{ isOpen: false }, { isOpen: false }])
    expect(openGiftsOf({ ...banner, pity: position(5, 0, 0) })).toEqual([])
    const anonymous = { ...banner, pity: null }
    expect([exchangesOf(anonymous), milestonesOf(anonymous), openGiftsOf(anonymous)]).toEqual([[], [], []])
  })
})
