import { describe, expect, test } from 'vitest'
import { filesBelow, read, rooms } from './house/tree.js'

const WIDTH_MAX = 120
const COMMENT = /^\s*(\/\/|\/\*\*?|\*)(\s|$)/
/** A line that cannot be wrapped. */
const DIRECTIVE = /biome-ignore|oxlint-disable/

const wideComments = (source: string): readonly number[] =>
  source
    .split('\n')
    .flatMap((line, index) =>
      line.length > WIDTH_MAX && COMMENT.test(line) && !DIRECTIVE.test(line) ? [index + 1] : [],
    )

/** A sentence that begins with one of these names its subject late, if at all. */
const HEADLESS = /(?:^|\n)[^\S\n]*(?:\/\/|\/\*\*(?:\n\s*\*)?) (?:What|Who|Whoever|Whatever|Nobody|Others|Whether) /g
const headlessComments = (source: string): readonly number[] =>
  [...source.matchAll(HEADLESS)].map(({ 0: text, index }) => source.slice(0, index + text.length).split('\n').length)

const files = rooms.flatMap(filesBelow).filter(file => /\.(tsx?|mjs)$/.test(file))
const placesOf = (find: (source: string) => readonly number[]): readonly string[] =>
  files.flatMap(file => find(read(file)).map(line => `${file}:${line}`))

describe('a comment', () => {
  test(`has lines of at most ${WIDTH_MAX} columns`, () => {
    expect(wideComments(`// ${'word '.repeat(30)}`)).toEqual([1])
    expect(wideComments(`const text = '${'word '.repeat(30)}'`)).toEqual([])
    expect(placesOf(wideComments)).toEqual([])
  })

  test('opens with its subject', () => {
    expect(headlessComments('/** What is kept. */')).toEqual([1])
    expect(headlessComments('let a\n/**\n * What is kept.\n */')).toEqual([3])
    expect(headlessComments('/** The rows that are kept. */')).toEqual([])
    expect(placesOf(headlessComments)).toEqual([])
  })
})
