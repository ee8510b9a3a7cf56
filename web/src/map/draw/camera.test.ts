import { describe, expect, test } from 'vitest'
import { follow, pixelOf, placeUnder, TILE, within } from './camera.js'

const stage = { width: 800, height: 600 }
const map = { width: 80, height: 60 }

describe('the camera', () => {
  test('shows nothing outside of the map at its edges', () => {
    expect(within({ x: 0, y: 0, zoom: 1 }, stage, map)).toMatchObject({ x: 400, y: 300 })
    expect(within({ x: 9_999, y: 9_999, zoom: 2 }, stage, map)).toMatchObject({
      x: 80 * TILE - 200,
      y: 60 * TILE - 150,
    })
  })

  test('has a map in the middle that is smaller than the stage', () => {
    expect(within({ x: 0, y: 0, zoom: 1 }, stage, { width: 4, height: 60 })).toMatchObject({ x: 2 * TILE, y: 300 })
  })

  test('comes nearer to its target with time, never beyond it, and is there at once after a long pause', () => {
    const target = { x: 1_000, y: 900 }
    let camera = { x: 600, y: 900, zoom: 1 }
    for (let frame = 0; frame < 60; frame++) {
      const next = follow(camera, { target, elapsedMs: 16, stage, map })
      expect(next.x).toBeGreaterThan(camera.x)
      expect(next.x).toBeLessThanOrEqual(target.x)
      camera = next
    }
    expect(camera.x).toBeCloseTo(1_000, 0)
    expect(follow({ x: 600, y: 900, zoom: 1 }, { target, elapsedMs: Infinity, stage, map }).x).toBe(1_000)
  })

  test.each([0.6, 1, 1.6])('finds the cell under a point of the stage at zoom %d', zoom => {
    const cell = { x: 41, y: 27 }
    const camera = { x: 2_000, y: 1_500, zoom }
    const pixel = pixelOf(cell, map.height)
    const point = { x: (pixel.x - camera.x) * zoom + 400, y: (pixel.y - camera.y) * zoom + 300 }
    const place = placeUnder(point, { camera, stage, mapHeight: map.height })
    expect(place.x).toBeCloseTo(41)
    expect(place.y).toBeCloseTo(27)
  })

  test('has the north of the map above its south', () => {
    expect(pixelOf({ x: 0, y: 59 }, 60)).toEqual({ x: TILE / 2, y: TILE / 2 })
    expect(pixelOf({ x: 0, y: 0 }, 60).y).toBe(59.5 * TILE)
  })
})
