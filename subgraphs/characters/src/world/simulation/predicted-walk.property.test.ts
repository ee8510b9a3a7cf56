import {
  createGrid as createClientGrid,
  createPathFinder,
  createWalker,
  walkingSpeed,
} from '@waystone/live-client/walking'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aCharacter, characterId, corridorWorld, smallWorld } from '../../../test/small-world.js'
import { characterClasses } from '../../domain/character.js'
import { LEVEL_MAX } from '../../domain/experience.js'
import { statsOf } from '../../domain/stats.js'
import { cellKindOf, createGrid } from '../content/cells.js'
import { WALK_SEARCH_CELLS } from './characters.js'
import { combatStatsOf } from './combat-stats.js'
import { createPathSearch, PATH_MAX } from './path-search.js'
import { createSimulation } from './simulation.js'

const isWalkable = (symbol: string) => cellKindOf(symbol)?.walkable === true

/** Large enough for ways that are walked in parts, and for searches that give up. */
const WIDTH = 150
const HEIGHT = 90
const rows = fc.array(
  fc.string({ unit: fc.constantFrom('.', '.', '.', ',', '#'), minLength: WIDTH, maxLength: WIDTH }),
  { minLength: HEIGHT, maxLength: HEIGHT },
)
const cell = fc.record({ x: fc.nat(WIDTH - 1), y: fc.nat(HEIGHT - 1) })

/** A cell that no way leads to, in the south-western corner. */
const sealed = { x: 1, y: 1 }
const withSealedRoom = (map: readonly string[]) =>
  map.map((row, index) => {
    const fromSouth = HEIGHT - 1 - index
    return fromSouth > 2 ? row : `${fromSouth === 1 ? '#.#' : '###'}${row.slice(3)}`
  })

test('the client finds the paths that the server finds, and none where the server finds none', () => {
  const outcomes = new Set<string>()
  fc.assert(
    fc.property(rows, fc.array(fc.tuple(cell, cell), { minLength: 3, maxLength: 3 }), cell, (open, walks, start) => {
      const map = withSealedRoom(open)
      const asked = [...walks, [start, sealed] as const]
      const grid = createGrid(map)
      const [search, out] = [createPathSearch(grid), new Uint8Array(PATH_MAX)]
      const findPath = createPathFinder(createClientGrid(map, isWalkable))
      for (const [from, to] of asked.filter(([{ x, y }]) => grid.isWalkable(x, y))) {
        const found = search.find(from, to, { cellsMax: WALK_SEARCH_CELLS, out })
        outcomes.add(found.outcome === 'path' && !found.isWhole ? 'part of a path' : found.outcome)
        expect(findPath(from, to)).toEqual(found.outcome === 'path' ? [...out.subarray(0, found.steps)] : null)
      }
    }),
    { numRuns: 40 },
  )
  expect([...outcomes].toSorted()).toEqual(['no-way', 'part of a path', 'path', 'too-far'])
})

const worlds = { small: smallWorld({ lines: [] }), corridor: corridorWorld() }
const goals = fc.array(
  fc.record({ ticks: fc.integer({ min: 1, max: 120 }), x: fc.nat(139), y: fc.integer({ min: -1, max: 9 }) }),
  { minLength: 1, maxLength: 8 },
)

test('the client predicts the cell of a walking character at every tick', () => {
  let steps = 0
  fc.assert(
    fc.property(
      fc.constantFrom('small', 'corridor'),
      fc.constantFrom(...characterClasses),
      goals,
      (name, characterClass, walks) => {
        const content = worlds[name]
        const [map] = content.maps
        if (map === undefined) throw new Error('The world has no map')
        const level = name === 'small' ? 1 : LEVEL_MAX
        const simulation = createSimulation({ map, kinds: content.kinds }, 1)
        simulation.step([{ type: 'enter', character: aCharacter(1, { class: characterClass, level }), at: null }])
        const position = () =>
          simulation.world.state.characters.at(simulation.world.rowOfCharacter.get(characterId(1)) ?? -1)
        const findPath = createPathFinder(map.grid)
        const walker = createWalker({ x: position().x, y: position().y })
        const speed = walkingSpeed(statsOf(characterClass, level).agility)
        for (const { ticks, x, y } of walks)
          for (let tick = 0; tick < ticks; tick++) {
            const to = { x: x % map.width, y }
            const commands = tick === 0 ? [{ type: 'move', characterId: characterId(1), to } as const] : []
            const { results } = simulation.step(commands)
            // The portal leads elsewhere.
            if (!simulation.world.rowOfCharacter.has(characterId(1))) return
            if (results[0] === null) walker.walkTo(to, findPath)
            if (walker.tick(speed) !== null) steps++
            const { x: atX, y: atY } = position()
            expect(walker.at).toEqual({ x: atX, y: atY })
          }
      },
    ),
    { numRuns: 100 },
  )
  expect(steps).toBeGreaterThan(1_000)
})

test('the client knows the speed of every class at every level', () => {
  for (const [index, characterClass] of characterClasses.entries())
    for (let level = 1; level <= LEVEL_MAX; level++) {
      const { agility } = statsOf(characterClass, level)
      expect(walkingSpeed(agility)).toBe(combatStatsOf({ class: index, level }).cellsPerSecond)
    }
})
