import { describe, expect, it, test } from 'vitest'
import { texts } from '../content/index.js'
import { notificationKinds } from './notification.js'
import { wordsOf } from './wording.js'

const friend = '5b0d3c4e-1f7a-4c7d-9a53-2f1c6a7e8d90'
const names = new Map([[friend, 'Ada']])
const inLanguage = (language: string) => ({ language, sending: null, names })
const request = { kind: 'FRIEND_REQUEST', data: { fromUserId: friend, requestId: 'r' } } as const
const rewards = [
  { kind: 'CURRENCY', currency: 'GOLD', amount: 1_200 },
  { kind: 'CURRENCY', currency: 'DIAMOND', amount: 1 },
  { kind: 'ITEM', itemId: 'i', quantity: 2 },
  { kind: 'EXPERIENCE', amount: 5 },
]

describe('words', () => {
  it.each([
    ['en', 'Ada would like to be your friend.'],
    ['en-GB', 'Ada would like to be your friend.'],
    ['de-AT', 'Ada möchte mit dir befreundet sein.'],
    ['es-MX', 'Ada quiere ser tu amigo.'],
    ['sv', 'Ada would like to be your friend.'],
    ['zh-Hant-TW', 'Ada would like to be your friend.'],
  ])('in %s fall back along the chain, and to English at its end', (language, body) => {
    expect(wordsOf(texts, request, inLanguage(language)).body).toBe(body)
  })

  it('name rewards as the language counts and lists them', () => {
    const received = { kind: 'REWARD_RECEIVED', data: { rewards } } as const
    expect(wordsOf(texts, received, inLanguage('en')).body).toBe(
      'You received 1,200 gold, 1 diamond, 2 items, and 5 points of experience.',
    )
    expect(wordsOf(texts, received, inLanguage('de')).body).toBe(
      'Du hast 1.200 Gold, 1 Diamant, 2 Gegenstände und 5 Erfahrungspunkte erhalten.',
    )
  })

  it('say someone where a name is not known', () => {
    expect(wordsOf(texts, request, { ...inLanguage('fr'), names: new Map() }).body).toMatch(/^Un joueur /)
  })

  it('of a mail and an announcement are those who wrote them, whatever signs they hold', () => {
    const sending = { sender: 'The <b>team</b>', title: "Thank you {name}, it's done", body: 'For all {of it' }
    const mail = { kind: 'MAIL', data: { mailId: 'm' } } as const
    expect(wordsOf(texts, mail, { ...inLanguage('en'), sending })).toEqual({
      title: sending.title,
      body: 'A mail from The <b>team</b>.',
    })
    const announcement = { kind: 'ANNOUNCEMENT', data: {} } as const
    expect(wordsOf(texts, announcement, { ...inLanguage('de'), sending })).toEqual({
      title: sending.title,
      body: sending.body,
    })
  })
})

test.each([...texts.keys()])('every template and word of %s can be said, and leaves nothing open', language => {
  const [{ templates, words }, english] = [texts.get(language), texts.get('en')].map(
    one => one ?? { templates: {}, words: {} },
  ) as [NonNullable<ReturnType<typeof texts.get>>, NonNullable<ReturnType<typeof texts.get>>]
  const strange = Object.keys(templates).filter(key => !Object.hasOwn(english.templates, key))
  expect([strange, Object.keys(words).toSorted()]).toEqual([[], Object.keys(english.words).toSorted()])
  for (const key of Object.keys(templates)) {
    const [, kindName = '', event] = /^([A-Z_]+)(?:\.(.+))?$/.exec(key) ?? []
    const kind = notificationKinds.find(each => each === kindName) ?? 'SECURITY'
    expect(kind).toBe(kindName)
    const said = wordsOf(
      texts,
      { kind, data: { ...(event !== undefined && { event }), rewards, guildName: 'G', rating: 1_500, rank: 2 } },
      inLanguage(language),
    )
    expect(`${said.title} ${said.body}`).not.toMatch(/[{}]|undefined/)
  }
})

test('English has a text for every kind', () => {
  expect(notificationKinds.filter(kind => texts.get('en')?.templates[kind] === undefined)).toEqual([])
})
