import { expect, test } from 'vitest'
import { createRateLimits, networkOf } from './rate-limits.js'

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

test.each([
  ['10.1.2.3', '10.1.2.3'],
  ['::ffff:10.1.2.3', '::ffff:10.1.2.3'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', ''],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
