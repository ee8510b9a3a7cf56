import { describe, expect, it } from 'vitest'
import { RequestFault } from '../errors/index.js'
import { fallbackChain, parseLocale, readLocale } from './locale.js'

describe('a locale', () => {
  it.each([
    ['pt-br', 'pt-BR'],
    ['PT', 'pt'],
    ['iw', 'he'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['en-US-u-hc-h12', 'en-US'],
    ['es-419', 'es-419'],
  ])('%s is %s in its canonical form', (text, canonical) => {
    expect(parseLocale(text)).toBe(canonical)
  })

  it.each(['', ' ', 'pt_BR', 'x-private', 'e', '*', 'en-', 'en;q=0.5', `en-${'x'.repeat(60)}`, '__proto__'])(
    'is not %j',
    text => expect(parseLocale(text)).toBeNull(),
  )

  it('that is malformed is the fault of the request, and left out it is none', () => {
    expect(readLocale(null)).toBeNull()
    expect(readLocale(undefined)).toBeNull()
    expect(readLocale('de-at')).toBe('de-AT')
    expect(() => readLocale('pt_BR')).toThrow(RequestFault)
  })
})

describe('the fallback chain', () => {
  it.each([
    ['pt-BR', ['pt-BR', 'pt-Latn-BR', 'pt-Latn', 'pt']],
    ['de', ['de', 'de-Latn']],
    ['es-MX', ['es-MX', 'es-Latn-MX', 'es-419', 'es-Latn', 'es']],
    ['es-ES', ['es-ES', 'es-Latn-ES', 'es-Latn', 'es']],
    ['de-CH-1996', ['de-CH-1996', 'de-Latn-CH', 'de-CH', 'de-Latn', 'de']],
  ])('of %s goes from the region to the language', (locale, chain) => {
    expect(fallbackChain(locale)).toEqual(chain)
  })

  it('keeps to the script: traditional Chinese never falls back to simplified', () => {
    expect(fallbackChain('zh-TW')).toEqual(['zh-TW', 'zh-Hant-TW', 'zh-Hant'])
    expect(fallbackChain('zh-Hant-HK')).toEqual(['zh-Hant-HK', 'zh-HK', 'zh-Hant'])
    expect(fallbackChain('zh-CN')).toEqual(['zh-CN', 'zh-Hans-CN', 'zh-Hans', 'zh'])
    expect(fallbackChain('sr-Latn-RS')).toEqual(['sr-Latn-RS', 'sr-Latn'])
  })

  it('answers for more tags than are remembered', () => {
    for (let region = 0; region < 1_100; region++) fallbackChain(`en-x${String(region).padStart(4, '0')}`)
    expect(fallbackChain('fr-CA')).toEqual(['fr-CA', 'fr-Latn-CA', 'fr-Latn', 'fr'])
  })
})
