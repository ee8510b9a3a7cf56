import { securityChanges } from '@waystone/events'
import { describe, expect, it, test } from 'vitest'
import { texts } from '../content/index.js'
import { notificationKinds } from './notification.js'
import { idIn, wordsOf } from './wording.js'

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

describe('words that somebody else has chosen', () => {
  it('stay one line of text that reads in its own direction', () => {
    const joined = (guildName: string) => ({ kind: 'GUILD', data: { event: 'guild.joined', guildName } }) as const
    const bodyOf = (guildName: string) => wordsOf(texts, joined(guildName), inLanguage('en')).body
    expect(bodyOf('<img src=x onerror=alert(1)>')).toBe('You are a member of <img src=x onerror=alert(1)> now.')
    expect(bodyOf('{name} {0, number}')).toBe('You are a member of {name} {0, number} now.')
    expect(bodyOf('A\u202e\u2066B\r\n\u2028\u0007C\ud800')).toBe('You are a member of AB C now.')
    const hostile = { ...inLanguage('en'), names: new Map([[friend, 'Ada\n\u202eeve']]) }
    expect(wordsOf(texts, request, hostile).body).toBe('Ada eve would like to be your friend.')
  })

  it('are never taken from the data of an announcement or a mail', () => {
    const sending = { sender: 'The team', title: 'Title', body: 'Body' }
    const data = { event: 'guild.kicked', fromUserId: 'no id', rewards: [{ kind: 'UNKNOWN' }, null], title: 5 }
    for (const kind of ['ANNOUNCEMENT', 'MAIL'] as const) {
      expect(wordsOf(texts, { kind, data }, { ...inLanguage('en'), sending }).title).toBe('Title')
      expect(idIn({ kind, data })).toBeNull()
    }
  })
})

test.each(securityChanges)('every language has words of its own for the change of an account: %s', change => {
  const missing = [...texts].filter(([, { templates }]) => templates[`SECURITY.account.${change}`] === undefined)
  expect(missing.map(([language]) => language)).toEqual([])
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
      {
        kind,
        data: { ...(event !== undefined && { event }), rewards, guildName: 'G', rating: 1_500, rank: 2, provider: 'P' },
      },
      inLanguage(language),
    )
    expect(`${said.title} ${said.body}`).not.toMatch(/[{}]|undefined/)
  }
})

test('English has a text for every kind', () => {
  expect(notificationKinds.filter(kind => texts.get('en')?.templates[kind] === undefined)).toEqual([])
})
