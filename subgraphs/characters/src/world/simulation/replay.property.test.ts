import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHARACTERS, content, HISTORIES, history, settingOf } from '../../../test/histories.js'
import { aCharacter, characterId, smallWorld } from '../../../test/small-world.js'
import { levelAt } from '../../domain/experience.js'
import type { Command } from './commands.js'
import { OWNED_TICKS } from './drops.js'
import type { Gain, TickOutcome } from './outcome.js'
import { LURES_AT_FIRST } from './pets.js'
import { createSimulation, restoreSimulation, type Simulation } from './simulation.js'

interface Played {
  readonly hashes: readonly number[]
  readonly outcomes: readonly TickOutcome[]
}

const play = (simulation: Simulation, ticks: readonly (readonly Command[])[], check = () => {}): Played => {
  const hashes: number[] = []
  const outcomes = ticks.map(commands => {
    const outcome = simulation.step(commands)
    hashes.push(simulation.hash())
    check()
    return outcome
  })
  return { hashes, outcomes }
}

test('random histories replay to equal states at every tick, from the start and from a snapshot', () => {
  fc.assert(
    fc.property(history, fc.nat(), ({ seed, mapId, ticks }, cut) => {
      const played = play(createSimulation(settingOf(mapId), seed), ticks)
      const again = play(createSimulation(settingOf(mapId), seed), ticks)
      expect(again.hashes).toEqual(played.hashes)
      expect(JSON.stringify(again.outcomes)).toBe(JSON.stringify(played.outcomes))

      const at = cut % ticks.length
      const interrupted = createSimulation(settingOf(mapId), seed)
      play(interrupted, ticks.slice(0, at))
      const restored = restoreSimulation(settingOf(mapId), interrupted.snapshot())
      expect(restored.hash()).toBe(interrupted.hash())
      const rest = play(restored, ticks.slice(at))
      expect(rest.hashes).toEqual(played.hashes.slice(at))
      expect(JSON.stringify(rest.outcomes)).toBe(JSON.stringify(played.outcomes.slice(at)))
    }),
    { numRuns: HISTORIES },
  )
}, 120_000)

const inWalls = ({ world }: Simulation) => {
  const { characters, monsters, pets } = world.state
  const standing = [
    ...characters.rows.filter(row => row.active === 1),
    ...monsters.rows.filter(row => row.hp > 0),
    ...pets.rows.filter(row => row.active === 1 && row.summoned === 1),
  ]
  return standing.filter(({ x, y }) => !world.map.grid.isWalkable(x, y))
}

const gainsOf = <Type extends Gain['type']>(outcomes: readonly TickOutcome[], type: Type) =>
  outcomes.flatMap(({ gains }) => gains.filter((gain): gain is Extract<Gain, { type: Type }> => gain.type === type))
const changesOf = (outcomes: readonly TickOutcome[], type: string) =>
  outcomes.flatMap(({ changes }) => changes.filter(change => change.type === type))

test('no character, monster or pet is ever in a wall, whatever happens', () => {
  fc.assert(
    fc.property(history, ({ seed, mapId, ticks }) => {
      const simulation = createSimulation(settingOf(mapId), seed)
      play(simulation, ticks, () => expect(inWalls(simulation)).toEqual([]))
    }),
    { numRuns: HISTORIES },
  )
}, 120_000)

