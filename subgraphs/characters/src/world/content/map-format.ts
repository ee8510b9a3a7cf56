import { ART_LENGTH_MAX, isArtKey } from '@waystone/kit/art'
import { translationProblems, type Translation } from '@waystone/kit/locale'
import type { Position } from '../../domain/position.js'
import { cellKindOf, createGrid, type Grid } from './cells.js'
import { ContentMistake, type Place } from './content-mistake.js'

/** A cell of a map file's header, with its place for messages. */
export interface PlacedPosition extends Position {
  readonly place: Place
}

/** A map as its file says it, before other maps are known. */
export interface MapFile {
  readonly file: string
  /** The file's name without its extension: other map files name the map by it. */
  readonly key: string
  readonly id: string
  /** Begins the ids of everything on this map. */
  readonly code: string
  readonly name: string
  readonly translations: readonly Translation<'name'>[]
  /** The key of the map's picture; null where the file names none. */
  readonly art: string | null
  readonly spawn: PlacedPosition
  /** Where characters that die here find themselves again: the spawn of the map with this key. */
  readonly returns: { readonly key: string; readonly place: Place }
  readonly portals: readonly { readonly at: PlacedPosition; readonly toKey: string; readonly to: PlacedPosition }[]
  readonly monsters: readonly MonsterArea[]
  /** From north to south. */
  readonly rows: readonly string[]
  readonly grid: Grid
}

/** Monsters of one kind that live in a rectangle, both corners included. */
export interface MonsterArea {
  readonly kind: string
  readonly count: number
  readonly from: PlacedPosition
  readonly to: PlacedPosition
  readonly place: Place
}

/** Cells in a direction: a position fits into a byte of each. */
export const SIDE_MAX = 256
const MONSTERS_MAX = 2_000

/**
 * Reads a map file: words of a header, one a line, then `cells` and the map as it looks, north at the top.
 *
 *     id       6d1f0a52-3c1e-4b8e-9a51-0c7be1d2a001
 *     code     D
 *     name     Dawnhaven
 *     name-in  pt-BR Porto da Aurora
 *     art      maps/dawnhaven
 *     spawn    40,30
 *     returns  dawnhaven
 *     portal   79,30 to greenway-fields 1,48
 *     monsters 12 slime in 5,5 to 20,20
 *     cells
 *     #####
 *     #..,#
 *     #####
 *
 * `art` may be left out, and there may be any number of `name-in`, each in another language than English. Lines that
 * begin with a semicolon are comments.
 * @throws ContentMistake naming line and column of the first mistake
 */
