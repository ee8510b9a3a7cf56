import { expect, test } from 'vitest'
import { developmentKeyPair, newEventKeyPair } from '../outbox/event-keys.js'
import { ConfigError, eventKeyProblems, eventSettings, parseConfig, processSettings } from './index.js'

const producers = ['users', 'quests']
const [users, quests, next] = [newEventKeyPair(), newEventKeyPair(), newEventKeyPair()]
const publicKeys = `users=${users.publicKey},quests=${quests.publicKey}`
const production = { NODE_ENV: 'production', REDIS_URL: 'redis://cache' }

function problemsOf(env: Readonly<Record<string, string>>, signs = true): readonly string[] {
  try {
    parseConfig({ ...processSettings, ...eventSettings }, env, present =>
      eventKeyProblems(present, { self: 'quests', producers, signs }),
    )
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

test('production does not start without keys, and says how to make them', () => {
  const problems = problemsOf(production)
  expect(problems.map(problem => problem.split(':')[0])).toEqual(['EVENTS_PUBLIC_KEYS', 'EVENTS_SIGNING_KEY'])
  for (const problem of problems) expect(problem).toContain('"npx waystone events keys" makes')
  expect(problemsOf({ ...production, EVENTS_PUBLIC_KEYS: publicKeys, EVENTS_SIGNING_KEY: quests.signingKey })).toEqual(
    [],
  )
  // A command that relays nothing needs no key to sign with.
  expect(problemsOf({ ...production, EVENTS_PUBLIC_KEYS: publicKeys }, false)).toEqual([])
  // Without Redis no event leaves the process.
  expect(problemsOf({ NODE_ENV: 'production' })).toEqual([])
})

test('development needs no keys, and production takes none of development', () => {
  expect(problemsOf({ REDIS_URL: 'redis://cache' })).toEqual([])
  const development = producers.map(name => `${name}=${developmentKeyPair(name).publicKey}`).join(',')
  const env = { ...production, EVENTS_PUBLIC_KEYS: development }
  expect(problemsOf({ ...env, EVENTS_SIGNING_KEY: developmentKeyPair('quests').signingKey })).toEqual([
    expect.stringContaining('not those of development'),
  ])
})

test('a key that consumers do not know yet is not signed with', () => {
  const env = { ...production, EVENTS_SIGNING_KEY: next.signingKey }
  expect(problemsOf({ ...env, EVENTS_PUBLIC_KEYS: publicKeys })).toEqual([
    expect.stringMatching(/^EVENTS_SIGNING_KEY: .*for quests.*add it there first/),
  ])
  expect(problemsOf({ ...env, EVENTS_PUBLIC_KEYS: `${publicKeys}, quests=${next.publicKey}` })).toEqual([])
})

test.each([
  ['EVENTS_SIGNING_KEY', 'short'],
  ['EVENTS_SIGNING_KEY', `${'a'.repeat(42)}=`],
  ['EVENTS_PUBLIC_KEYS', users.publicKey],
  ['EVENTS_PUBLIC_KEYS', `users=${users.publicKey};quests=${quests.publicKey}`],
  ['EVENTS_PUBLIC_KEYS', `${publicKeys},quests=${next.publicKey},quests=${newEventKeyPair().publicKey}`],
])('%s is refused as %s, and not repeated', (name, value) => {
  const problems = problemsOf({ REDIS_URL: 'redis://cache', [name]: value })
  expect(problems.map(problem => problem.split(':')[0])).toContain(name)
  expect(problems.join('\n')).not.toContain(value)
})

test('a producer without a key is named', () => {
  expect(
    problemsOf({
      REDIS_URL: 'redis://cache',
      EVENTS_PUBLIC_KEYS: `quests=${quests.publicKey}`,
      EVENTS_SIGNING_KEY: quests.signingKey,
    }),
  ).toEqual(['EVENTS_PUBLIC_KEYS: no key is given for users'])
})
