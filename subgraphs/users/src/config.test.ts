import { ConfigError } from '@waystone/kit/config'
import { expect, test } from 'vitest'
import { isTwoFactorRequired, readConfig } from './config.js'
import { playMoneySettings } from './payments/settings.js'

const DATABASE_URL = 'postgres://users@localhost/users'
const toldProblems = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}
const problemsOf = (env: Record<string, string>): readonly string[] =>
  toldProblems(env).map(problem => problem.split(':')[0] ?? '')

test('development needs nothing but a database', () => {
  expect(readConfig({ DATABASE_URL })).toMatchObject({
    SERVICE_PORT: 4001,
    AUTH_MODE: 'internal',
    SPEND_LIMIT_CENTS_MONTHLY: 50_000,
    ACCESS_TOKEN_LIFETIME_SECONDS: 900,
    ACCOUNT_DELETION_DELAY_SECONDS: 14 * 24 * 60 * 60,
    COUNTRY_CHANGE_DELAY_SECONDS: 30 * 24 * 60 * 60,
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
    ACCOUNT_DELETION_DELAY_SECONDS: '2592001',
    COUNTRY_CHANGE_DELAY_SECONDS: '-1',
  }
  expect(problemsOf(env).toSorted()).toEqual([
    'ACCESS_TOKEN_LIFETIME_SECONDS',
    'ACCOUNT_DELETION_DELAY_SECONDS',
    'AUTH_MODE',
    'BETTER_AUTH_SECRET',
    'COUNTRY_CHANGE_DELAY_SECONDS',
    'DATABASE_URL',
    'SERVICE_PORT',
    'SPEND_LIMIT_CENTS_MONTHLY',
  ])
})

test('demo accounts, whose passwords are published, are refused in production', () => {
  const env = { DATABASE_URL, SEED_DEMO_ACCOUNTS: 'true' }
  expect(readConfig(env)).toMatchObject({ SEED_DEMO_ACCOUNTS: true })
  expect(readConfig({ DATABASE_URL })).toMatchObject({ SEED_DEMO_ACCOUNTS: false })
  expect(problemsOf({ ...env, NODE_ENV: 'production' })).toContain('SEED_DEMO_ACCOUNTS')
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
    'PAYMENTS',
  ])
  expect(problemsOf({ ...production, PAYMENTS: 'off' })).toEqual([])
})

const secret = 'one that was made for this installation'
const production = {
  DATABASE_URL,
  NODE_ENV: 'production',
  BETTER_AUTH_SECRET: secret,
  INTERNAL_SECRET: `${secret} alone`,
}

test('production takes play money only where it is asked for by name', () => {
  expect(problemsOf(production)).toEqual(['PAYMENTS'])
  expect(problemsOf({ ...production, PAYMENTS: '' })).toEqual(['PAYMENTS'])
  expect(readConfig({ ...production, PAYMENTS: 'test' }).PAYMENTS).toBe('test')
  expect(readConfig({ ...production, PAYMENTS: 'off' }).PAYMENTS).toBe('off')
  expect(readConfig({ DATABASE_URL }).PAYMENTS).toBe('test')
})

test('a payment provider needs its own settings, and test or off cannot be mixed with one', () => {
  const stripe = { STRIPE_SECRET_KEY: 'rk_live_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' }
  expect(problemsOf({ ...production, PAYMENTS: 'stripe' })).toEqual(Object.keys(stripe))
  expect(readConfig({ ...production, ...stripe, PAYMENTS: 'stripe' }).PAYMENTS).toEqual(['stripe'])
  expect(problemsOf({ ...production, PAYMENTS: 'apple, google' })).toEqual([
    'APPLE_BUNDLE_ID',
    'APPLE_ROOT_CERTIFICATES',
    'APPLE_PRODUCTS',
    'GOOGLE_PACKAGE_NAME',
    'GOOGLE_CREDENTIALS',
    'GOOGLE_PRODUCTS',
    'APPLE_APP_ID',
  ])
  for (const PAYMENTS of ['paypal', 'stripe,test', 'off,stripe', 'test,off', ','])
    expect(problemsOf({ ...production, ...stripe, PAYMENTS }), PAYMENTS).toEqual(['PAYMENTS'])
})

