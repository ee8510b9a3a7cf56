import { ConfigError } from '@waystone/kit/config'
import { expect, test } from 'vitest'
import { readConfig } from './config.js'

const DATABASE_URL = 'postgres://users@localhost/users'
const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(problem => problem.split(':')[0] ?? '')
    throw error
  }
}

test('development needs nothing but a database', () => {
  expect(readConfig({ DATABASE_URL })).toMatchObject({
    SERVICE_PORT: 4001,
    AUTH_MODE: 'internal',
    SPEND_LIMIT_CENTS_MONTHLY: 50_000,
    ACCESS_TOKEN_LIFETIME_SECONDS: 900,
    TOKEN_ISSUER: 'waystone',
  })
})

test('everything that is wrong is said at once', () => {
  const env = {
    AUTH_MODE: 'maybe',
    SPEND_LIMIT_CENTS_MONTHLY: '-1',
    BETTER_AUTH_SECRET: 'short',
    SERVICE_PORT: 'x',
    ACCESS_TOKEN_LIFETIME_SECONDS: '901',
  }
  expect(problemsOf(env).toSorted()).toEqual([
    'ACCESS_TOKEN_LIFETIME_SECONDS',
    'AUTH_MODE',
    'BETTER_AUTH_SECRET',
    'DATABASE_URL',
    'SERVICE_PORT',
    'SPEND_LIMIT_CENTS_MONTHLY',
  ])
})

test('accounts of another application need its database and its secret', () => {
  const external = { DATABASE_URL, AUTH_MODE: 'external' }
  expect(problemsOf(external)).toEqual(['EXTERNAL_DATABASE_URL', 'EXTERNAL_AUTH_SECRET'])
  const sound = { ...external, EXTERNAL_DATABASE_URL: DATABASE_URL, EXTERNAL_AUTH_SECRET: 'theirs' }
  expect(readConfig(sound)).toMatchObject({ AUTH_MODE: 'external', EXTERNAL_MAPPING: { schema: 'public' } })
  const wrong = [
    { EXTERNAL_MAPPING: 'user' },
    { EXTERNAL_MAPPING: '{"user":{"columns":{"nmae":"name"}}}' },
    { EXTERNAL_MAPPING: '{"session":{"table":7}}' },
    { EXTERNAL_ID_NAMESPACE: 'none' },
    { EXTERNAL_JWKS_URL: 'ftp://example.com' },
  ]
  for (const settings of wrong) {
    const problems = problemsOf({ ...sound, ...settings })
    expect(problems.map(problem => problem.split('.')[0])).toEqual(Object.keys(settings))
  }
})

test('production refuses to start with the secrets of development', () => {
  expect(problemsOf({ DATABASE_URL, NODE_ENV: 'production' }).toSorted()).toEqual([
    'BETTER_AUTH_SECRET',
    'INTERNAL_SECRET',
  ])
  const secret = 'one that was made for this installation'
  const env = { DATABASE_URL, NODE_ENV: 'production', BETTER_AUTH_SECRET: secret, INTERNAL_SECRET: `${secret} alone` }
  expect(problemsOf(env)).toEqual([])
})
