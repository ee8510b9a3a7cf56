import { describe, expect, test } from 'vitest'
import { arranged, directionTo, nearbyOf, playersInView, type Nearby } from './nearby.js'

const look = { hairStyle: 0, hairColor: 0, clothColor: 0 }
const someone = (id: string, x: number, y: number) => ({
  id,
  name: id,
  class: 'MAGE',
  level: 3,
  appearance: look,
  hp: 10,
  maxHp: 60,
  position: { x, y },
})
const mapOf = <Any extends { id: string }>(...all: Any[]) => new Map(all.map(one => [one.id, one]))

describe('what is near', () => {
  test('is told by cells and point of the compass, the nearest first, without the player', () => {
    const self = someone('self', 10, 10)
    const near = nearbyOf({
      self: { ...self, next: null, progress: 0 },
      characters: mapOf(self, someone('Mira', 10, 13)),
      monsters: mapOf({ id: 'm', name: 'Meadow Slime', level: 1, hp: 40, maxHp: 40, position: { x: 12, y: 8 } }),
      drops: mapOf({ id: 'd', name: 'Draught', position: { x: 10, y: 10 } }),
      pets: mapOf({ id: 'p', name: 'Bubbles', level: 1, ownerId: 'Mira', position: { x: 3, y: 10 } }),
    })
    expect(near.map(({ name, cells, direction }) => [name, cells, direction])).toEqual([
      ['Draught', 0, 'here'],
      ['Meadow Slime', 2, 'southEast'],
      ['Mira', 3, 'north'],
      ['Bubbles', 7, 'west'],
    ])
  })

  test('leaves no player in view out of the players, however many monsters are nearer', () => {
    const self = { ...someone('self', 10, 10), next: null, progress: 0 }
    const crowd = Array.from({ length: 30 }, (_, index) => ({
      id: `m${index}`,
      name: 'Meadow Slime',
      level: 1,
      hp: 40,
      maxHp: 40,
      position: { x: 11, y: 10 },
    }))
    const characters = mapOf(self, someone('Mira', 10, 15), someone('Taro', 10, 10))
    const near = nearbyOf({ self, characters, monsters: mapOf(...crowd), drops: new Map(), pets: new Map() })
    expect(near.some(({ id }) => id === 'Mira')).toBe(false)
    expect([...playersInView({ self, characters })]).toEqual([
      ['Mira', { cells: 5, direction: 'north' }],
      ['Taro', { cells: 0, direction: 'here' }],
    ])
    expect(playersInView({ self: null, characters }).size).toBe(0)
  })

  test('is nothing while the character is not in the world', () => {
    const none = new Map()
    expect(nearbyOf({ self: null, characters: none, monsters: none, drops: none, pets: none })).toEqual([])
  })

  test.each([
    [0, 5, 'north'],
    [1, 9, 'north'],
    [4, 5, 'northEast'],
    [-7, 1, 'west'],
    [-3, -3, 'southWest'],
    [0, -1, 'south'],
  ] as const)('lies by %d, %d in the %s', (x, y, direction) => {
    expect(directionTo({ x: 0, y: 0 }, { x, y })).toBe(direction)
  })
})

describe('the list', () => {
  const entry = (id: string) => ({ id }) as Nearby
  test('is ordered by distance', () => {
    expect(arranged(['b', 'a'], [entry('a'), entry('b')], false).map(({ id }) => id)).toEqual(['a', 'b'])
  })

  test('keeps its order while a pointer or the focus is in it; what is new comes last', () => {
    const near = [entry('new'), entry('c'), entry('a')]
    expect(arranged(['a', 'b', 'c'], near, true).map(({ id }) => id)).toEqual(['a', 'c', 'new'])
  })
})
