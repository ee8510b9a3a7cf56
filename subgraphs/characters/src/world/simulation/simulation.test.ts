import { expect, test } from 'vitest'
import { aCharacter, characterId, FIELD, smallWorld, YARD } from '../../../test/small-world.js'
import type { Position } from '../../domain/position.js'
import type { Command, PlayerCommand } from './commands.js'
import { LASTING_TICKS, OWNED_TICKS } from './drops.js'
import { moods } from './entities.js'
import { DOWN_TICKS } from './monsters.js'
import type { CharacterRecord, TickOutcome } from './outcome.js'
import { createSimulation } from './simulation.js'

/** A command without the character that it is of. */
type Wish = PlayerCommand extends infer One ? (One extends unknown ? Omit<One, 'characterId'> : never) : never

/** A map with characters 1, 2 … at the cells, and words of its own for what a test does there. */
function aWorld(options: {
  lines?: readonly string[]
  mapId?: string
  at?: readonly Position[]
  record?: Partial<CharacterRecord>
}) {
  const { lines, mapId = YARD, at = [{ x: 2, y: 2 }], record = {} } = options
  const content = smallWorld(lines === undefined ? {} : { lines })
  const simulation = createSimulation({ map: content.mapOf(mapId), kinds: content.kinds }, 7)
  const { state } = simulation.world
  const enter = (number: number, cell: Position): Command => ({
    type: 'enter',
    character: aCharacter(number, record),
    at: cell,
  })
  const outcomes = [simulation.step(at.map((cell, index) => enter(index + 1, cell)))]
  const step = (...commands: readonly Command[]) => {
    const outcome = simulation.step(commands)
    outcomes.push(outcome)
    return outcome
  }
  return {
    simulation,
    outcomes,
    step,
    /** The answer of the tick to one command of character 1. */
    told: (wish: Wish, number = 1) => step({ ...wish, characterId: characterId(number) }).results[0],
    /** Steps until the condition holds, the last tick included; fails after as many ticks as no test needs. */
    until: (isDone: (outcome: TickOutcome) => boolean, ticksMax = 2_000): TickOutcome => {
      for (let tick = 0; tick < ticksMax; tick++) {
        const outcome = outcomes.at(-1) ?? step()
        if (isDone(outcome)) return outcome
        step()
      }
      throw new Error(`Not done after ${ticksMax} ticks`)
    },
    character: (number = 1) => {
      const found = state.characters.rows[number - 1]
      if (found === undefined) throw new Error(`There is no character ${number}`)
      return found
    },
    monster: () => state.monsters.at(0),
  }
}
const has = (type: string) => (outcome: TickOutcome) => outcome.changes.some(change => change.type === type)
const stays = ['monsters 1 slime in 3,2 to 3,2']

test('a character walks five cells a second, around walls, and stands at its goal', () => {
  const { character, step, told, until } = aWorld({ lines: [] })
  expect(told({ type: 'move', to: { x: 4, y: 2 } })).toBeNull()
  for (let tick = 0; tick < 8; tick++) step()
  expect(character()).toMatchObject({ x: 3, y: 2 })
  step()
  expect(character()).toMatchObject({ x: 4, y: 2, walking: 0 })

  // Into the room in the north-west, whose door lies in the east.
  expect(told({ type: 'move', to: { x: 4, y: 4 } })).toBeNull()
  const cells: string[] = []
  until(({ changes }) => {
    for (const change of changes) if (change.type === 'characterMoved') cells.push(`${change.x},${change.y}`)
    return character().walking === 0
  })
  expect(cells).toContain('5,6')
  expect(cells.at(-1)).toBe('4,4')
})

test('moves into walls, out of the map and too far are refused, and change nothing', () => {
  const { character, told } = aWorld({ lines: [] })
  expect(told({ type: 'move', to: { x: 0, y: 0 } })).toBe('IN_WALL')
  expect(told({ type: 'move', to: { x: 7, y: 2 } })).toBe('IN_WALL')
  expect(told({ type: 'move', to: { x: -1, y: 2 } })).toBe('OUT_OF_MAP')
  expect(told({ type: 'move', to: { x: 2, y: 10 } })).toBe('OUT_OF_MAP')
  expect(character()).toMatchObject({ x: 2, y: 2, walking: 0, goalX: 0, goalY: 0 })
})

