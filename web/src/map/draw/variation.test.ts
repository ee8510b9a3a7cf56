import { describe, expect, test } from 'vitest'
import { variation, variationOf } from './variation.js'

describe('the variation of cells', () => {
  test('is the same for a cell each time, and another one for its neighbours and other properties', () => {
    expect(variation(12, 30)).toBe(variation(12, 30))
    const values = [variation(12, 30), variation(13, 30), variation(12, 31), variation(12, 30, 1), variation(30, 12)]
    expect(new Set(values).size).toBe(5)
  })

  test('is spread evenly from 0 to below 1', () => {
    const tenths = Array.from({ length: 10 }, () => 0)
    for (let x = 0; x < 100; x++)
      for (let y = 0; y < 100; y++) {
        const tenth = Math.floor(variation(x, y) * 10)
        tenths[tenth] = (tenths[tenth] ?? 0) + 1
      }
    expect(tenths).toHaveLength(10)
    expect(Math.min(...tenths)).toBeGreaterThan(850)
    expect(Math.max(...tenths)).toBeLessThan(1_150)
  })

  test('differs between the names of kinds', () => {
    const names = ['Meadow Slime', 'Moss Slime', 'Cave Bat', 'Forest Wolf']
    expect(new Set(names.map(name => variationOf(name))).size).toBe(4)
  })
})
