import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadTexts } from '../texts/texts.js'
import { countryName, countryOptions } from './countries.js'
import { barText, capText } from './jurisdiction-text.js'

beforeAll(() => loadTexts())

describe('a refusal by the rules of a country', () => {
  it('says the rule, the country and the age', () => {
    expect(barText({ rule: 'FORBIDDEN', country: 'BE', minimumAge: null, ageKnown: false })).toBe(
      'The rules of Belgium do not allow this.',
    )
    expect(barText({ rule: 'ADULTS_ONLY', country: 'BR', minimumAge: 18, ageKnown: true })).toContain(
      'from 18 years on',
    )
    expect(barText({ rule: 'CONSENT_NEEDED', country: 'US', minimumAge: 16, ageKnown: true })).toMatch(
      /^Players under 16 need the consent of a parent .* United States/,
    )
    expect(barText({ rule: 'ODDS_NOT_NAMED', country: 'KR', ageKnown: false })).toContain('South Korea')
  })

  it('asks for the birth date where it would decide', () => {
    expect(barText({ rule: 'ADULTS_ONLY', country: 'BR', minimumAge: 18, ageKnown: false })).toContain('birth date')
    expect(barText({ rule: 'CONSENT_NEEDED', country: 'US', minimumAge: 16, ageKnown: false })).toContain('birth date')
  })

  it('has a sentence for rules that come later, and where no country was chosen', () => {
    for (const rule of ['CURFEW', 'OTHER'])
      expect(barText({ rule, country: null, ageKnown: true })).toBe('The rules of your country do not allow this.')
  })

  it('says a cap as money, with its reset', () => {
    const cap = { country: 'JP', priceCurrency: 'USD', amount: 1_050, resetsAt: '2026-12-01T00:00:00Z' } as const
    expect(capText({ ...cap, per: 'MONTH' })).toMatch(/10[.]50.* in a month in Japan[.]/)
    expect(capText({ ...cap, per: 'DAY' })).toContain('in a day')
  })
})

describe('countries', () => {
  it('are those of ISO 3166-1, by their names', () => {
    const options = countryOptions(i18next.language)
    expect(options[0]).toEqual({ code: 'AF', name: 'Afghanistan' })
    const codes = new Set(options.map(({ code }) => code))
    expect(['BE', 'GB', 'KR', 'US'].filter(code => !codes.has(code))).toEqual([])
    expect(['EU', 'UK', 'ZZ', 'SU'].filter(code => codes.has(code))).toEqual([])
    expect(countryName('BE', 'en')).toBe('Belgium')
  })
})