test('items, experience, levels and pets come from kills, drops and lures, and from nothing else', () => {
  const seen = { kills: 0, shares: 0, pickedUp: 0, tamed: 0, levels: 0, deaths: 0, departures: 0 }
  fc.assert(
    fc.property(history, ({ seed, mapId, ticks }) => {
      const simulation = createSimulation(settingOf(mapId), seed)
      const { outcomes } = play(simulation, ticks)
      const [kills, pickedUp, tamed] = [
        gainsOf(outcomes, 'killed'),
        gainsOf(outcomes, 'pickedUp'),
        gainsOf(outcomes, 'tamed'),
      ]
      expect(changesOf(outcomes, 'monsterDied')).toHaveLength(kills.length)
      seen.kills += kills.length
      // Each kill's parts sum up to what its kind gives.
      const parts = [...kills, ...gainsOf(outcomes, 'shared')].reduce((sum, { experience }) => sum + experience, 0)
      const kinds = new Map(content.kinds.map(({ id, experience }) => [id, experience]))
      expect(parts).toBe(kills.reduce((sum, { kindId }) => sum + (kinds.get(kindId) ?? 0), 0))
      seen.shares += gainsOf(outcomes, 'shared').length
      seen.pickedUp += pickedUp.length
      seen.tamed += tamed.length
      seen.levels += changesOf(outcomes, 'characterLeveledUp').length
      seen.deaths += changesOf(outcomes, 'characterDied').length
      seen.departures += outcomes.reduce((sum, { departures }) => sum + departures.length, 0)

      const dropped = changesOf(outcomes, 'dropAppeared').map(change => ('number' in change ? change.number : 0))
      expect(new Set(dropped).size).toBe(dropped.length)
      expect(dropped.length).toBeLessThanOrEqual(2 * kills.length)
      const taken = pickedUp.map(({ dropNumber }) => dropNumber)
      expect(new Set(taken).size).toBe(taken.length)
      expect(taken.filter(number => !dropped.includes(number))).toEqual([])

      expect(tamed.length).toBeLessThanOrEqual(gainsOf(outcomes, 'lureUsed').length)
      expect(changesOf(outcomes, 'monsterLeft')).toHaveLength(tamed.length)
      expect(new Set(tamed.map(({ pet }) => pet.petId)).size).toBe(tamed.length)

      const characters = simulation.world.state.characters.rows.filter(({ active }) => active === 1)
      expect(characters.filter(({ level, experience }) => level !== levelAt(experience))).toEqual([])
      expect(characters.filter(({ level, luresUsed }) => luresUsed > LURES_AT_FIRST + level)).toEqual([])
    }),
    { numRuns: HISTORIES },
  )
  // The histories are worth their name only if all of this happens in them.
  expect(Object.entries(seen).filter(([, times]) => times < 3)).toEqual([])
}, 120_000)

test('each kill is one, and gives its experience to the last striker alone, however many strike', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 2, max: CHARACTERS }), (seed, strikers) => {
      const simulation = createSimulation(
        { map: smallWorld({ lines: ['monsters 1 slime in 2,2 to 2,2'] }).start, kinds: content.kinds },
        seed,
      )
      const numbers = Array.from({ length: strikers }, (_, index) => index + 1)
      simulation.step(numbers.map(number => ({ type: 'enter', character: aCharacter(number), at: { x: 2, y: 2 } })))
      let [kills, experience] = [0, 0]
      for (let tick = 0; tick < 300; tick++) {
        const attacks = numbers.map(
          (number): Command => ({ type: 'attack', characterId: characterId(number), monster: 0 }),
        )
        const { changes, gains } = simulation.step(attacks)
        const killed = gains.filter(({ type }) => type === 'killed').length
        expect(killed).toBeLessThanOrEqual(1)
        expect(changes.filter(({ type }) => type === 'monsterDied')).toHaveLength(killed)
        kills += killed
      }
      for (const number of numbers) experience += simulation.character(characterId(number))?.experience ?? 0
      expect(kills).toBeGreaterThan(0)
      expect(experience).toBe(100 * kills)
    }),
    { numRuns: 50 },
  )
}, 120_000)

test('of several characters that pick up one drop in one tick, the first one has it, and the others are refused', () => {
  fc.assert(
    fc.property(fc.integer(), fc.shuffledSubarray([1, 2, 3, 4], { minLength: 2 }), (seed, order) => {
      const simulation = createSimulation(
        { map: smallWorld({ lines: ['monsters 1 slime in 2,2 to 2,2'] }).start, kinds: content.kinds },
        seed,
      )
      simulation.step(order.map(number => ({ type: 'enter', character: aCharacter(number), at: { x: 2, y: 2 } })))
      const attack: Command = { type: 'attack', characterId: characterId(order[0] ?? 1), monster: 0 }
      while (simulation.world.rowOfDrop.size === 0) simulation.step([attack])
      // Until it is for everyone: the killer would have it otherwise, whatever the order.
      for (let tick = 0; tick < OWNED_TICKS; tick++) simulation.step([])
      const [drop = 0] = simulation.world.rowOfDrop.keys()
      const tries = order.map((number): Command => ({ type: 'pickUp', characterId: characterId(number), drop }))
      const { gains, results } = simulation.step([...tries, ...tries])
      expect(results).toEqual([null, ...Array.from({ length: 2 * order.length - 1 }, () => 'NO_SUCH_DROP')])
      expect(gains.filter(({ type }) => type === 'pickedUp')).toMatchObject([
        { characterId: characterId(order[0] ?? 1), dropNumber: drop },
      ])
    }),
    { numRuns: 50 },
  )
}, 120_000)
