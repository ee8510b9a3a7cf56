import { expect, test } from 'vitest'
import { aCharacter, characterId, smallWorld, YARD } from '../../../test/small-world.js'
import { VIEW_IN } from '../notifier/view-rectangle.js'
import { SHARE_DISTANCE, shareExperience } from './party-share.js'
import type { Gain } from './outcome.js'
import { createSimulation, restoreSimulation } from './simulation.js'

/** Character 1 kills a slime; each other stands where it is said, in the party with this number. */
function aKill(others: readonly { party: number; at?: { x: number; y: number }; hp?: number }[], party = 7) {
  const content = smallWorld({ lines: ['monsters 1 slime in 3,2 to 3,2'] })
  const setting = { map: content.mapOf(YARD), kinds: content.kinds }
  const simulation = createSimulation(setting, 7)
  simulation.step([
    { type: 'enter', character: aCharacter(1, { party, level: 30 }), at: { x: 2, y: 2 } },
    ...others.map(({ at = { x: 2, y: 1 }, ...changes }, index) => ({
      type: 'enter' as const,
      character: aCharacter(index + 2, changes),
      at,
    })),
  ])
  const killing = (running: typeof simulation) => {
    const gains: Gain[] = []
    for (let tick = 0; tick < 2_000; tick++) {
      gains.push(...running.step([{ type: 'attack', characterId: characterId(1), monster: 0 }]).gains)
      if (gains.some(({ type }) => type === 'killed'))
        return gains.filter(({ type }) => ['killed', 'shared'].includes(type))
    }
    throw new Error('The slime lives')
  }
  return { simulation, killing, setting, total: content.kinds[0]?.experience ?? 0 }
}
const experienceOf = (gain: Gain | undefined) => (gain !== undefined && 'experience' in gain ? gain.experience : 0)

test('members see as far as they share', () => {
  expect(SHARE_DISTANCE).toBe(VIEW_IN)
})

test.each([0, 1, 2, 4, 5])('a kill is split among a killer and %i members, to the unit, and is one kill', count => {
  const { simulation, killing, total } = aKill(Array.from({ length: count }, () => ({ party: 7 })))
  const gains = killing(simulation)
  const each = Math.floor(total / (count + 1))
  expect(gains.map(({ type }) => type)).toEqual(['killed', ...Array.from({ length: count }, () => 'shared')])
  expect(gains.slice(1).map(experienceOf)).toEqual(Array.from({ length: count }, () => each))
  expect(gains.reduce((sum, gain) => sum + experienceOf(gain), 0)).toBe(total)
  const held = Array.from({ length: count + 1 }, (_, index) => simulation.character(characterId(index + 1))?.experience)
  expect(held.reduce((sum: number, experience) => sum + (experience ?? 0), 0)).toBe(total)
})

test('strangers, members of other parties, the fallen and those out of view have no share', () => {
  const { simulation, killing } = aKill([{ party: 0 }, { party: 8 }, { party: 7 }])
  simulation.world.state.characters.at(3).hp = 0
  expect(killing(simulation)).toMatchObject([{ type: 'killed' }])
  const alone = aKill([{ party: 0 }], 0)
  expect(alone.killing(alone.simulation)).toMatchObject([{ type: 'killed', experience: alone.total }])
})

test('of less experience than members, all is the killer’s', () => {
  const { simulation } = aKill([{ party: 7 }, { party: 7 }])
  const killer = simulation.world.state.characters.at(0)
  expect(shareExperience(simulation.world, killer, 2)).toEqual({ own: 2, shares: [] })
  expect(shareExperience(simulation.world, killer, 3).own).toBe(1)
})

test('a party that is joined and left counts from the command on, and a restored snapshot shares alike', () => {
  const { simulation, killing, setting } = aKill([{ party: 0 }, { party: 7 }])
  simulation.step([
    { type: 'joinParty', characterId: characterId(2), party: 7 },
    { type: 'joinParty', characterId: characterId(3), party: 0 },
  ])
  const restored = restoreSimulation(setting, simulation.snapshot())
  const gains = killing(simulation)
  expect(gains).toMatchObject([{ type: 'killed' }, { type: 'shared', characterId: characterId(2) }])
  expect(killing(restored)).toEqual(gains)
  expect(restored.hash()).toBe(simulation.hash())
})
