import fc from 'fast-check'
import { expect, test } from 'vitest'
import { userIdOf } from './external-id.js'

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'

test('an id of any text becomes the UUID of version 5 that RFC 9562 gives as its example', () => {
  expect(userIdOf(DNS, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
})

test('an id that is a UUID stays as it is, and other ways to write it are other ids', () => {
  const id = '0a1b2c3d-0000-4000-8000-00000000beef'
  expect(userIdOf(DNS, id)).toBe(id)
  expect(userIdOf(DNS, id.toUpperCase())).not.toBe(id)
})

test('different ids and different namespaces give different UUIDs, each of a valid form', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 2 }),
      ([one = '', other = '']) => {
        const ids = [userIdOf(DNS, one), userIdOf(DNS, other), userIdOf('00000000-0000-4000-8000-000000000001', one)]
        expect(new Set(ids).size).toBe(3)
        for (const id of ids)
          expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      },
    ),
  )
})