export function parseMapFile(file: string, text: string): MapFile {
  const lines = text.replaceAll('\r\n', '\n').replace(/\n+$/, '').split('\n')
  const end = lines.findIndex(line => line.trim() === 'cells')
  if (end === -1) throw new ContentMistake(file, { line: lines.length, column: 1 }, 'Expected a line "cells"')
  const rows = lines.slice(end + 1)
  checkRows(file, rows, end + 2)
  const header = readHeader(file, lines.slice(0, end))
  const several = (word: string) => header.filter(entry => entry.word === word)
  const oneAtMost = (word: string): Word | undefined => {
    const [first, second] = several(word)
    if (second !== undefined) throw new ContentMistake(file, second.place, `"${word}" stands here a second time`)
    return first
  }
  const one = (word: string): Word => {
    const found = oneAtMost(word)
    if (found === undefined)
      throw new ContentMistake(file, { line: end + 1, column: 1 }, `Expected a line "${word}" before the cells`)
    return found
  }
  return {
    file,
    key: file.replace(/^.*\//, '').replace(/\.txt$/, ''),
    id: matched(file, one('id'), /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/, 'a UUID')[0],
    code: matched(file, one('code'), /^[A-Z]{1,3}$/, 'one to three capital letters')[0],
    name: matched(file, one('name'), /^\S.{0,39}$/, 'a name of 1 to 40 characters')[0],
    translations: translationsOf(file, several('name-in')),
    art: artOf(file, oneAtMost('art')),
    spawn: positionIn(file, one('spawn'), matched(file, one('spawn'), /^(\d+,\d+)$/d, 'a cell such as 40,30'), 1),
    returns: { key: matched(file, one('returns'), /^[a-z-]+$/, 'the name of a map file')[0], place: one('returns').at },
    portals: several('portal').map(word => portalOf(file, word)),
    monsters: several('monsters').map(word => monsterAreaOf(file, word)),
    rows,
    grid: createGrid(rows),
  }
}

interface Word {
  readonly word: string
  readonly value: string
  /** Of the word. */
  readonly place: Place
  /** Of the value. */
  readonly at: Place
}

const WORDS = ['id', 'code', 'name', 'name-in', 'art', 'spawn', 'returns', 'portal', 'monsters']

function readHeader(file: string, lines: readonly string[]): readonly Word[] {
  return lines.flatMap((text, index) => {
    const line = index + 1
    if (text.trim() === '' || text.startsWith(';')) return []
    const parts = /^(\s*)(\S+)(\s*)(.*?)\s*$/.exec(text)
    const [, indent = '', word = '', gap = '', value = ''] = parts ?? []
    const place = { line, column: indent.length + 1 }
    if (!WORDS.includes(word))
      throw new ContentMistake(file, place, `Expected one of ${WORDS.join(', ')} or cells, found "${word}"`)
    return [{ word, value, place, at: { line, column: indent.length + word.length + gap.length + 1 } }]
  })
}

function checkRows(file: string, rows: readonly string[], firstLine: number): void {
  const width = rows[0]?.length ?? 0
  if (width === 0) throw new ContentMistake(file, { line: firstLine, column: 1 }, 'Expected the rows of the map')
  if (width > SIDE_MAX || rows.length > SIDE_MAX)
    throw new ContentMistake(
      file,
      { line: firstLine, column: 1 },
      `A map has at most ${SIDE_MAX} by ${SIDE_MAX} cells, this one ${width} by ${rows.length}`,
    )
  for (const [index, row] of rows.entries()) {
    const line = firstLine + index
    const unknown = row.split('').findIndex(symbol => cellKindOf(symbol) === undefined)
    if (unknown !== -1)
      throw new ContentMistake(file, { line, column: unknown + 1 }, `No cell is written "${row.charAt(unknown)}"`)
    if (row.length !== width)
      throw new ContentMistake(
        file,
        { line, column: Math.min(row.length, width) + 1 },
        `This row has ${row.length} cells, the first one ${width}`,
      )
  }
}

type Match = RegExpExecArray & { readonly 0: string }

function matched(file: string, { value, at }: Word, pattern: RegExp, expected: string): Match {
  const found = pattern.exec(value)
  if (found === null) throw new ContentMistake(file, at, `Expected ${expected}, found "${value}"`)
  return found
}

function translationsOf(file: string, words: readonly Word[]): Translation<'name'>[] {
  const translations = words.map(word => {
    const expected = 'a language and a name of 1 to 40 characters, such as "pt-BR Porto da Aurora"'
    const [, locale = '', name = ''] = matched(file, word, /^(\S+) +(\S.{0,39})$/, expected)
    return { locale, name }
  })
  const [problem] = translationProblems({ translations })
  if (problem === undefined) return translations
  const index = Number(/\[(\d+)\]/.exec(problem.field)?.[1] ?? 0)
  throw new ContentMistake(file, words[index]?.at ?? { line: 1, column: 1 }, `The language ${problem.message}`)
}

function artOf(file: string, word: Word | undefined): string | null {
  if (word === undefined || isArtKey(word.value)) return word?.value ?? null
  const expected = `Expected an asset key of at most ${ART_LENGTH_MAX} characters, such as maps/dawnhaven`
  throw new ContentMistake(file, word.at, `${expected}, found "${word.value}"`)
}

function portalOf(file: string, word: Word) {
  const match = matched(
    file,
    word,
    /^(\d+,\d+) +to +([a-z-]+) +(\d+,\d+)$/d,
    'a portal such as "79,30 to greenway-fields 1,48"',
  )
  return { at: positionIn(file, word, match, 1), toKey: match[2] ?? '', to: positionIn(file, word, match, 3) }
}

function monsterAreaOf(file: string, word: Word): MonsterArea {
  const match = matched(
    file,
    word,
    /^(\d+) +([a-z-]+) +in +(\d+,\d+) +to +(\d+,\d+)$/d,
    'monsters such as "12 slime in 5,5 to 20,20"',
  )
  const [count, from, to] = [Number(match[1]), positionIn(file, word, match, 3), positionIn(file, word, match, 4)]
  if (count < 1 || count > MONSTERS_MAX)
    throw new ContentMistake(file, word.at, `Expected 1 to ${MONSTERS_MAX} monsters, found ${count}`)
  if (from.x > to.x || from.y > to.y)
    throw new ContentMistake(file, from.place, 'Expected the south-west corner before the north-east one')
  return { kind: match[2] ?? '', count, from, to, place: placeIn(word, match, 2) }
}

const placeIn = ({ at }: Word, match: Match, group: number): Place => ({
  line: at.line,
  column: at.column + (match.indices?.[group]?.[0] ?? 0),
})

function positionIn(file: string, word: Word, match: Match, group: number): PlacedPosition {
  const [x = 0, y = 0] = (match[group] ?? '').split(',').map(Number)
  const place = placeIn(word, match, group)
  if (x >= SIDE_MAX || y >= SIDE_MAX) throw new ContentMistake(file, place, `No map has a cell ${x},${y}`)
  return { x, y, place }
}
