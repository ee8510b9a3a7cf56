import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { manualClock } from '@waystone/kit/testing'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ProviderTokenFault } from '../../errors.js'
import { createIdTokens, type IdTokens } from './id-tokens.js'

const NONCE = 'a random text of the client'
const CLIENT_ID = 'example-game'
const clock = manualClock('2026-11-21T08:00:00Z')
const seconds = () => Math.floor(clock.now().getTime() / 1000)
let keys: Awaited<ReturnType<typeof generateKeyPair>>
let strangersKeys: typeof keys
let server: Server
let issuer: string
let requests: string[]
let answer: (path: string) => { status: number; headers?: Record<string, string>; body: unknown }
let tokens: IdTokens

beforeAll(async () => {
  keys = await generateKeyPair('ES256', { extractable: true })
  strangersKeys = await generateKeyPair('ES256', { extractable: true })
  server = createServer((request, response) => {
    requests.push(request.url ?? '')
    const { status, headers, body } = answer(request.url ?? '')
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(async () => {
  requests = []
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }
  answer = path => ({ status: 200, body: path === '/keys' ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/keys` } })
  tokens = createIdTokens(
    { name: 'studio', issuer, issuers: [issuer], clientIds: [CLIENT_ID, 'example-game-web'] },
    { clock },
  )
})

const claims = (more: JWTPayload = {}): JWTPayload => ({
  iss: issuer,
  aud: CLIENT_ID,
  sub: 'player-1',
  iat: seconds(),
  exp: seconds() + 3_600,
  nonce: createHash('sha256').update(NONCE).digest('hex'),
  ...more,
})
const signed = (payload: JWTPayload, by = keys) =>
  new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).sign(by.privateKey)
const read = async (more: JWTPayload = {}) => tokens.read({ idToken: await signed(claims(more)), nonce: NONCE })
const refused = (fault: ProviderTokenFault) => ({ refused: fault })

describe('an ID token', () => {
  test('says who signed in, and the address only where the provider has verified it', async () => {
    const identity = { issuer, subject: 'player-1', verifiedEmail: null, name: null }
    expect(await read()).toMatchObject(identity)
    const email = 'A@Example.com'
    expect(await read({ email, email_verified: true, name: 'A' })).toMatchObject({
      verifiedEmail: 'a@example.com',
      name: 'A',
    })
    expect(await read({ email, email_verified: 'true' })).toMatchObject({ verifiedEmail: 'a@example.com' })
    for (const email_verified of [false, 'false', undefined])
      expect(await read({ email, email_verified })).toMatchObject(identity)
  })

  test('is refused where it is not for us, not of now, or not of the nonce', async () => {
    expect(await read({ iss: 'http://127.0.0.1:1' })).toEqual(refused('OTHER_ISSUER'))
    expect(await read({ aud: 'another-game' })).toEqual(refused('OTHER_CLIENT'))
    expect(await read({ aud: [CLIENT_ID, 'another-game'], azp: 'another-game' })).toEqual(refused('OTHER_CLIENT'))
    expect(await read({ aud: [CLIENT_ID, 'another-game'] })).toEqual(refused('OTHER_CLIENT'))
    expect(await read({ aud: [CLIENT_ID, 'another-game'], azp: CLIENT_ID })).toMatchObject({ subject: 'player-1' })
    // Google’s tokens for Android: made for the server’s client id, issued to the app’s.
    expect(await read({ aud: CLIENT_ID, azp: 'the-app' })).toMatchObject({ subject: 'player-1' })
    expect(await read({ exp: seconds() - 120 })).toEqual(refused('EXPIRED'))
    expect(await read({ iat: seconds() - 720 })).toEqual(refused('EXPIRED'))
    expect(await read({ iat: seconds() + 720 })).toEqual(refused('MALFORMED'))
    expect(await read({ nbf: seconds() + 720 })).toEqual(refused('MALFORMED'))
    expect(await read({ nonce: NONCE })).toEqual(refused('OTHER_NONCE'))
    expect(await tokens.read({ idToken: await signed(claims()), nonce: `${NONCE}.` })).toEqual(refused('OTHER_NONCE'))
  })

  test.each([
    ['iss', 'OTHER_ISSUER'],
    ['aud', 'OTHER_CLIENT'],
    ['sub', 'MALFORMED'],
    ['iat', 'MALFORMED'],
    ['exp', 'MALFORMED'],
    ['nonce', 'MALFORMED'],
  ] as const)('is refused without its claim %s', async (name, fault) => {
    const { [name]: _, ...rest } = claims()
    expect(await tokens.read({ idToken: await signed(rest), nonce: NONCE })).toEqual(refused(fault))
  })

  test.each([
    { sub: '' },
    { sub: 7 },
    { sub: 'x'.repeat(256) },
    { nonce: 7 },
    { email: 7 },
    { email_verified: 'maybe' },
  ])('is refused with a claim that is none: %j', async wrong => {
    expect(await read(wrong as unknown as JWTPayload)).toEqual(refused('MALFORMED'))
  })

  test('is refused unsigned, signed by a stranger, or by what is public', async () => {
    const none = new UnsecuredJWT(claims()).encode()
    expect(await tokens.read({ idToken: none, nonce: NONCE })).toEqual(refused('OTHER_ISSUER'))
    expect(await tokens.read({ idToken: await signed(claims(), strangersKeys), nonce: NONCE })).toEqual(
      refused('OTHER_ISSUER'),
    )
    const symmetric = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(Buffer.from(CLIENT_ID.repeat(4)))
    expect(await tokens.read({ idToken: symmetric, nonce: NONCE })).toEqual(refused('OTHER_ISSUER'))
    const otherKey = await new SignJWT(claims()).setProtectedHeader({ alg: 'ES256', kid: 'k2' }).sign(keys.privateKey)
    expect(await tokens.read({ idToken: otherKey, nonce: NONCE })).toEqual(refused('OTHER_ISSUER'))
  })
})

describe('the keys of a provider', () => {
  test('are found once, and kept', async () => {
    for (let index = 0; index < 3; index += 1) await read()
    expect(requests).toEqual(['/.well-known/openid-configuration', '/keys'])
  })

  test.each([
    ['an error', () => ({ status: 500, body: {} })],
    ['another issuer', () => ({ status: 200, body: { issuer: 'https://evil.example', jwks_uri: `${issuer}/keys` } })],
    ['a redirect', () => ({ status: 302, headers: { location: 'http://127.0.0.1:9/' }, body: {} })],
    [
      'no keys',
      (path: string) => ({ status: 200, body: path === '/keys' ? {} : { issuer, jwks_uri: `${issuer}/keys` } }),
    ],
    [
      'an error for keys',
      (path: string) =>
        path === '/keys' ? { status: 503, body: {} } : { status: 200, body: { issuer, jwks_uri: `${issuer}/keys` } },
    ],
  ])('that answers by %s is away, and is asked again', async (_, wrong) => {
    const right = answer
    answer = wrong
    await expect(read()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
    answer = right
    expect(await read()).toMatchObject({ subject: 'player-1' })
  })
})