test('a portal takes a character to another map, with all that it is', () => {
  const { simulation, told, until } = aWorld({ lines: [], at: [{ x: 16, y: 8 }], record: { level: 4, luresUsed: 2 } })
  told({ type: 'move', to: { x: 18, y: 8 } })
  const { changes, departures } = until(({ departures: gone }) => gone.length > 0)
  expect(departures).toMatchObject([
    { toMapId: FIELD, to: { x: 1, y: 1 }, character: { characterId: characterId(1), level: 4, luresUsed: 2 } },
  ])
  expect(changes.at(-1)).toEqual({ type: 'characterLeft', characterId: characterId(1), x: 18, y: 8 })
  expect(simulation.character(characterId(1))).toBeUndefined()
  expect(told({ type: 'move', to: { x: 2, y: 2 } })).toBe('NOT_IN_WORLD')
})

test('a monster that is struck strikes back; killed, it leaves its drops and experience, and is born again', () => {
  const { character, monster, outcomes, step, told, until } = aWorld({ lines: stays })
  expect(told({ type: 'attack', monster: 0 })).toBeNull()
  const { gains } = until(has('monsterDied'))
  expect(gains).toEqual([
    { type: 'killed', characterId: characterId(1), kindId: 'a5c0de00-5f1a-4c3e-8b52-0d4e6f70c001', experience: 100 },
  ])
  expect(outcomes.some(has('characterDamaged'))).toBe(true)
  expect(character()).toMatchObject({ experience: 100, level: 2, target: 0 })
  expect(monster().hp).toBe(0)
  expect(told({ type: 'attack', monster: 0 })).toBe('MONSTER_DEAD')
  const deadFor = 1 + Array.from({ length: 60 }, () => step()).findIndex(has('monsterAppeared'))
  // The ticks of the kill and of the refused command count.
  expect(deadFor).toBe(50 - 2)
  expect(monster()).toMatchObject({ x: 3, y: 2 })
  expect(monster().hp).toBeGreaterThan(0)
})

test('targets that are unknown, far or behind a wall are refused', () => {
  const { told } = aWorld({
    lines: ['monsters 1 slime in 4,4 to 4,4'],
    at: [
      { x: 2, y: 2 },
      { x: 4, y: 2 },
    ],
  })
  expect(told({ type: 'attack', monster: 1 })).toBe('NO_SUCH_MONSTER')
  expect(told({ type: 'attack', monster: 0 })).toBe('MONSTER_OUT_OF_REACH')
  expect(told({ type: 'attack', monster: 0 }, 2)).toBe('MONSTER_OUT_OF_REACH')
  expect(told({ type: 'tame', monster: 0 })).toBe('MONSTER_OUT_OF_REACH')
  expect(told({ type: 'pickUp', drop: 1 })).toBe('NO_SUCH_DROP')
})

test('a drop belongs to whoever earned it for ten seconds, to the first who takes it after, and is gone in a minute', () => {
  const { step, told, until } = aWorld({
    lines: stays,
    at: [
      { x: 2, y: 2 },
      { x: 4, y: 2 },
      { x: 9, y: 1 },
    ],
  })
  const kill = () => {
    expect(told({ type: 'attack', monster: 0 })).toBeNull()
    return until(has('monsterDied')).changes.flatMap(change =>
      change.type === 'dropAppeared' ? [change.number] : [],
    )[0]
  }
  const first = kill() ?? 0
  expect(told({ type: 'pickUp', drop: first }, 2)).toBe('DROP_OWNED')
  expect(told({ type: 'pickUp', drop: first }, 3)).toBe('DROP_OUT_OF_REACH')
  for (let tick = 0; tick < OWNED_TICKS - 2; tick++) step()
  const both = [2, 1].map((number): Command => ({ type: 'pickUp', characterId: characterId(number), drop: first }))
  const { gains, results } = step(...both)
  expect(results).toEqual([null, 'NO_SUCH_DROP'])
  expect(gains).toEqual([
    {
      type: 'pickedUp',
      characterId: characterId(2),
      itemId: '7af934bd-7071-448b-81fb-d6ccb6ad3f41',
      dropNumber: first,
    },
  ])

  const second = kill() ?? 0
  let left = 0
  until(({ changes }) => {
    left++
    return changes.some(change => change.type === 'dropLeft' && change.number === second)
  })
  expect(left).toBe(LASTING_TICKS)
  expect(told({ type: 'pickUp', drop: second })).toBe('NO_SUCH_DROP')
})

