import { expect, test } from 'vitest'
import { parseSpokenText } from './spoken-text.js'

test.each([
  ['Hail!', 'Hail!'],
  ['  over there  ', 'over there'],
  ['ame\u0301lie', 'am\u00e9lie'],
  ['🎨'.repeat(120), '🎨'.repeat(120)],
  ['the moderator said so', 'the moderator said so'],
  ['admin', 'admin'],
  ['می\u200Cخواهم بروم', 'می\u200Cخواهم بروم'],
  ['क्\u200Dष', 'क्\u200Dष'],
  ['what the fuck', 'what the ****'],
  ['f\u0075\u0301ck this sh1t', '**** this ****'],
  ['Scunthorpe, assassins of the class', 'Scunthorpe, assassins of the class'],
])('%j is said as %j', (text, spoken) => {
  expect(parseSpokenText(text)).toEqual({ spoken })
})

test.each([
  ['', 'TEXT_LENGTH'],
  ['   ', 'TEXT_LENGTH'],
  ['x'.repeat(121), 'TEXT_LENGTH'],
  ['x'.repeat(1_000_000), 'TEXT_LENGTH'],
  ['a\nb', 'TEXT_INVISIBLE'],
  ['a\u0000b', 'TEXT_INVISIBLE'],
  ['a\u202Eb', 'TEXT_INVISIBLE'],
  ['a\uD800b', 'TEXT_INVISIBLE'],
  ['a\u200Bb', 'TEXT_INVISIBLE'],
  ['f\u200Cuck', 'TEXT_INVISIBLE'],
  ['\u200Cمی', 'TEXT_INVISIBLE'],
  ['\u2800', 'TEXT_INVISIBLE'],
])('%.20j is refused: %s', (text, rejected) => {
  expect(parseSpokenText(text)).toEqual({ rejected })
})
