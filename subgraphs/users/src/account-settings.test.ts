import { ConfigError } from '@waystone/kit/config'
import { describe, expect, test } from 'vitest'
import { readConfig } from './config.js'
import { steamOf } from './identity/providers/steam-settings.js'

const DATABASE_URL = 'postgres://users@localhost/users'
const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig({ DATABASE_URL, ...env })
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}
const namesIn = (problems: readonly string[]) => [...new Set(problems.map(problem => problem.split(/[.:]/)[0]))]
const smtp = { MAIL: 'smtp', SMTP_HOST: 'mail.example.com', MAIL_FROM: 'Example Game <no-reply@example.com>' }

describe('settings of mail', () => {
  test('are off unless they are asked for', () => {
    expect(readConfig({ DATABASE_URL })).toMatchObject({ MAIL: 'off', SMTP_PORT: 587, SMTP_TLS: 'starttls' })
  })

  test('need a server and a sender, and a password takes any text', () => {
    expect(namesIn(problemsOf({ MAIL: 'smtp' }))).toEqual(['SMTP_HOST', 'MAIL_FROM'])
    const SMTP_PASSWORD = 'p/w@#?:%41 "\'$'
    expect(readConfig({ DATABASE_URL, ...smtp, SMTP_USER: 'mailer', SMTP_PASSWORD })).toMatchObject({
      SMTP_PASSWORD,
      MAIL_FROM: { name: 'Example Game', address: 'no-reply@example.com' },
    })
    expect(namesIn(problemsOf({ ...smtp, SMTP_USER: 'mailer' }))).toEqual(['SMTP_PASSWORD'])
    expect(namesIn(problemsOf({ ...smtp, SMTP_PASSWORD }))).toEqual(['SMTP_USER'])
  })

  test.each(['no-reply@example.com', '<no-reply@example.com>', '"Example, Game" <no-reply@example.com>'])(
    'take the sender %s',
    from => {
      expect(readConfig({ DATABASE_URL, ...smtp, MAIL_FROM: from }).MAIL_FROM.address).toBe('no-reply@example.com')
    },
  )

  test.each(['nobody', 'A <nobody>', 'A <a@b.example> <c@d.example>', 'A\r\nBcc: b@c.example <a@b.example>', '<>'])(
    'take no sender %j',
    from => {
      expect(namesIn(problemsOf({ ...smtp, MAIL_FROM: from }))).toEqual(['MAIL_FROM'])
    },
  )

  test('are told by name where they are wrong, and never with the password', () => {
    const wrong = {
      MAIL: 'pigeon',
      SMTP_PORT: '0',
      SMTP_TLS: 'maybe',
      ACCOUNT_PAGE_URL: 'https://play.example.com/#here',
      GUESTS_PER_NETWORK_DAILY_MAX: '-1',
    }
    const problems = problemsOf({ ...wrong, SMTP_USER: 'mailer', SMTP_PASSWORD: 'hunter2' })
    expect(new Set(namesIn(problems))).toEqual(new Set(Object.keys(wrong)))
    expect(problems.join('\n')).not.toContain('hunter2')
    expect(namesIn(problemsOf({ ...smtp, ACCOUNT_PAGE_URL: 'javascript:alert(1)' }))).toEqual(['ACCOUNT_PAGE_URL'])
  })

  test('show tokens on the terminal of development only', () => {
    expect(problemsOf({ MAIL: 'console' })).toEqual([])
    const secrets = { BETTER_AUTH_SECRET: 'x'.repeat(32), INTERNAL_SECRET: 'y'.repeat(32), PAYMENTS: 'off' }
    expect(namesIn(problemsOf({ MAIL: 'console', NODE_ENV: 'production', ...secrets }))).toEqual(['MAIL'])
    expect(problemsOf({ ...smtp, NODE_ENV: 'production', ...secrets })).toEqual([])
  })
})

describe('OIDC_PROVIDERS', () => {
  const providers = (value: unknown) =>
    problemsOf({ OIDC_PROVIDERS: typeof value === 'string' ? value : JSON.stringify(value) })
  const clientIds = ['example-game']

  test('knows the issuers of Google and Apple, and takes any other', () => {
    const given = {
      google: { clientIds },
      apple: { clientIds },
      studio: { issuer: 'https://login.example.com/realm', clientIds },
    }
    const { OIDC_PROVIDERS } = readConfig({ DATABASE_URL, OIDC_PROVIDERS: JSON.stringify(given) })
    expect(OIDC_PROVIDERS.map(({ name, issuer }) => [name, issuer])).toEqual([
      ['google', 'https://accounts.google.com'],
      ['apple', 'https://appleid.apple.com'],
      ['studio', 'https://login.example.com/realm'],
    ])
    expect(readConfig({ DATABASE_URL }).OIDC_PROVIDERS).toEqual([])
  })

  test.each([
    ['no JSON', 'google'],
    ['a list', []],
    ['no client id', { google: { clientIds: [] } }],
    ['an empty client id', { google: { clientIds: [''] } }],
    ['no issuer', { studio: { clientIds } }],
    ['an issuer of Google of its own', { google: { issuer: 'https://evil.example', clientIds } }],
    ['an issuer without TLS', { studio: { issuer: 'http://login.example.com', clientIds } }],
    ['an issuer that is no URL', { studio: { issuer: 'login', clientIds } }],
    ['an issuer with a login', { studio: { issuer: 'https://a:b@login.example.com', clientIds } }],
    [
      'one issuer twice',
      { a: { issuer: 'https://login.example.com', clientIds }, b: { issuer: 'https://login.example.com', clientIds } },
    ],
    ['a setting that does not exist', { google: { clientIds, clientSecret: 's' } }],
    ['Steam, which has none', { steam: { issuer: 'https://steamcommunity.com', clientIds } }],
    ['Steam’s issuer under another name', { valve: { issuer: 'https://steamcommunity.com/openid', clientIds } }],
    ['a name with other characters', { 'My Studio': { issuer: 'https://login.example.com', clientIds } }],
  ])('is refused with %s', (_, value) => {
    expect(namesIn(providers(value))).toEqual(['OIDC_PROVIDERS'])
  })
})

describe('settings of Steam', () => {
  const STEAM_WEB_API_KEY = '0123456789ABCDEF0123456789ABCDEF'

  test('are off unless they are given, and come together', () => {
    expect(steamOf(readConfig({ DATABASE_URL }))).toBeNull()
    expect(namesIn(problemsOf({ STEAM_APP_ID: '480' }))).toEqual(['STEAM_WEB_API_KEY'])
    expect(namesIn(problemsOf({ STEAM_WEB_API_KEY }))).toEqual(['STEAM_APP_ID'])
    expect(steamOf(readConfig({ DATABASE_URL, STEAM_APP_ID: '480', STEAM_WEB_API_KEY }))).toEqual({
      appId: 480,
      key: STEAM_WEB_API_KEY,
      identity: 'waystone',
      apiUrl: 'https://partner.steam-api.com',
    })
  })

  test('are told by name where they are wrong, and never with the key', () => {
    const wrong = {
      STEAM_APP_ID: '0',
      STEAM_WEB_API_KEY: 'not a key\r\nhost: evil.example',
      STEAM_IDENTITY: 'two words',
      STEAM_API_URL: 'ftp://steam.example',
    }
    const problems = problemsOf(wrong)
    expect(new Set(namesIn(problems))).toEqual(new Set(Object.keys(wrong)))
    expect(problems.join('\n')).not.toContain('not a key')
  })
})