test('wolves notice, chase and bring down; the fallen can only speak, and return to the save point half healed', () => {
  const { character, told, until } = aWorld({ mapId: FIELD, at: [{ x: 3, y: 1 }] })
  until(has('characterDied'))
  expect(character()).toMatchObject({ hp: 0, target: 0, walking: 0 })
  expect(told({ type: 'move', to: { x: 4, y: 1 } })).toBe('CHARACTER_DOWN')
  expect(told({ type: 'say', text: 'Ouch' })).toBeNull()
  let ticks = 1
  const { departures } = until(({ departures: gone }) => {
    ticks++
    return gone.length > 0
  })
  expect(ticks).toBeLessThanOrEqual(DOWN_TICKS)
  expect(departures).toMatchObject([{ toMapId: YARD, to: { x: 2, y: 2 }, character: { hp: 47 } }])
})

test('a wolf that is hurt runs away, and wanders again when it has calmed', () => {
  const { character, monster, told, until } = aWorld({ mapId: FIELD, at: [{ x: 9, y: 2 }] })
  const away = () => Math.max(Math.abs(monster().x - character().x), Math.abs(monster().y - character().y))
  until(() => monster().target === 1 && away() <= 1)
  character().hp = 1_000
  monster().hp = 25
  until(() => {
    told({ type: 'attack', monster: 0 })
    return monster().mood === moods.fleeing || monster().hp === 0
  })
  expect(monster().mood).toBe(moods.fleeing)
  until(() => away() > 2)
  until(() => monster().mood !== moods.fleeing)
  expect(monster().mood).toBe(moods.wandering)
})

test('the map of a save point that is the same map takes a character back at once', () => {
  const { character, monster, told, until } = aWorld({ lines: stays, at: [{ x: 4, y: 1 }] })
  character().hp = 1
  monster().hp = 1_000
  told({ type: 'attack', monster: 0 })
  until(has('characterDied'))
  const { changes, departures } = until(has('characterAppeared'))
  expect(departures).toEqual([])
  expect(changes).toContainEqual(expect.objectContaining({ type: 'characterLeft', characterId: characterId(1) }))
  expect(character()).toMatchObject({ x: 2, y: 2, hp: 47 })
})

test('hit points come back every six seconds, up to the most', () => {
  const { character, step } = aWorld({ lines: [], record: { hp: 90 } })
  const after = (ticks: number) => {
    for (let tick = 0; tick < ticks; tick++) step()
    return character().hp
  }
  // A swordsman of level 1: ⌊94 / 200⌋ is 0, so 1, and ⌊8 / 5⌋ more.
  expect([after(148), after(1), after(149), after(1), after(450)]).toEqual([90, 92, 92, 94, 94])
})

test('who comes again to a map where it is already stays as it is; a wall is no place to come to', () => {
  const { character, simulation } = aWorld({ lines: [], at: [{ x: 0, y: 0 }] })
  expect(character()).toMatchObject({ x: 2, y: 2 })
  const { changes, results } = simulation.step([{ type: 'enter', character: aCharacter(1), at: { x: 4, y: 1 } }])
  expect([changes, results]).toEqual([[], [null]])
})

test('while gains are held, blows and pick-ups wait, and walking goes on', () => {
  const { character, monster, outcomes, simulation, step, told } = aWorld({ lines: stays })
  monster().hp = 1_000
  told({ type: 'attack', monster: 0 })
  expect(outcomes.at(-1)?.changes.map(({ type }) => type)).toContain('monsterDamaged')
  step({ type: 'holdGains', held: true })
  for (let tick = 0; tick < 60; tick++)
    expect(step().changes.filter(({ type }) => type === 'monsterDamaged')).toEqual([])
  expect(told({ type: 'attack', monster: 0 })).toBe('GAINS_HELD')
  expect(told({ type: 'pickUp', drop: 1 })).toBe('GAINS_HELD')
  expect(told({ type: 'move', to: { x: 4, y: 1 } })).toBeNull()
  const restored = simulation.snapshot()
  expect(restored.gainsHeld).toBe(1)
  step({ type: 'holdGains', held: false })
  expect(told({ type: 'attack', monster: 0 })).toBeNull()
  expect(character().target).toBe(1)
})
