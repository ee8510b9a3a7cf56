import { ACCESS_TOKEN_LIFETIME_MAX_MS as TAKEN_LIFETIME_MAX_MS } from '@waystone/kit/auth'
import { expect, test } from 'vitest'
import {
  ACCESS_TOKEN_LIFETIME_MAX_MS,
  expiryFrom,
  REVOCATION_KEPT_MS,
  SESSION_LIFETIME_MS,
  shownUserAgent,
} from './session.js'

test('a revocation is kept longer than the access tokens that it voids can live', () => {
  expect(TAKEN_LIFETIME_MAX_MS).toBe(ACCESS_TOKEN_LIFETIME_MAX_MS)
  expect(REVOCATION_KEPT_MS).toBeGreaterThan(ACCESS_TOKEN_LIFETIME_MAX_MS)
})

test('a session outlives its access tokens by far', () => {
  const now = new Date('2026-03-01T12:00:00Z')
  expect(expiryFrom(now)).toEqual(new Date('2026-03-31T12:00:00Z'))
  expect(SESSION_LIFETIME_MS / ACCESS_TOKEN_LIFETIME_MAX_MS).toBeGreaterThan(1_000)
})

test('as much of a user agent is kept as a list can show', () => {
  const client = { remoteAddress: '127.0.0.1', userAgent: 'x'.repeat(10_000) }
  expect(shownUserAgent(client)).toHaveLength(512)
  expect(shownUserAgent({ ...client, userAgent: null })).toBeNull()
})
