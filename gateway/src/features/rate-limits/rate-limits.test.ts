import { expect, test } from 'vitest'
import { createRateLimits } from './rate-limits.js'

const viewer = (userId: string) => ({ userId, sessionId: 's', scopes: [], issuedAtMs: 0, expiresAtMs: 0 })
const anonymous = (remoteAddress: string) => ({ viewer: null, remoteAddress })

test('without limits nothing is counted, and nothing awaited', () => {
  const limits = createRateLimits({ userMax: 0, addressMax: 0, windowSeconds: 60 }, null)
  expect(limits.take({ viewer: viewer('ann'), remoteAddress: '10.0.0.1' })).toBeNull()
})

test('an address has its share, whoever is signed in; another has its own', async () => {
  const limits = createRateLimits({ userMax: 0, addressMax: 2, windowSeconds: 60 }, null)
  expect(await limits.take(anonymous('10.0.0.1'))).toBeNull()
  expect(await limits.take({ viewer: viewer('ann'), remoteAddress: '10.0.0.1' })).toBeNull()
  const refused = await limits.take(anonymous('10.0.0.1'))
  expect(refused?.limit).toBe('address')
  expect(refused?.retryAfterSeconds).toBeGreaterThan(0)
  expect(refused?.retryAfterSeconds).toBeLessThanOrEqual(60)
  expect(await limits.take(anonymous('10.0.0.2'))).toBeNull()
})

test('a user has one share at all addresses; anonymous requests take nothing from it', async () => {
  const limits = createRateLimits({ userMax: 1, addressMax: 0, windowSeconds: 60 }, null)
  expect(await limits.take({ viewer: viewer('ann'), remoteAddress: '10.0.0.1' })).toBeNull()
  expect(await limits.take({ viewer: viewer('ann'), remoteAddress: '10.0.0.2' })).toMatchObject({ limit: 'user' })
  expect(await limits.take({ viewer: viewer('bob'), remoteAddress: '10.0.0.2' })).toBeNull()
  expect(limits.take(anonymous('10.0.0.2'))).toBeNull()
})

test('of a thousand at once exactly so many pass as are allowed', async () => {
  const limits = createRateLimits({ userMax: 0, addressMax: 100, windowSeconds: 60 }, null)
  const all = await Promise.all(Array.from({ length: 1_000 }, async () => await limits.take(anonymous('10.0.0.1'))))
  expect(all.filter(refused => refused === null)).toHaveLength(100)
})

test('the addresses of an IPv6 network have one share, an IPv4 address one in both of its forms', async () => {
  const limits = createRateLimits({ userMax: 0, addressMax: 1, windowSeconds: 60 }, null)
  expect(await limits.take(anonymous('2001:db8:1:2::1'))).toBeNull()
  expect(await limits.take(anonymous('2001:db8:1:2:ffff::2'))).toMatchObject({ limit: 'address' })
  expect(await limits.take(anonymous('2001:db8:1:3::1'))).toBeNull()
  expect(await limits.take(anonymous('192.0.2.1'))).toBeNull()
  expect(await limits.take(anonymous('::ffff:192.0.2.1'))).toMatchObject({ limit: 'address' })
})
