import { expect, test } from 'vitest'
import { readConfig } from './config.js'

const production = { NODE_ENV: 'production', DATABASE_URL: 'postgres://a@b/c', INTERNAL_SECRET: 'i'.repeat(32) }

test('production does not start without a key for server seeds, and says how to make one', () => {
  const sentence =
    /SEED_ENCRYPTION_KEYS: production needs a secret of its own.*; node -p ".*randomBytes\(32\).*" prints a new one/
  expect(() => readConfig(production)).toThrow(sentence)
  const key = { SEED_ENCRYPTION_KEYS: `k1:${'k'.repeat(43)}` }
  expect(readConfig({ ...production, ...key }).SEED_ENCRYPTION_KEYS).toMatchObject([{ id: 'k1' }])
})
