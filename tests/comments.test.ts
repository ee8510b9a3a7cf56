import { describe, expect, test } from 'vitest'
import { filesBelow, read } from './house/tree.js'

const WIDTH_MAX = 120
/** Rooms whose comments have been wrapped; a room joins when all of its comments are. */
const WRAPPED = ['gateway', 'tools', 'packages/live-client', 'packages/events']

const COMMENT = /^\s*(\/\/|\/\*\*?|\*)(\s|$)/
/** A line that cannot be wrapped. */
const DIRECTIVE = /biome-ignore|oxlint-disable/

const wideComments = (source: string): readonly number[] =>
  source
    .split('\n')
    .flatMap((line, index) =>
      line.length > WIDTH_MAX && COMMENT.test(line) && !DIRECTIVE.test(line) ? [index + 1] : [],
    )

describe('a comment', () => {
  test(`has lines of at most ${WIDTH_MAX} columns`, () => {
    expect(wideComments(`// ${'word '.repeat(30)}`)).toEqual([1])
    expect(wideComments(`const text = '${'word '.repeat(30)}'`)).toEqual([])
    const wide = WRAPPED.flatMap(filesBelow)
      .filter(file => /\.(ts|mjs)$/.test(file))
      .flatMap(file => wideComments(read(file)).map(line => `${file}:${line}`))
    expect(wide).toEqual([])
  })
})
