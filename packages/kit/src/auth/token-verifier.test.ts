import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { createTestIssuer } from '../testing/test-issuer.js'
import { manualClock } from '../testing/manual-clock.js'
import {
  createRevocationList,
  createTokenVerifier,
  localKeys,
  signClientAddress,
  clientAddressOf,
  type TokenVerifier,
  type Viewer,
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
  return { clock, issuer, revocations, verifier, verify: verifying(verifier), user }
}
const verifying =
  (verifier: TokenVerifier) =>
  async (token: string): Promise<Viewer> =>
    (await verifier.viewerOf(`Bearer ${token}`)) ?? expect.unreachable('Nobody')
const refused = { name: 'RequestFault', code: 'UNAUTHENTICATED' }

describe('an access token', () => {
  it('says who asks', async () => {
    const { issuer, verify, user } = await setUp()
    const viewer = await verify(await issuer.token({ ...user, scopes: ['admin'] }))
    expect(viewer).toMatchObject({ userId: user.userId, sessionId: user.sessionId, scopes: ['admin'] })
    expect(viewer.expiresAtMs - viewer.issuedAtMs).toBe(900_000)
  })

  it('is refused once it has expired, also when it was checked before', async () => {
    const { issuer, verify, user, clock } = await setUp()
    const token = await issuer.token(user)
    await verify(token)
    clock.advance(900_000)
    await expect(verify(token)).rejects.toMatchObject(refused)
    await expect(verify(await issuer.token({ ...user, expiresInSeconds: -1 }))).rejects.toMatchObject(refused)
  })

  it('is refused when it lives longer than a revocation is kept, though everything else about it is right', async () => {
    const { issuer, verify, user, clock } = await setUp()
    await verify(await issuer.token({ ...user, expiresInSeconds: 900 }))
    for (const expiresInSeconds of [901, 86_400, 1e9])
      await expect(verify(await issuer.token({ ...user, expiresInSeconds }))).rejects.toMatchObject(refused)
    const inAnHour = new Date(clock.now().getTime() + 3_600_000)
    await expect(verify(await issuer.token({ ...user, now: inAnHour }))).rejects.toMatchObject(refused)
    await verify(await issuer.token({ ...user, now: new Date(clock.now().getTime() + 20_000) }))
  })

  it('is refused when its session, or everything of its user, has been revoked', async () => {
    const { issuer, verify, user, revocations, clock } = await setUp()
    const token = await issuer.token(user)
    const other = await issuer.token({ ...user, sessionId: randomUUID() })
    await verify(token)
    revocations.add([{ sessionId: user.sessionId, userId: null, revokedAtMs: clock.now().getTime() }])
    await expect(verify(token)).rejects.toMatchObject(refused)
    await verify(other)
    revocations.add([{ sessionId: null, userId: user.userId, revokedAtMs: clock.now().getTime() }])
    await expect(verify(other)).rejects.toMatchObject(refused)
    clock.advance(2_000)
    await verify(await issuer.token({ ...user, sessionId: randomUUID(), now: clock.now() }))
  })

  it('is refused when another key signed it, even under the same key id', async () => {
    const { verify, user } = await setUp()
    const stranger = await createTestIssuer()
    await expect(verify(await stranger.token(user))).rejects.toMatchObject(refused)
  })

  it('is refused when it is unsigned, or signed by HMAC with the public key', async () => {
    const clock = manualClock(now)
    const { publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'EdDSA' }
    const verify = verifying(
      createTokenVerifier({
        keys: localKeys(async () => ({ keys: [jwk] })),
        issuer: 'waystone',
        audience: 'waystone',
        revocations: createRevocationList(clock),
        clock,
      }),
    )
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
    await expect(verify(unsigned)).rejects.toMatchObject(refused)
    await expect(verify(confused)).rejects.toMatchObject(refused)
  })

  it('is refused for another audience or issuer, and when it is not a token at all', async () => {
    const { verify, user } = await setUp()
    const elsewhere = await createTestIssuer({ audience: 'another' })
    await expect(verify(await elsewhere.token(user))).rejects.toMatchObject(refused)
    await expect(verify('x.y.z')).rejects.toMatchObject(refused)
    await expect(verify('x'.repeat(5_000))).rejects.toMatchObject(refused)
  })

  it('is not blamed when the keys cannot be read', async () => {
    const { issuer, user, clock } = await setUp()
    const keys = localKeys(async () => Promise.reject(new Error('connection refused')))
    const verify = verifying(
      createTokenVerifier({
        keys,
        issuer: 'waystone',
        audience: 'waystone',
        revocations: createRevocationList(clock),
        clock,
      }),
    )
    await expect(verify(await issuer.token(user))).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  })
})

describe('an Authorization header', () => {
  it('is nobody when there is none, and refused when it is no bearer token', async () => {
    const { verifier } = await setUp()
    expect([verifier.viewerOf(undefined), verifier.viewerOf('')]).toEqual([null, null])
    for (const header of ['Basic abc', 'Bearer a b', 'Bearer ']) {
      await expect(verifier.viewerOf(header)).rejects.toMatchObject({
        ...refused,
        message: 'The Authorization header must be "Bearer <access token>"',
      })
    }
  })

  it('that was seen before is known at once, as long as its token holds', async () => {
    const { verifier, issuer, user, clock } = await setUp()
    const header = `Bearer ${await issuer.token(user)}`
    const viewer = await verifier.viewerOf(header)
    expect(verifier.viewerOf(header)).toBe(viewer)
    clock.advance(900_000)
    expect(() => verifier.viewerOf(header)).toThrow('The access token has expired')
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
