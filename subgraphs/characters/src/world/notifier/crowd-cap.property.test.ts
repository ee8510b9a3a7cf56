import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CrowdCap, GROWS_BELOW, GROWS_EVERY_TICKS, VIEW_ENTITIES_MAX, VIEW_RADII } from './crowd-cap.js'
import { isSameView, seesCell, viewAround, type ViewRectangle } from './view-rectangle.js'

const SIDE = 160
const crowds = fc.array(
  fc.record({
    x: fc.integer({ min: 0, max: SIDE - 1 }),
    y: fc.integer({ min: 0, max: SIDE - 1 }),
    /** Entities of the crowd stand within this many cells. */
    spread: fc.integer({ min: 1, max: 40 }),
    size: fc.integer({ min: 0, max: 600 }),
    ticks: fc.integer({ min: 1, max: 120 }),
  }),
  { minLength: 1, maxLength: 8 },
)

/** A crowd that the viewer walks through, as cells in no particular order. */
const cellsOf = ({ size, spread, x, y }: { x: number; y: number; spread: number; size: number }) =>
  Array.from({ length: size }, (_, index) => ({
    x: x + ((index * 7) % (2 * spread)) - spread,
    y: y + ((index * 13) % (2 * spread)) - spread,
  }))

test('at most 150 entities are in view, unless the smallest view holds more', () => {
  let [shrunk, grown] = [0, 0]
  fc.assert(
    fc.property(crowds, stages => {
      const cap = new CrowdCap()
      let before: ViewRectangle | null = null
      let tick = 0
      let grewAt = -GROWS_EVERY_TICKS
      for (const stage of stages) {
        const cells = cellsOf(stage)
        const count = (view: ViewRectangle) => cells.filter(({ x, y }) => seesCell(view, x, y)).length
        for (let step = 0; step < stage.ticks; step += 3) {
          tick += 3
          const at = { x: SIDE / 2 + step, y: SIDE / 2 }
          const { level } = cap
          const view = cap.view({ ...at, before, tick }, count)
          const isSmallest = cap.level === VIEW_RADII.length - 1
          expect(isSmallest || count(view) <= VIEW_ENTITIES_MAX).toBe(true)
          expect(viewAround(at.x, at.y, view, VIEW_RADII[cap.level])).toBe(view)
          const isGrown = cap.level < level
          if (isGrown) grown++
          if (cap.level > level) shrunk++
          expect(!isGrown || (level - cap.level === 1 && tick - grewAt >= GROWS_EVERY_TICKS)).toBe(true)
          expect(!isGrown || count(view) < GROWS_BELOW).toBe(true)
          if (isGrown) grewAt = tick
          // Without a crowd the view is the same as ever.
          const full = viewAround(at.x, at.y, before)
          expect(level > 0 || count(full) > VIEW_ENTITIES_MAX || isSameView(view, full)).toBe(true)
          before = view
        }
      }
    }),
  )
  expect(Math.min(shrunk, grown)).toBeGreaterThan(20)
})

test('a view grows step by step to its full radius once the crowd has gone', () => {
  const cap = new CrowdCap()
  const view = cap.view({ x: 80, y: 80, before: null, tick: 1 }, () => 1_000)
  expect(cap.level).toBe(VIEW_RADII.length - 1)
  const levels: number[] = []
  let before = view
  for (let tick = 2; tick <= 1 + 5 * GROWS_EVERY_TICKS; tick++) {
    before = cap.view({ x: 80, y: 80, before, tick }, () => 0)
    levels.push(cap.level)
  }
  expect([0, 1, 2, 3, 4].map(second => levels[second * GROWS_EVERY_TICKS + GROWS_EVERY_TICKS - 1])).toEqual([
    3, 2, 1, 0, 0,
  ])
  expect(before).toEqual(viewAround(80, 80, null))
})
