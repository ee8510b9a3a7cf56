import { parseMapFile } from '../src/world/content/map-format.js'
import { parseMonsterKinds } from '../src/world/content/monster-kinds.js'
import { linkWorld, type WorldContent } from '../src/world/content/world-content.js'
import { NO_BLOCKS, type Profile } from '../src/world/notifier/seen-character.js'
import type { CharacterRecord, PetRecord } from '../src/world/simulation/outcome.js'

const draught = '7af934bd-7071-448b-81fb-d6ccb6ad3f41'
const slime = {
  key: 'slime',
  id: 'a5c0de00-5f1a-4c3e-8b52-0d4e6f70c001',
  name: 'Slime',
  level: 1,
  maxHp: 12,
  attack: 8,
  defense: 0,
  hit: 10,
  flee: 1,
  experience: 100,
  cellsPerSecond: 2,
  sight: 6,
  reach: 1,
  attackSeconds: 1,
  respawnSeconds: 2,
  aggressive: false,
  fleesBelowPercent: 0,
  tamePercent: 100,
  drops: [
    { itemId: draught, name: 'Draught', percent: 100 },
    { itemId: 'dc4bb70d-1994-41d3-b8e8-4d92c0d118d5', name: 'Ration', percent: 50 },
  ],
}
/** Comes at once, strikes hard, and runs when it is hurt. */
const wolf = {
  ...slime,
  key: 'wolf',
  id: 'a5c0de00-5f1a-4c3e-8b52-0d4e6f70c002',
  name: 'Wolf',
  level: 5,
  maxHp: 60,
  attack: 40,
  hit: 90,
  cellsPerSecond: 6,
  sight: 8,
  aggressive: true,
  fleesBelowPercent: 40,
  tamePercent: 0,
  drops: [],
}

export const YARD = '6d1f0a52-3c1e-4b8e-9a51-0c7be1d2a0f1'
export const FIELD = '6d1f0a52-3c1e-4b8e-9a51-0c7be1d2a0f2'

const yardRows = [
  '####################',
  '#....#.............#',
  '#....#.....###.....#',
  '#..........#.#.....#',
  '#....#.....#.#.....#',
  '#....#.............#',
  '######.~~~.........#',
  '#......~~~.........#',
  '#..................#',
  '####################',
]

/**
 * Two maps of some cells: a yard with a room, a pond, slimes and a portal in its north-eastern corner, and a
 * field where wolves live and the fallen return to the yard.
 * @param options.lines of the yard, in place of its slimes
 */
export function smallWorld(options: { lines?: readonly string[]; kinds?: readonly object[] } = {}): WorldContent {
  const { lines = ['monsters 4 slime in 6,1 to 18,3'], kinds = [slime, wolf] } = options
  const yard = [
    `id ${YARD}`,
    'code Y',
    'name Yard',
    'spawn 2,2',
    'returns yard',
    'portal 18,8 to field 1,1',
    ...lines,
    'cells',
    ...yardRows,
  ]
  const field = [
    `id ${FIELD}`,
    'code F',
    'name Field',
    'spawn 1,1',
    'returns yard',
    'portal 12,1 to yard 17,8',
    'monsters 3 wolf in 6,1 to 12,4',
    'cells',
    '##############',
    '#............#',
    '#...##.......#',
    '#...##.......#',
    '#............#',
    '##############',
  ]
  return linkWorld([parseMapFile('yard.txt', yard.join('\n')), parseMapFile('field.txt', field.join('\n'))], {
    kinds: parseMonsterKinds('monsters.json', JSON.stringify(kinds)),
    startKey: 'yard',
  })
}

/** One map of 140 by 6 cells: a view of 20 cells ends within it on both sides. */
export function corridorWorld(): WorldContent {
  const text = [
    `id ${YARD}`,
    'code C',
    'name Corridor',
    'spawn 70,2',
    'returns corridor',
    'monsters 12 slime in 20,1 to 120,4',
    'monsters 8 wolf in 30,1 to 110,4',
    'cells',
    '#'.repeat(140),
    ...Array.from({ length: 3 }, (_, row) => `#${'.'.repeat(60 + row)}#${'.'.repeat(77 - row)}#`),
    `#${'.'.repeat(138)}#`,
    '#'.repeat(140),
  ]
  return linkWorld([parseMapFile('corridor.txt', text.join('\n'))], {
    kinds: parseMonsterKinds('monsters.json', JSON.stringify([slime, wolf])),
    startKey: 'corridor',
  })
}

/** The id of the nth character of a test. */
export const characterId = (number: number): string => `c0000000-0000-4000-8000-${String(number).padStart(12, '0')}`

export const aCharacter = (number: number, changes: Partial<CharacterRecord> = {}): CharacterRecord => ({
  characterId: characterId(number),
  class: 'SWORDSMAN',
  level: 1,
  experience: 0,
  hp: null,
  appearance: { hairStyle: 0, hairColor: 0, clothColor: 0 },
  luresUsed: 0,
  party: 0,
  pets: [],
  ...changes,
})

/** The id of the user of the nth character of a test. */
export const ownerId = (number: number): string => `a0000000-0000-4000-8000-${String(number).padStart(12, '0')}`

/** The profile of the nth character of a test. */
export const aProfile = (number: number, changes: Partial<Profile> = {}): Profile => ({
  characterId: characterId(number),
  name: `Name ${number}`,
  ownerId: ownerId(number),
  blockedIds: [],
  blocksVersion: NO_BLOCKS,
  ...changes,
})

/** The nth pet of a test, a slime. */
export const aPet = (number: number, changes: Partial<PetRecord> = {}): PetRecord => ({
  petId: `be700000-0000-4000-8000-00000000000${number}`,
  kindId: slime.id,
  summoned: false,
  hunger: 30,
  intimacy: 25,
  ...changes,
})
