import { ConfigError } from '@waystone/kit/config'
import { expect, test } from 'vitest'
import { checkSettings } from './check-settings.js'

type Env = Readonly<Record<string, string>>

function problemsOf(env: Env, options?: { mixesDatabases: boolean }): readonly string[] {
  try {
    checkSettings(env, options)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

const databases = (...names: string[]) =>
  Object.fromEntries(names.map(name => [`${name}_DATABASE_URL`, `postgres://a@b/${name}`]))

test('settings that are left out are not missed', () => {
  expect(problemsOf({})).toEqual([])
})

test('the settings of every part are checked at once, and each problem is told once, with what was given', () => {
  const wrong = {
    AUTH_MODE: 'both',
    DB_MAX_CONNECTIONS: 'many',
    LIMIT_DEPTH: '-1',
    LOG_LEVEL: 'loud',
    REDIS_URL: 'http://cache',
    GACHA_DATABASE_URL: 'mysql://gacha',
    SUPERGRAPH: '/nowhere/supergraph.graphql',
    TRUSTED_DOCUMENTS: '/nowhere/documents.json',
  }
  const problems = problemsOf(wrong, { mixesDatabases: true })
  const named = new Set(problems.map(problem => problem.split(':')[0]))
  expect(named).toEqual(new Set(Object.keys(wrong)))
  expect(problems).toHaveLength(named.size)
  for (const value of Object.values(wrong)) expect(problems.join('\n')).toContain(value)
})

test('a start in production takes no play money that was not asked for', () => {
  const production = { NODE_ENV: 'production', PROXIES: '0' }
  expect(problemsOf(production).map(problem => problem.split(':')[0])).toEqual(['PAYMENTS'])
  expect(problemsOf({ ...production, PAYMENTS: 'test' })).toEqual([])
})

test('the standalone takes all databases of the environment, or none', () => {
  expect(problemsOf(databases('USERS', 'CHARACTERS', 'QUESTS', 'GACHA', 'SOCIAL', 'NOTIFICATIONS'))).toEqual([])
  const problems = problemsOf(databases('USERS', 'QUESTS'))
  expect(problems.map(problem => problem.split(':')[0])).toEqual([
    'CHARACTERS_DATABASE_URL',
    'GACHA_DATABASE_URL',
    'SOCIAL_DATABASE_URL',
    'NOTIFICATIONS_DATABASE_URL',
  ])
  expect(problemsOf(databases('USERS', 'QUESTS'), { mixesDatabases: true })).toEqual([])
})

test('the key of web pushes is made by the start, in production, too, and checked where it is given', () => {
  const problems = (env: Env) => problemsOf(env).filter(problem => problem.startsWith('WEB_PUSH_PRIVATE_KEY'))
  expect(problems({ NODE_ENV: 'production' })).toEqual([])
  expect(problems({ WEB_PUSH_PRIVATE_KEY: 'short' })).toEqual([
    expect.stringContaining('expected a private key of P-256'),
  ])
})

test('the keys of server seeds are made by the start, in production, too, and checked where they are given', () => {
  const production = (env: Env) =>
    problemsOf({ NODE_ENV: 'production', ...env }).filter(problem => problem.startsWith('SEED_ENCRYPTION_KEYS'))
  expect(production({})).toEqual([])
  expect(production({ SEED_ENCRYPTION_KEYS: `k1:${'k'.repeat(43)}` })).toEqual([])
  expect(production({ SEED_ENCRYPTION_KEYS: 'short' })).toEqual([expect.stringContaining('expected id:key')])
})
