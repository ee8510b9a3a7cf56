import { expect, test } from 'vitest'
import { parseMapFile } from './map-format.js'
import { parseMonsterKinds } from './monster-kinds.js'
import { readWorldContent } from './read-content.js'
import { linkWorld } from './world-content.js'

const slime = {
  key: 'slime',
  id: 'a5c0de00-5f1a-4c3e-8b52-0d4e6f70c001',
  name: 'Slime',
  level: 1,
  maxHp: 40,
  attack: 8,
  defense: 0,
  hit: 10,
  flee: 10,
  experience: 20,
  cellsPerSecond: 2,
  sight: 6,
  reach: 1,
  attackSeconds: 1.6,
  respawnSeconds: 6,
  aggressive: false,
  fleesBelowPercent: 0,
  tamePercent: 12.5,
  drops: [{ itemId: '7af934bd-7071-448b-81fb-d6ccb6ad3f41', name: 'Draught', percent: 0.01 }],
}
const kindsOf = (...kinds: readonly unknown[]) => parseMonsterKinds('monsters.json', JSON.stringify(kinds, null, 1))

/** Two maps: one that a test changes, and its neighbour, whose cell 3,1 nothing leads to. */
function link({ lines = [], spawn = '1,1' }: { lines?: readonly string[]; spawn?: string } = {}) {
  const header = (number: number, name: string, at: string) => [
    `id 6d1f0a52-3c1e-4b8e-9a51-0c7be1d2a00${number}`,
    `code ${'AB'.charAt(number)}`,
    `name ${name}`,
    `spawn ${at}`,
    'returns yard',
  ]
  const yard = [
    ...header(0, 'Yard', spawn),
    'portal 2,2 to field 1,1',
    ...lines,
    'cells',
    '####',
    '#..#',
    '#.##',
    '####',
  ]
  const field = [...header(1, 'Field', '1,1'), 'portal 1,2 to yard 1,1', 'cells', '#####', '#.###', '#.#.#', '#####']
  return linkWorld([parseMapFile('field.txt', field.join('\n')), parseMapFile('yard.txt', yard.join('\n'))], {
    kinds: kindsOf(slime),
    startKey: 'yard',
  })
}

test('names of maps and kinds become what they stand for, with the start first', () => {
  const { maps, start } = link({ lines: ['monsters 2 slime in 0,0 to 3,3'] })
  const [yard, field] = maps
  expect(start).toBe(yard)
  expect(yard?.portals).toEqual([{ at: { x: 2, y: 2 }, toMapId: field?.id, to: { x: 1, y: 1 } }])
  expect(field?.savePoint).toEqual({ mapId: yard?.id, position: { x: 1, y: 1 } })
  const cells = [
    { x: 1, y: 1 },
    { x: 1, y: 2 },
    { x: 2, y: 2 },
  ]
  const born = { kind: 0, cells, from: { x: 0, y: 0 }, to: { x: 3, y: 3 } }
  expect(yard?.monsters).toEqual([born, born])
})

const mistakes: readonly (readonly [why: string, lines: readonly string[], message: string])[] = [
  ['a portal in a wall', ['portal 0,0 to field 1,1'], '7:8: The portal 0,0 lies in a wall of yard'],
  ['a portal outside', ['portal 4,1 to field 1,1'], '7:8: The portal 4,1 lies outside of yard, which has 4 by 4 cells'],
  ['a portal to nowhere', ['portal 1,2 to moon 1,1'], '7:20: There is no map "moon"'],
  ['a portal into a wall', ['portal 1,2 to field 2,1'], '7:21: The target 2,1 lies in a wall of field'],
  ['a portal into a pocket', ['portal 1,2 to field 3,1'], '7:21: No path leads from 3,1 to the spawn of field'],
  ['a portal onto a portal', ['portal 1,2 to field 1,2'], '7:21: The target 1,2 is a portal of field itself'],
  ['a portal on the spawn', ['portal 1,1 to field 1,1'], '7:8: A portal cannot stand on the spawn'],
  ['two portals on a cell', ['portal 2,2 to field 1,1'], '7:8: Two portals stand on 2,2'],
  ['monsters of no kind', ['monsters 1 dragon in 1,1 to 2,2'], '7:12: There is no kind of monster "dragon"'],
  ['monsters in a wall', ['monsters 1 slime in 0,0 to 3,0'], '7:21: No path leads from the spawn into this area'],
  ['monsters outside', ['monsters 1 slime in 1,1 to 4,2'], '7:28: The area ends outside of the 4 by 4 cells'],
]

