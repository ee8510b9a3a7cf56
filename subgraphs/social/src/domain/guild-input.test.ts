import { describe, expect, it } from 'vitest'
import { nameKeyOf, parseGuildInput } from './guild-input.js'

const given = (input: Partial<{ name: string; tag: string; description: string; open: boolean }>) =>
  parseGuildInput({ name: 'Dawn Watch', tag: 'DAWN', description: '', open: false, ...input })
const field = (input: Parameters<typeof given>[0]) => {
  const parsed = given(input)
  return 'problem' in parsed ? parsed.problem.field : null
}

describe('what a guild says of itself', () => {
  it('is kept in its normal form', () => {
    expect(given({ name: ' Dawn Watch ', tag: 'dawn', description: ' We rise.\nEarly. ' })).toEqual({
      settings: {
        name: 'Dawn Watch',
        nameKey: 'dawn watch',
        tag: 'DAWN',
        description: 'We rise.\nEarly.',
        open: false,
      },
    })
  })

  it.each(['Äther', 'Straße 9', 'Ночной Дозор', '暁の番人'])('may be named %s', name => {
    expect(field({ name })).toBeNull()
  })

  it.each(['', 'ab', 'x'.repeat(25), 'a  b', 'a-b-c', 'x\u200by z', 'fuck team', 'Support Team'])(
    'is refused under the name %j',
    name => {
      expect(field({ name })).toBe('name')
    },
  )

  it.each(['', 'A', 'ABCDEF', 'A1', 'ÄB', 'CUNT'])('is refused with the tag %j', tag => {
    expect(field({ tag })).toBe('tag')
  })

  it.each(['x'.repeat(501), 'you cunts', 'a\u202eb'])('is refused with the description %j', description => {
    expect(field({ description })).toBe('description')
  })

  it('has a name that is the same in capitals and small letters', () => {
    expect(nameKeyOf('STRASSE')).toBe(nameKeyOf('Straße'))
    expect(nameKeyOf('Dawn Watch')).toBe(nameKeyOf('dAWN wATCH'))
    expect(nameKeyOf('Dawn Watch')).not.toBe(nameKeyOf('Dawn Watches'))
  })
})

it('a text far beyond its length is refused unread', () => {
  const long = 'x'.repeat(99_999)
  expect([field({ name: long }), field({ description: long })]).toEqual(['name', 'description'])
})
