import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRandom, wordsOfSeed } from './random.js'
import { createTable } from './table.js'
import { createTileIndex, tileOf } from './tile-index.js'
import { drawUuid, readUuid, writeUuid } from './uuid-words.js'

const WIDTH = 50
const HEIGHT = 30

test('a tile holds the rows that were put there and not taken away, wherever else they have been', () => {
  const place = fc.record({ row: fc.nat(400), x: fc.nat(WIDTH - 1), y: fc.nat(HEIGHT - 1), stays: fc.boolean() })
  fc.assert(
    fc.property(fc.array(place, { maxLength: 300 }), places => {
      const index = createTileIndex(WIDTH, HEIGHT)
      const at = new Map<number, { x: number; y: number }>()
      for (const { row, x, y, stays } of places) {
        const before = at.get(row)
        if (before !== undefined) index.remove(row, before.x, before.y)
        at.delete(row)
        if (!stays) continue
        index.add(row, x, y)
        at.set(row, { x, y })
      }
      for (let tileY = 0; tileY <= tileOf(HEIGHT - 1); tileY++)
        for (let tileX = 0; tileX <= tileOf(WIDTH - 1); tileX++) {
          const found: number[] = []
          index.ofTile(tileX, tileY, row => found.push(row))
          const expected = [...at].filter(([, { x, y }]) => tileOf(x) === tileX && tileOf(y) === tileY)
          expect(new Set(found)).toEqual(new Set(expected.map(([row]) => row)))
          expect(found).toHaveLength(expected.length)
        }
    }),
    { numRuns: 100 },
  )
})

test('everything within a radius is near, up to the edges of the map', () => {
  fc.assert(
    fc.property(fc.nat(WIDTH - 1), fc.nat(HEIGHT - 1), fc.nat(20), (x, y, radius) => {
      const index = createTileIndex(WIDTH, HEIGHT)
      for (let row = 0; row < WIDTH * HEIGHT; row++) index.add(row, row % WIDTH, Math.floor(row / WIDTH))
      const found = new Set<number>()
      index.near(x, y, radius, row => found.add(row))
      const isNear = (row: number) =>
        Math.abs((row % WIDTH) - x) <= radius && Math.abs(Math.floor(row / WIDTH) - y) <= radius
      const rows = Array.from({ length: WIDTH * HEIGHT }, (_, row) => row)
      expect(rows.filter(row => isNear(row) && !found.has(row))).toEqual([])
    }),
    { numRuns: 50 },
  )
})

test('rows are taken from the lowest, hold their own fields, and are empty when they are taken again', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(300)), { maxLength: 700 }), steps => {
      const table = createTable(['x', 'y'])
      const held = new Map<number, number>()
      const faults: number[] = []
      for (const [step, released] of steps.entries()) {
        const row = released === null ? undefined : table.find(released)
        if (row !== undefined) {
          table.release(row)
          held.delete(row.row)
        } else {
          const taken = table.take()
          const free = Array.from({ length: taken.row }, (_, lower) => lower).filter(lower => !held.has(lower))
          faults.push(...free, ...[taken.x, taken.y].filter(field => field !== 0))
          taken.x = step
          taken.y = -1 - step
          held.set(taken.row, step)
        }
      }
      expect(faults).toEqual([])
      const copied = createTable(['x', 'y'])
      copied.take().x = 7
      copied.restore(table.copy())
      expect(copied.hash(0)).toBe(table.hash(0))
      for (const { rows } of [table, copied])
        expect(rows.filter(({ active }) => active === 1).map(({ row, x, y }) => [row, x, y])).toEqual(
          [...held].toSorted(([one], [other]) => one - other).map(([row, step]) => [row, step, -1 - step]),
        )
    }),
    { numRuns: 100 },
  )
})

test('the generator gives the numbers of its authors', () => {
  const random = createRandom(Int32Array.of(1, 2, 3, 4))
  expect(Array.from({ length: 3 }, () => random.below(2 ** 32))).toEqual([11_520, 0, 5_927_040])
})

test('draws below a number are spread evenly over it', () => {
  const random = createRandom(wordsOfSeed(1))
  const times = Array.from({ length: 10 }, () => 0)
  for (let draw = 0; draw < 100_000; draw++) {
    const drawn = random.below(10)
    times[drawn] = (times[drawn] ?? 0) + 1
  }
  expect(times.every(count => count > 9_600 && count < 10_400)).toBe(true)
})

test('a UUID comes out of its fields as it went in, and a drawn one is of version 4', () => {
  const words = { id0: 0, id1: 0, id2: 0, id3: 0 }
  fc.assert(
    fc.property(fc.uuid(), uuid => {
      writeUuid(words, uuid)
      expect(readUuid(words)).toBe(uuid)
    }),
  )
  expect(() => writeUuid(words, 'nobody')).toThrow('Expected a UUID in small letters, found "nobody"')
  const random = createRandom(wordsOfSeed(2))
  for (let draw = 0; draw < 100; draw++) {
    drawUuid(random, words)
    expect(readUuid(words)).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  }
})