test.each(mistakes)('%s is refused with line and column', (_, lines, message) => {
  expect(() => link({ lines })).toThrow(`yard.txt:${message}`)
})

test('a spawn in a wall is refused with line and column', () => {
  expect(() => link({ spawn: '2,1' })).toThrow('yard.txt:4:7: The spawn 2,1 lies in a wall of yard')
})

test('a map that no portal leads to is refused', () => {
  const map = (key: string, number: number) =>
    parseMapFile(
      `${key}.txt`,
      `id 6d1f0a52-3c1e-4b8e-9a51-0c7be1d2a00${number}\ncode ${'AB'.charAt(number)}\nname ${key}\nspawn 0,0\nreturns ${key}\ncells\n.`,
    )
  expect(() => linkWorld([map('one', 0), map('two', 1)], { kinds: kindsOf(slime), startKey: 'one' })).toThrow(
    'two.txt:1:1: No portals lead from one to this map',
  )
})

test('seconds become ticks, and percentages whole ten thousandths', () => {
  expect(kindsOf(slime)).toMatchObject([
    { attackTicks: 40, respawnTicks: 150, tameChance: 1_250, drops: [{ name: 'Draught', chance: 1 }] },
  ])
})

const { key: _, ...unnamed } = slime
const [drop] = slime.drops
test.each([
  ['a value out of its range', [slime, { ...slime, key: 'bad', maxHp: 0 }], /^monsters\.json:34:12: .*maxHp/s],
  ['a drop with a wrong item', [{ ...slime, drops: [{ ...drop, itemId: '7' }] }], /^monsters\.json:23:15: .*itemId/s],
  ['a percentage too fine', [{ ...slime, tamePercent: 0.001 }], /^monsters\.json:20:18: .*at most two decimals/s],
  ['an unknown field', [{ ...slime, speed: 3 }], /^monsters\.json:28:12: .*"speed"/s],
  ['a missing field', [slime, unnamed], /^monsters\.json:29:2: .*key/s],
  ['the key of another', [slime, slime], /^monsters\.json:30:10: Two kinds have the key "slime"/],
  ['no kinds', [], /^monsters\.json:1:1: /],
])('a kind with %s is refused with line and column', (_why, kinds, message) => {
  expect(() => kindsOf(...kinds)).toThrow(message)
})

test.each([
  ['[{', /^monsters\.json:1:3: This is not JSON: CloseBraceExpected/],
  ['[\n  { "key": "a",\n    "id": b }\n]', /^monsters\.json:3:11: This is not JSON: InvalidSymbol/],
  ['[1,]', /^monsters\.json:1:4: This is not JSON: ValueExpected/],
  ['// none\n[]', /^monsters\.json:1:1: This is not JSON: InvalidCommentToken/],
  ['', /^monsters\.json:1:1: This is not JSON: ValueExpected/],
])('%j is refused as no JSON with line and column', (text, message) => {
  expect(() => parseMonsterKinds('monsters.json', text)).toThrow(message)
})

test('the world that comes with Waystone has at least three maps, each with monsters, walls and a portal', () => {
  const { maps, start } = readWorldContent()
  expect(start.name).toBe('Dawnhaven')
  expect(maps.length).toBeGreaterThanOrEqual(3)
  for (const map of maps) {
    expect(map.monsters.length, map.name).toBeGreaterThan(0)
    expect(map.portals.length, map.name).toBeGreaterThan(0)
    expect(
      map.rows.some(row => row.includes('#') || row.includes('T')),
      map.name,
    ).toBe(true)
  }
})
