import { expect, test } from 'vitest'
import { aCharacter, aPet, characterId, FIELD, smallWorld } from '../../../test/small-world.js'
import type { PlayerCommand } from './commands.js'
import type { PetRecord } from './outcome.js'
import { createSimulation } from './simulation.js'

const SLIME = 'a5c0de00-5f1a-4c3e-8b52-0d4e6f70c001'
const content = smallWorld({ lines: ['monsters 1 slime in 3,2 to 3,2'] })

/** One character beside one slime that stays where it is. */
function aTamer(options: { pets?: readonly PetRecord[]; luresUsed?: number; mapId?: string; seed?: number } = {}) {
  const { mapId, seed = 11, ...record } = options
  const map = mapId === undefined ? content.start : content.mapOf(mapId)
  const simulation = createSimulation({ map, kinds: content.kinds }, seed)
  simulation.step([{ type: 'enter', character: aCharacter(1, record), at: { x: 2, y: 2 } }])
  const { state } = simulation.world
  return {
    simulation,
    step: (...commands: readonly PlayerCommand[]) => simulation.step(commands),
    pets: () => simulation.character(characterId(1))?.pets ?? [],
    owner: () => state.characters.at(0),
    pet: (row = 0) => state.pets.at(row),
    slime: () => state.monsters.at(0),
  }
}
const me = { characterId: characterId(1) }

test('a tamed monster leaves the world and is a pet; each attempt takes one of the lures, and without one there is none', () => {
  // As many lures as it takes.
  const { owner, pets, slime, step } = aTamer({ luresUsed: -100 })
  let attempts = 0
  while (pets().length === 0) {
    const { results } = step({ ...me, type: 'tame', monster: 0 })
    expect(results).toEqual([null])
    attempts++
  }
  expect(owner().luresUsed).toBe(attempts - 100)
  expect(slime()).toMatchObject({ hp: 0, mood: 3 })
  expect(pets()).toEqual([expect.objectContaining({ kindId: SLIME, summoned: false, hunger: 30, intimacy: 25 })])

  while (slime().hp === 0) step()
  owner().luresUsed = 4
  expect(step({ ...me, type: 'tame', monster: 0 })).toMatchObject({
    results: ['NO_LURE'],
    gains: [],
  })
})

test('a monster with hardly a hit point left is tamed more often than an unhurt one', () => {
  const tamedOf200 = (hp: number): number => {
    let tamed = 0
    for (let seed = 0; seed < 200; seed++) {
      const { pets, slime, step } = aTamer({ seed })
      slime().hp = hp
      step({ ...me, type: 'tame', monster: 0 })
      tamed += pets().length
    }
    return tamed
  }
  // The kind's chance is 100 %: an unhurt one, of 12 hit points, is tamed in (12 − ⌊0.8 · 12⌋) / 12 of the
  // attempts.
  expect(tamedOf200(1)).toBe(200)
  const unhurt = tamedOf200(12)
  expect(unhurt).toBeGreaterThan(25)
  expect(unhurt).toBeLessThan(80)
})

test('kinds that nobody tames are refused, and so is the eleventh pet', () => {
  const wolves = aTamer({ mapId: FIELD })
  const wolf = wolves.simulation.world.state.monsters.at(0)
  wolf.x = 3
  wolf.y = 2
  expect(wolves.step({ ...me, type: 'tame', monster: 0 }).results).toEqual(['NOT_TAMEABLE'])
  const full = aTamer({ pets: Array.from({ length: 10 }, (_, index) => aPet(index)) })
  expect(full.step({ ...me, type: 'tame', monster: 0 })).toMatchObject({
    results: ['TOO_MANY_PETS'],
    gains: [],
  })
})

test('one pet is with its owner at a time, and follows it', () => {
  const { owner, pet, pets, step } = aTamer({ pets: [aPet(1), aPet(2)] })
  const [first, second] = [aPet(1), aPet(2)].map(({ petId }) => petId)
  expect(step({ ...me, type: 'summonPet', petId: first ?? '' }).results).toEqual([null])
  expect(step({ ...me, type: 'summonPet', petId: first ?? '' }).results).toEqual(['PET_IS_WITH_YOU'])
  expect(step({ ...me, type: 'summonPet', petId: 'no such' }).results).toEqual(['NO_SUCH_PET'])
  const { changes } = step({ ...me, type: 'summonPet', petId: second ?? '' })
  expect(changes.filter(({ type }) => type.startsWith('pet')).map(({ type }) => type)).toEqual([
    'petLeft',
    'petAppeared',
  ])
  expect(pets().map(({ summoned }) => summoned)).toEqual([false, true])

  step({ ...me, type: 'move', to: { x: 16, y: 1 } })
  for (let tick = 0; tick < 200; tick++) step()
  expect(owner()).toMatchObject({ x: 16, y: 1 })
  expect(Math.abs(pet(1).x - 16)).toBeLessThanOrEqual(2)
  expect(step({ ...me, type: 'dismissPet' }).results).toEqual([null])
  expect(step({ ...me, type: 'dismissPet' }).results).toEqual(['NO_PET_WITH_YOU'])
  expect(step({ ...me, type: 'feedPet' }).results).toEqual(['NO_PET_WITH_YOU'])
})

test('a meal stills hunger and is liked, less so when it comes late; a pet that is not hungry does not eat', () => {
  const fed = (hunger: number) => {
    const { pets, step } = aTamer({ pets: [aPet(1, { summoned: true, hunger })] })
    const { results } = step({ ...me, type: 'feedPet' })
    return [results[0], pets()[0]?.hunger, pets()[0]?.intimacy]
  }
  expect(fed(24)).toEqual(['PET_NOT_HUNGRY', 24, 25])
  expect(fed(30)).toEqual([null, 0, 30])
  expect(fed(90)).toEqual([null, 50, 27])
})

test('a pet that starves likes its owner less, and runs away in the end', () => {
  const { pet, pets, simulation, step } = aTamer({ pets: [aPet(1, { summoned: true, hunger: 99, intimacy: 2 })] })
  const period = () => {
    pet().hungerIn = 1
    return step()
  }
  period()
  expect(pets()).toMatchObject([{ hunger: 100, intimacy: 2 }])
  period()
  expect(pets()).toMatchObject([{ hunger: 100, intimacy: 1 }])
  const { gains, changes } = period()
  expect(gains).toEqual([{ type: 'petLost', characterId: me.characterId, petId: aPet(1).petId }])
  expect(changes.map(({ type }) => type)).toContain('petLeft')
  expect(simulation.character(me.characterId)?.pets).toEqual([])
})

test('pets go with their owner and come back with it', () => {
  const { simulation, step } = aTamer({ pets: [aPet(1, { summoned: true }), aPet(2)] })
  const record = simulation.character(me.characterId)
  expect(record?.pets).toEqual([aPet(1, { summoned: true }), aPet(2)])
  const { changes } = step({ ...me, type: 'leave' })
  expect(changes.map(({ type }) => type)).toEqual(expect.arrayContaining(['petLeft', 'characterLeft']))
  expect(simulation.world.state.pets.rows.every(({ active }) => active === 0)).toBe(true)
})
