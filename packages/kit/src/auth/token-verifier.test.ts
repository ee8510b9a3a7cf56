import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { createTestIssuer } from '../testing/test-issuer.js'
import { manualClock } from '../testing/manual-clock.js'
import {
  bearerToken,
  createRevocationList,
  createTokenVerifier,
  isGranted,
  localKeys,
  signClientAddress,
  clientAddressOf,
} from './index.js'

const now = '2026-05-01T12:00:00Z'
const setUp = async () => {
  const clock = manualClock(now)
  const issuer = await createTestIssuer()
  const revocations = createRevocationList(clock)
  const verifier = createTokenVerifier({
    keys: issuer.keys,
    issuer: 'waystone',
    audience: 'waystone',
    revocations,
    clock,
  })
  const user = { userId: randomUUID(), sessionId: randomUUID(), now: clock.now() }
  return { clock, issuer, revocations, verifier, user }
}
const refused = { name: 'RequestFault', code: 'UNAUTHENTICATED' }

describe('an access token', () => {
  it('says who asks', async () => {
    const { issuer, verifier, user } = await setUp()
    const viewer = await verifier.verify(await issuer.token({ ...user, scopes: ['admin'] }))
    expect(viewer).toMatchObject({ userId: user.userId, sessionId: user.sessionId, scopes: ['admin'] })
    expect(viewer.expiresAtMs - viewer.issuedAtMs).toBe(900_000)
  })

  it('is refused once it has expired, also when it was checked before', async () => {
    const { issuer, verifier, user, clock } = await setUp()
    const token = await issuer.token(user)
    await verifier.verify(token)
    clock.advance(900_000)
    await expect(verifier.verify(token)).rejects.toMatchObject(refused)
    await expect(verifier.verify(await issuer.token({ ...user, expiresInSeconds: -1 }))).rejects.toMatchObject(refused)
  })

  it('is refused when its session, or everything of its user, has been revoked', async () => {
    const { issuer, verifier, user, revocations, clock } = await setUp()
    const token = await issuer.token(user)
    const other = await issuer.token({ ...user, sessionId: randomUUID() })
    await verifier.verify(token)
    revocations.add([{ sessionId: user.sessionId, userId: null, revokedAtMs: clock.now().getTime() }])
    await expect(verifier.verify(token)).rejects.toMatchObject(refused)
    await verifier.verify(other)
    revocations.add([{ sessionId: null, userId: user.userId, revokedAtMs: clock.now().getTime() }])
    await expect(verifier.verify(other)).rejects.toMatchObject(refused)
    clock.advance(2_000)
    await verifier.verify(await issuer.token({ ...user, sessionId: randomUUID(), now: clock.now() }))
  })

  it('is refused when another key signed it, even under the same key id', async () => {
    const { verifier, user } = await setUp()
    const stranger = await createTestIssuer()
    await expect(verifier.verify(await stranger.token(user))).rejects.toMatchObject(refused)
  })

  it('is refused when it is unsigned, or signed by HMAC with the public key', async () => {
    const clock = manualClock(now)
    const { publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'EdDSA' }
    const verifier = createTokenVerifier({
      keys: localKeys(async () => ({ keys: [jwk] })),
      issuer: 'waystone',
      audience: 'waystone',
      revocations: createRevocationList(clock),
      clock,
    })
    const payload = { sub: randomUUID(), sid: randomUUID(), scopes: ['admin'] }
    const unsigned = new UnsecuredJWT(payload)
      .setIssuer('waystone')
      .setAudience('waystone')
      .setIssuedAt()
      .setExpirationTime('1h')
      .encode()
    const confused = await new SignJWT(payload)
      .setProtectedHeader({ alg: 'HS256', kid: 'k' })
      .setIssuer('waystone')
      .setAudience('waystone')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(Buffer.from(jwk.x ?? '', 'base64url'))
    await expect(verifier.verify(unsigned)).rejects.toMatchObject(refused)
    await expect(verifier.verify(confused)).rejects.toMatchObject(refused)
  })

  it('is refused for another audience or issuer, and when it is not a token at all', async () => {
    const { verifier, user } = await setUp()
    const elsewhere = await createTestIssuer({ audience: 'another' })
    await expect(verifier.verify(await elsewhere.token(user))).rejects.toMatchObject(refused)
    await expect(verifier.verify('x.y.z')).rejects.toMatchObject(refused)
    await expect(verifier.verify('x'.repeat(5_000))).rejects.toMatchObject(refused)
  })

  it('is not blamed when the keys cannot be read', async () => {
    const { issuer, user, clock } = await setUp()
    const keys = localKeys(async () => Promise.reject(new Error('connection refused')))
    const verifier = createTokenVerifier({
      keys,
      issuer: 'waystone',
      audience: 'waystone',
      revocations: createRevocationList(clock),
      clock,
    })
    await expect(verifier.verify(await issuer.token(user))).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  })
})

describe('bearerToken', () => {
  it('reads the header, or says what it must be', () => {
    expect(bearerToken(undefined)).toBeNull()
    expect(bearerToken('Bearer a.b.c')).toBe('a.b.c')
    expect(() => bearerToken('Basic abc')).toThrow(/must be "Bearer/)
    expect(() => bearerToken('Bearer a b')).toThrow(/must be "Bearer/)
  })
})

describe('isGranted', () => {
  it('reads scopes as an OR of ANDs, and grants nothing to the anonymous', () => {
    const viewer = { userId: '', sessionId: '', scopes: ['a', 'b'], issuedAtMs: 0, expiresAtMs: 0 }
    expect(isGranted(viewer, [['a', 'c'], ['b']])).toBe(true)
    expect(isGranted(viewer, [['a', 'c']])).toBe(false)
    expect(isGranted(null, [[]])).toBe(false)
  })
})

describe('the forwarded client address', () => {
  it('counts only with a signature for this address', () => {
    const secret = 's'.repeat(32)
    const request = (signature: string, address = '203.0.113.9') => ({
      headers: new Map([
        ['x-client-address', address],
        ['x-client-address-signature', signature],
      ]),
      remoteAddress: '10.0.0.1',
    })
    const signature = signClientAddress(secret, '203.0.113.9')
    expect(clientAddressOf(secret, request(signature))).toBe('203.0.113.9')
    expect(clientAddressOf(secret, request(signature, '203.0.113.8'))).toBe('10.0.0.1')
    expect(clientAddressOf(secret, request('forged'))).toBe('10.0.0.1')
    expect(clientAddressOf('t'.repeat(32), request(signature))).toBe('10.0.0.1')
  })
})
