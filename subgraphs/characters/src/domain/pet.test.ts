import { expect, test } from 'vitest'
import { parsePetName } from './pet.js'

test.each([
  ['Bo', 'Bo'],
  [' Traveller’s Friend ', 'Traveller’s Friend'],
  ['🐌', '🐌'],
  ['x'.repeat(24), 'x'.repeat(24)],
  ['Ame\u0301lie', 'Am\u00e9lie'],
])('a pet may be called %j', (text, name) => {
  expect(parsePetName(text)).toBe(name)
})

test.each([
  ['', 'LENGTH'],
  [' ', 'LENGTH'],
  ['x'.repeat(25), 'LENGTH'],
  ['x'.repeat(1_000_000), 'LENGTH'],
  ['a\u200Bb', 'FORMAT'],
  ['\u2800', 'FORMAT'],
  ['4dm1n', 'RESERVED'],
  ['B1tch', 'OTHER'],
])('a pet cannot be called %.20j: %s', (text, rule) => {
  expect(parsePetName(text)).toMatchObject({ field: 'name', rule })
})
