import { expect, test } from 'vitest'
import { parseMapFile } from './map-format.js'

const HEADER = [
  'id       6d1f0a52-3c1e-4b8e-9a51-0c7be1d2a001',
  'code     D',
  'name     Small Yard',
  'spawn    1,1',
  'returns  yard',
]
const ROWS = ['cells', '#####', '#..,#', '#.=.#', '#####']
const yard = (header: readonly string[] = HEADER, rows: readonly string[] = ROWS) => [...header, ...rows].join('\n')
const parse = (text: string) => parseMapFile('maps/yard.txt', text)

test('a map file gives its header and its cells, with the first row in the north', () => {
  const map = parse(
    yard(['; A yard', ...HEADER, '', 'portal 3,1 to greenway-fields 12,40', 'monsters 12 meadow-slime in 1,1 to 3,2']),
  )
  expect(map).toMatchObject({
    key: 'yard',
    id: '6d1f0a52-3c1e-4b8e-9a51-0c7be1d2a001',
    code: 'D',
    name: 'Small Yard',
    spawn: { x: 1, y: 1 },
    returns: { key: 'yard' },
    portals: [{ at: { x: 3, y: 1 }, toKey: 'greenway-fields', to: { x: 12, y: 40, place: { line: 8, column: 31 } } }],
    monsters: [{ count: 12, kind: 'meadow-slime', from: { x: 1, y: 1 }, to: { x: 3, y: 2 } }],
    grid: { width: 5, height: 4 },
  })
  expect([map.grid.isWalkable(0, 0), map.grid.isWalkable(1, 1), map.grid.isWalkable(2, 2)]).toEqual([false, true, true])
  expect([map.grid.isWalkable(-1, 1), map.grid.isWalkable(5, 1), map.grid.isWalkable(1, 4)]).toEqual(
    Array.from({ length: 3 }, () => false),
  )
})

test('a map file may name the picture of the map', () => {
  expect(parse(yard()).art).toBeNull()
  expect(parse(yard([...HEADER, 'art  maps/small-yard'])).art).toBe('maps/small-yard')
})

test('a map file may name the map in other languages', () => {
  expect(parse(yard()).translations).toEqual([])
  expect(parse(yard([...HEADER, 'name-in  pt-BR Pátio Pequeno', 'name-in de Kleiner Hof'])).translations).toEqual([
    { locale: 'pt-BR', name: 'Pátio Pequeno' },
    { locale: 'de', name: 'Kleiner Hof' },
  ])
})

const without = (word: string) => HEADER.filter(line => !line.startsWith(word))
const mistakes: readonly (readonly [why: string, text: string, message: string])[] = [
  ['a picture that is no key', yard([...HEADER, 'art   Maps/Yard.png']), '6:7: Expected an asset key of at most 120'],
  ['two pictures', yard([...HEADER, 'art maps/a', 'art maps/b']), '7:1: "art" stands here a second time'],
  ['a language that is none', yard([...HEADER, 'name-in  pt_BR Pátio']), '6:10: The language must be a language tag'],
  ['a language twice', yard([...HEADER, 'name-in de A', 'name-in de B']), '7:9: The language must be another'],
  ['a language without a name', yard([...HEADER, 'name-in de']), '6:9: Expected a language and a name'],
  ['no cells', HEADER.join('\n'), '5:1: Expected a line "cells"'],
  ['an unknown word', yard([...HEADER, '  portals 1,1']), '6:3: Expected one of id, code, name, name-in, art'],
  ['a word too many', yard([...HEADER, 'code  E']), '6:1: "code" stands here a second time'],
  ['a missing word', yard(without('spawn')), '5:1: Expected a line "spawn" before the cells'],
  ['an id that is none', yard([...without('id'), 'id   12']), '5:6: Expected a UUID, found "12"'],
  ['a code in small letters', yard([...without('code'), 'code d']), '5:6: Expected one to three capital letters'],
  ['a spawn that is no cell', yard([...without('spawn'), 'spawn 1;1']), '5:7: Expected a cell such as 40,30'],
  ['a portal without target', yard([...HEADER, 'portal 1,1']), '6:8: Expected a portal such as'],
  ['no monsters at all', yard([...HEADER, 'monsters 0 slime in 1,1 to 2,2']), '6:10: Expected 1 to 2000 monsters'],
  [
    'an area from right to left',
    yard([...HEADER, 'monsters 1 slime in 3,1 to 2,2']),
    '6:21: Expected the south-west corner before',
  ],
  ['a cell beyond all maps', yard([...HEADER, 'portal 1,1 to field 256,1']), '6:21: No map has a cell 256,1'],
  ['an unknown cell', yard(HEADER, ['cells', '#####', '#.!.#', '#####']), '8:3: No cell is written "!"'],
  [
    'a row that is short',
    yard(HEADER, ['cells', '#####', '#..', '#####']),
    '8:4: This row has 3 cells, the first one 5',
  ],
  ['a row that is long', yard(HEADER, ['cells', '#####', '#......', '#####']), '8:6: This row has 7 cells'],
  ['no rows', yard(HEADER, ['cells']), '7:1: Expected the rows of the map'],
  ['a map that is too wide', yard(HEADER, ['cells', '.'.repeat(257)]), '7:1: A map has at most 256 by 256 cells'],
]

test.each(mistakes)('a map file with %s is refused with line and column', (_, text, message) => {
  expect(() => parse(text)).toThrow(`maps/yard.txt:${message}`)
})
