import { expect, test } from 'vitest'
import { findMap, mapOf, START, worldMaps } from './maps.js'

test('every map has an id and a name of its own, and its spawn lies on it', () => {
  expect(new Set(worldMaps.map(map => map.id)).size).toBe(worldMaps.length)
  expect(new Set(worldMaps.map(map => map.name)).size).toBe(worldMaps.length)
  for (const { spawn, width, height } of worldMaps) {
    expect(spawn.x).toBeLessThan(width)
    expect(spawn.y).toBeLessThan(height)
  }
})

test('a map is found by its id in either case, and an unknown id finds none', () => {
  expect(findMap(START.mapId.toUpperCase())).toBe(worldMaps[0])
  expect(findMap('not an id')).toBeNull()
})

test('a character on a map that the world has lost stands where characters begin', () => {
  expect(mapOf('00000000-0000-4000-8000-000000000000').id).toBe(START.mapId)
})
