import fc from 'fast-check'
import { characterClasses } from '../src/domain/character.js'
import type { Command } from '../src/world/simulation/commands.js'
import { aCharacter, aPet, characterId, corridorWorld, FIELD, smallWorld, YARD } from './small-world.js'

/** Random histories of a property test; CONTRIBUTING.md says how to run more. */
export const HISTORIES = Number(process.env['WORLD_HISTORIES'] ?? 250)

export const content = smallWorld()
export const CHARACTERS = 4
export const settingOf = (mapId: string) => ({ map: content.mapOf(mapId), kinds: content.kinds })

const id = fc.integer({ min: 1, max: CHARACTERS }).map(characterId)
/** Anywhere, walls and outside included, and often a cell before a portal or the portal itself. */
const cell = fc.oneof(
  { weight: 3, arbitrary: fc.record({ x: fc.integer({ min: -1, max: 20 }), y: fc.integer({ min: -1, max: 10 }) }) },
  { weight: 1, arbitrary: fc.constantFrom({ x: 17, y: 8 }, { x: 18, y: 8 }, { x: 11, y: 1 }, { x: 12, y: 1 }) },
)
const anywhere = fc.option(cell)
const enter: fc.Arbitrary<Command> = fc
  .record({
    number: fc.integer({ min: 1, max: CHARACTERS }),
    characterClass: fc.constantFrom(...characterClasses),
    level: fc.integer({ min: 1, max: 9 }),
    at: anywhere,
    pets: fc.boolean(),
  })
  .map(({ number, characterClass, level, at, pets }) => ({
    type: 'enter',
    character: aCharacter(number, {
      class: characterClass,
      level,
      experience: 40 * (level - 1) ** 3 + 60 * (level - 1),
      pets: pets ? [aPet(number, { summoned: true, hunger: 90 })] : [],
    }),
    at,
  }))
const ofPlayer: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('move'), characterId: id, to: cell }) },
  {
    weight: 6,
    arbitrary: fc.record({ type: fc.constant('attack'), characterId: id, monster: fc.integer({ min: -1, max: 4 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('pickUp'), characterId: id, drop: fc.integer({ min: 1, max: 9 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('tame'), characterId: id, monster: fc.integer({ min: 0, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('leave', 'dismissPet', 'feedPet'), characterId: id }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('summonPet'),
      characterId: id,
      petId: fc.integer({ min: 1, max: 4 }).map(number => aPet(number).petId),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('joinParty'), characterId: id, party: fc.integer({ min: 0, max: 2 }) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('say'), characterId: id, text: fc.string() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('changeAppearance'),
      characterId: id,
      appearance: fc.record({ hairStyle: fc.nat(29), hairColor: fc.nat(15), clothColor: fc.nat(15) }),
    }),
  },
) as fc.Arbitrary<Command>
/** The commands of up to four characters, tick by tick, on one of the two small maps. */
export const history = fc.record({
  seed: fc.integer(),
  mapId: fc.constantFrom(YARD, FIELD),
  ticks: fc.array(
    fc.array(fc.oneof({ weight: 1, arbitrary: enter }, { weight: 8, arbitrary: ofPlayer }), { maxLength: 5 }),
    {
      minLength: 10,
      maxLength: 120,
      size: 'max',
    },
  ),
})

/** A corridor so long that no character sees all of it, with slimes and wolves along it. */
const corridorContent = corridorWorld()
export const corridor = { map: corridorContent.start, kinds: corridorContent.kinds }

const along = fc.record({ x: fc.integer({ min: 30, max: 110 }), y: fc.integer({ min: 1, max: 4 }) })
const enterCorridor = fc
  .record({ number: fc.integer({ min: 1, max: CHARACTERS }), at: along, pets: fc.boolean() })
  .map(({ number, at, pets }): Command => {
    const withPet = pets ? [aPet(number, { summoned: true })] : []
    return { type: 'enter', character: aCharacter(number, { level: 60, experience: 8_218_700, pets: withPet }), at }
  })
/** Long walks of up to four characters, with a fight now and then. */
export const walks = fc.record({
  seed: fc.integer(),
  first: fc.array(enterCorridor, { minLength: 3, maxLength: 6 }),
  legs: fc.array(
    fc.record({
      ticks: fc.integer({ min: 1, max: 60 }),
      command: fc.oneof(
        { weight: 8, arbitrary: fc.record({ type: fc.constant('move'), characterId: id, to: along }) },
        { weight: 2, arbitrary: enterCorridor },
        {
          weight: 2,
          arbitrary: fc.record({
            type: fc.constant('attack'),
            characterId: id,
            monster: fc.integer({ min: 0, max: 19 }),
          }),
        },
        { weight: 1, arbitrary: fc.record({ type: fc.constant('leave'), characterId: id }) },
      ) as fc.Arbitrary<Command>,
    }),
    { minLength: 5, maxLength: 25, size: 'max' },
  ),
})
