import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nameKey, parseName } from './name.js'

test('a name has 2 to 24 letters or digits', () => {
  expect(parseName('Al')).toBe('Al')
  expect(parseName('R2D2')).toBe('R2D2')
  expect(parseName('A'.repeat(24))).toBe('A'.repeat(24))
  for (const wrong of [
    '',
    'A',
    'A'.repeat(25),
    'two words',
    'semi;colon',
    'under_score',
    ' Alba',
    'Alba\n',
    'Al\u200bba',
    '😀😀',
  ]) {
    expect(parseName(wrong), JSON.stringify(wrong)).toBeNull()
  }
})

test('letters and digits of any script count one each, whatever they take in memory', () => {
  expect(parseName('Åse')).toBe('Åse')
  expect(parseName('ねこ')).toBe('ねこ')
  expect(parseName('\u{20000}'.repeat(24))).toBe('\u{20000}'.repeat(24))
  expect(parseName('\u{20000}'.repeat(25))).toBeNull()
})

test('the composed and the decomposed spelling are the same name', () => {
  expect(parseName('A\u030ase')).toBe('\u00c5se')
})

test('names that differ in case only have the same key', () => {
  const pairs = [
    ['Waystone', 'wAYSTONE'],
    ['Straße', 'STRASSE'],
    ['ΣΑΣ', 'σας'],
    ['ÅSE', 'åse'],
  ] as const
  for (const [one, other] of pairs) expect(nameKey(one)).toBe(nameKey(other))
  expect(nameKey('Anna')).not.toBe(nameKey('Änna'))
})

test('upper and lower case of any name have its key', () => {
  const letters = fc.string({
    unit: fc.constantFrom(...Array.from('abcxyzäöüßéøσςжя0123ABCÄÖÜÉØΣЖЯ')),
    minLength: 2,
    maxLength: 24,
  })
  fc.assert(
    fc.property(letters, name => {
      expect(nameKey(name.toUpperCase())).toBe(nameKey(name))
      expect(nameKey(name.toLowerCase())).toBe(nameKey(name))
    }),
  )
})

test('whatever comes is a name in normal form or none', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), input => {
      const name = parseName(input)
      if (name === null) return
      const codePoints = Array.from(name).length
      expect(codePoints).toBeGreaterThanOrEqual(2)
      expect(codePoints).toBeLessThanOrEqual(24)
      expect(name).toBe(name.normalize('NFC'))
      expect(parseName(name)).toBe(name)
    }),
  )
})
