import { expect, test } from 'vitest'
import { HIDDEN, withoutSecrets } from './without-secrets.js'

test('values under names of secrets and addresses are hidden, at any depth and whatever they are', () => {
  const data = {
    userId: 'u',
    refreshToken: 'abc',
    items: [{ itemId: 'i', apiKey: { nested: true } }],
    contact: { e_mail: 1, emailAddress: 'aria@example.com', ipAddress: '127.0.0.1', locale: 'en' },
    serverSeed: 'ff',
  }
  expect(withoutSecrets(data)).toEqual({
    userId: 'u',
    refreshToken: HIDDEN,
    items: [{ itemId: 'i', apiKey: HIDDEN }],
    contact: { e_mail: 1, emailAddress: HIDDEN, ipAddress: HIDDEN, locale: 'en' },
    serverSeed: HIDDEN,
  })
})

test('values that are no objects stay, and nesting without end is cut off', () => {
  expect([null, 1, 'text', [true]].map(value => withoutSecrets(value))).toEqual([null, 1, 'text', [true]])
  let deep: unknown = 'bottom'
  for (let level = 0; level < 10_000; level++) deep = { deep }
  const shown = JSON.stringify(withoutSecrets(deep))
  expect(shown).toContain(HIDDEN)
  expect(shown).not.toContain('bottom')
})