test('a key of Stripe’s test mode is play money, too', () => {
  const stripe = { PAYMENTS: 'stripe', STRIPE_WEBHOOK_SECRET: 'whsec_1' }
  for (const STRIPE_SECRET_KEY of ['sk_test_1', 'rk_test_1']) {
    expect(problemsOf({ ...production, ...stripe, STRIPE_SECRET_KEY })).toEqual(['STRIPE_SECRET_KEY'])
    expect(problemsOf({ ...production, ...stripe, STRIPE_SECRET_KEY, STRIPE_TEST_MODE: 'true' })).toEqual([])
    expect(problemsOf({ DATABASE_URL, ...stripe, STRIPE_SECRET_KEY })).toEqual([])
  }
})

test('each way to get currency for nothing is known, for the warning at the start', () => {
  const google = { GOOGLE_PACKAGE_NAME: 'a', GOOGLE_PRODUCTS: '{}', GOOGLE_CREDENTIALS: serviceAccount }
  const stripe = { STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' }
  const waysOf = (env: Record<string, string>) => playMoneySettings(readConfig({ ...production, ...env }))
  expect(waysOf({ PAYMENTS: 'off', STRIPE_TEST_MODE: 'true' })).toEqual([])
  expect(waysOf({ PAYMENTS: 'test' })).toEqual(['PAYMENTS=test'])
  expect(waysOf({ PAYMENTS: 'stripe,google', ...stripe, ...google })).toEqual([])
  const free = { STRIPE_TEST_MODE: 'true', GOOGLE_TEST_PURCHASES: 'true' }
  expect(waysOf({ PAYMENTS: 'stripe,google', ...stripe, ...google, ...free })).toEqual([
    'STRIPE_TEST_MODE=true',
    'GOOGLE_TEST_PURCHASES=true',
  ])
})

const serviceAccount = JSON.stringify({ client_email: 'a@b', private_key: '-----BEGIN PRIVATE KEY-----' })

test('wrong settings of shops are told by name, and never with a private key', () => {
  const wrong = {
    APPLE_ENVIRONMENT: 'LocalTesting',
    APPLE_ROOT_CERTIFICATES: '/nowhere/root.cer',
    APPLE_PRODUCTS: '{"com.example.many":"diamonds-501"}',
    GOOGLE_CREDENTIALS: '{"client_email":"a@b","private_key":"s3cret"}',
    GOOGLE_PRODUCTS: '[]',
  }
  const problems = toldProblems({ ...production, PAYMENTS: 'off', ...wrong })
  expect(new Set(problems.map(problem => problem.split(/[.:]/)[0]))).toEqual(new Set(Object.keys(wrong)))
  expect(problems.join('\n')).not.toContain('s3cret')
})

test('production requires a second factor of administrators by default, and nothing is required of accounts from elsewhere', () => {
  const required = (config: Partial<Parameters<typeof isTwoFactorRequired>[0]>) =>
    isTwoFactorRequired({ AUTH_MODE: 'internal', NODE_ENV: 'production', ADMIN_TWO_FACTOR: undefined, ...config })
  expect([required({}), required({ ADMIN_TWO_FACTOR: 'optional' })]).toEqual([true, false])
  expect([required({ NODE_ENV: 'development' }), required({ NODE_ENV: 'test', ADMIN_TWO_FACTOR: 'required' })]).toEqual(
    [false, true],
  )
  expect(required({ AUTH_MODE: 'external', ADMIN_TWO_FACTOR: 'required' })).toBe(false)
  expect(problemsOf({ DATABASE_URL, ADMIN_TWO_FACTOR: 'yes' })).toEqual(['ADMIN_TWO_FACTOR'])
})
