import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ART_EXPECTED, ART_LENGTH_MAX, artOf, isArtKey } from './index.js'

describe('an asset key', () => {
  it.each(['items/daybreaker', 'a', 'classes/swordsman', '2026/winter/banner_1', '-', 'a'.repeat(ART_LENGTH_MAX)])(
    'may be "%s"',
    key => expect(isArtKey(key)).toBe(true),
  )

  it.each([
    '',
    'a'.repeat(ART_LENGTH_MAX + 1),
    'Items/daybreaker',
    '/items',
    'items/',
    'items//daybreaker',
    '../secrets',
    'items/daybreaker.png',
    'https://example.com/a',
    'items\\daybreaker',
    'items/day breaker',
    'items/mañana',
    'items/daybreaker\n',
    '%2e%2e/items',
  ])('is never "%s"', key => expect(isArtKey(key)).toBe(false))

  it('stays the same where a client joins it to the address of its assets', () => {
    const parts = fc.array(fc.stringMatching(/^[a-z0-9_-]{1,12}$/), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(parts, names => {
        const key = names.join('/')
        expect(isArtKey(key)).toBe(true)
        expect(new URL(`${key}.webp`, 'https://cdn.example/art/').href).toBe(`https://cdn.example/art/${key}.webp`)
      }),
    )
  })

  it('is the folder of the type with the id where none was published', () => {
    const id = '62de89d3-e8da-4ddb-bb2b-9bde53551fe7'
    expect(artOf('banners', { id })).toBe(`banners/${id}`)
    expect(artOf('banners', { id, art: null })).toBe(`banners/${id}`)
    expect(artOf('banners', { id, art: 'banners/first-light' })).toBe('banners/first-light')
    expect(isArtKey(artOf('quests', { id }))).toBe(true)
  })

  it('says its limit in words', () => expect(ART_EXPECTED).toContain(String(ART_LENGTH_MAX)))
})
