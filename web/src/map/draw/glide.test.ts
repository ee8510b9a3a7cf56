import { describe, expect, test } from 'vitest'
import { createGlide, stepDuration } from './glide.js'

describe('a glide', () => {
  test('moves evenly from cell to cell', () => {
    const glide = createGlide({ x: 3, y: 3 })
    glide.aim({ x: 4, y: 2 }, 1_000, 200)
    expect(glide.isMoving).toBe(true)
    glide.advance(1_100)
    expect([glide.x, glide.y]).toEqual([3.5, 2.5])
    glide.advance(1_500)
    expect([glide.x, glide.y, glide.isMoving]).toEqual([4, 2, false])
  })

  test('goes on from where it is shown when the next step comes early', () => {
    const glide = createGlide({ x: 0, y: 0 })
    glide.aim({ x: 1, y: 0 }, 0, 200)
    glide.aim({ x: 2, y: 0 }, 100, 200)
    expect(glide.x).toBe(0.5)
    glide.advance(300)
    expect(glide.x).toBe(2)
  })

  test('takes for each step about the time since the one before', () => {
    const glide = createGlide({ x: 0, y: 0 })
    glide.aim({ x: 1, y: 0 }, 0)
    glide.aim({ x: 2, y: 0 }, 400)
    glide.advance(400 + 224)
    expect(glide.x).toBeCloseTo(1.5)
  })

  test('is at once where no walk can have led', () => {
    const glide = createGlide({ x: 0, y: 0 })
    glide.aim({ x: 30, y: 12 }, 0)
    expect([glide.x, glide.y, glide.isMoving]).toEqual([30, 12, false])
  })

  test('faces where it goes, and keeps its face on the way to the north', () => {
    const glide = createGlide({ x: 5, y: 5 })
    glide.aim({ x: 4, y: 5 }, 0)
    glide.aim({ x: 4, y: 6 }, 500)
    expect(glide.facing).toBe(-1)
    glide.aim({ x: 5, y: 6 }, 1_000)
    expect(glide.facing).toBe(1)
  })

  test('is not disturbed by the same target again', () => {
    const glide = createGlide({ x: 0, y: 0 })
    glide.aim({ x: 1, y: 0 }, 0, 100)
    glide.aim({ x: 1, y: 0 }, 50, 100)
    glide.advance(100)
    expect(glide.x).toBe(1)
  })

  test('has bounds for the time of a step, and a usual one after a rest', () => {
    expect([stepDuration(1), stepDuration(200), stepDuration(1_000), stepDuration(60_000)]).toEqual([
      120, 224, 520, 220,
    ])
  })
})
