import { describe, expect, it } from 'vitest'
import { localesOf, translate, translationProblems, TRANSLATIONS_MAX } from './translation.js'

const sword = {
  name: 'Daybreaker',
  description: 'A greatsword.',
  translations: [
    { locale: 'pt', name: 'Rompe-Aurora', description: 'Uma espada.' },
    { locale: 'pt-BR', name: 'Quebra-Aurora' },
    { locale: 'zh-Hant', name: '破曉', description: null },
  ],
}

describe('a text', () => {
  it.each([
    [null, 'Daybreaker'],
    ['pt-BR', 'Quebra-Aurora'],
    ['pt-PT', 'Rompe-Aurora'],
    ['pt', 'Rompe-Aurora'],
    ['en-GB', 'Daybreaker'],
    ['zh-TW', '破曉'],
    ['zh-CN', 'Daybreaker'],
    ['tlh', 'Daybreaker'],
  ])('for a reader of %s is %s', (locale, name) => {
    expect(translate(sword, 'name', locale)).toBe(name)
  })

  it('falls back by itself where a translation lacks it', () => {
    expect(translate(sword, 'description', 'pt-BR')).toBe('Uma espada.')
    expect(translate(sword, 'description', 'zh-TW')).toBe('A greatsword.')
  })

  it('in the language that it was written in comes before a wider translation', () => {
    const written = { name: 'Ônibus', locale: 'pt-BR', translations: [{ locale: 'pt', name: 'Autocarro' }] }
    expect(translate(written, 'name', 'pt-BR')).toBe('Ônibus')
    expect(translate(written, 'name', 'pt-PT')).toBe('Autocarro')
    expect(translate(written, 'name', 'en')).toBe('Ônibus')
    expect(localesOf(written)).toEqual(['pt-BR', 'pt'])
  })

  it('without translations is the text itself', () => {
    expect(translate({ name: 'Plain' }, 'name', 'pt-BR')).toBe('Plain')
    expect(translate({ name: 'Plain', translations: null }, 'name', 'pt-BR')).toBe('Plain')
  })
})

describe('the locales of content', () => {
  const fieldsOf = (of: Parameters<typeof translationProblems>[0]) => translationProblems(of).map(({ field }) => field)

  it('are right in their usual form, each once', () => {
    expect(translationProblems(sword)).toEqual([])
    expect(translationProblems({})).toEqual([])
  })

  it.each([
    ['malformed', { translations: [{ locale: 'pt_BR' }] }, ['translations[0].locale']],
    ['in another form', { translations: [{ locale: 'pt-br' }] }, ['translations[0].locale']],
    ['given twice', { translations: [{ locale: 'fr' }, { locale: 'fr' }] }, ['translations[1].locale']],
    ['what the texts are in', { translations: [{ locale: 'en' }] }, ['translations[0].locale']],
    ['of texts malformed', { locale: 'English language', translations: [{ locale: 'en' }] }, ['locale']],
  ])('are refused where one is %s', (_, content, fields) => {
    expect(fieldsOf(content)).toEqual(fields)
  })

  it('are limited in their number', () => {
    const translations = Array.from({ length: TRANSLATIONS_MAX + 1 }, () => ({ locale: 'fr' }))
    expect(fieldsOf({ translations })).toEqual(['translations'])
  })
})
