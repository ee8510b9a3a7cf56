import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { countOverlaps } from './operation-overlaps.js'

const count = (source: string) => countOverlaps(parse(source))

test.each([
  ['different fields overlap with none', '{ a b c: a d { a } e { a } }', 0],
  ['equal fields are compared by pairs', '{ a a a }', 3],
  ['so are those under one alias', '{ x: a x: b }', 1],
  ['and those in fragments for the same place', '{ a ... { a } ... on Q { a } }', 3],
  ['what lies below them is one place', '{ a { b } a { b } a { b c } }', 3 + 3],
  ['another place has its own', '{ a { b } c { b } }', 0],
  ['fragments are compared with each other', '{ ...F ...G } fragment F on Q { a } fragment G on Q { b }', 1],
  ['but none with itself', '{ ...F ...F } fragment F on Q { a }', 0],
])('%s', (_, source, expected) => {
  expect(count(source)).toBe(expected)
})

test('doubling at each level, and fragments by the hundred, are many', () => {
  let nested = 'a'
  for (let level = 0; level < 9; level++) nested = `s { ${nested} } s { ${nested} }`
  expect(count(`{ ${nested} }`)).toBeGreaterThan(100_000)
  const chain = Array.from({ length: 300 }, (_, i) => `fragment F${i} on Q { a${i} ...F${i + 1} }`)
  expect(count(`{ ...F0 } ${chain.join(' ')}`)).toBeGreaterThan(10_000)
})

test('circles end, and are left to validation', () => {
  const circle = '{ ...A } fragment A on Q { a { ...A } b { ...B } } fragment B on Q { a { ...A } c { ...B } }'
  expect(count(circle)).toBe(0)
})

test('what nobody spreads counts as well', () => {
  expect(count('{ a } fragment F on Q { b b } fragment G on Q { c { d } c { d } }')).toBe(3)
})
