import { describe, expect, it } from 'vitest'
import { firstLight } from '../../test/definitions.js'
import { chanceAt, chanceTable, MICROS, microsOf } from './chance.js'

const ultraRare = firstLight.rarities.ULTRA_RARE
const superRare = firstLight.rarities.SUPER_RARE
const percentAt = (pull: number) => chanceAt(ultraRare, pull) / microsOf(1)

describe('the chance of a pull', () => {
  it('is the rate before the soft pity, grows by its step from there on, and is certain at the hard pity', () => {
    expect([1, 73, 74, 75, 89, 90, 500].map(percentAt)).toEqual([0.6, 0.6, 6.6, 12.6, 96.6, 100, 100])
  })

  it('of SUPER_RARE in First Light is 5.1 % eight times, 56.1 %, then certain', () => {
    expect([1, 8, 9, 10].map(pull => chanceAt(superRare, pull))).toEqual([5_100_000, 5_100_000, 56_100_000, MICROS])
  })

  it('never exceeds certainty, whatever the step', () => {
    expect(chanceAt({ ratePercent: 50, softPity: { from: 2, stepPoints: 100 }, hardPityAt: null }, 7)).toBe(MICROS)
  })

  it('is tabled up to the pull that is certain, or once where there is no pity', () => {
    expect(chanceTable(ultraRare, 300)).toHaveLength(90)
    expect(chanceTable({ ratePercent: 5, softPity: null, hardPityAt: null }, 300)).toEqual([microsOf(5)])
  })
})
