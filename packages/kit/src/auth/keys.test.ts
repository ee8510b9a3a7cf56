import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose'
import { afterEach, describe, expect, it } from 'vitest'
import { manualClock } from '../testing/manual-clock.js'
import { createRevocationList, createTokenVerifier, KEYS_MAX_AGE_MS, localKeys, remoteKeys } from './index.js'

const refused = { code: 'UNAUTHENTICATED' }
/** A key is found by the header alone. */
const unread = { payload: '', signature: '' }
const servers: Server[] = []
afterEach(() => servers.splice(0).forEach(server => server.close()))

/** A key with what it publishes and the Authorization headers that it signs. */
const aKey = async (kid: string) => {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA' }
  const sign = async (now: Date) => {
    const issuedAt = Math.floor(now.getTime() / 1000)
    const token = await new SignJWT({ sid: randomUUID(), scopes: [] })
      .setProtectedHeader({ alg: 'EdDSA', kid })
      .setSubject(randomUUID())
      .setIssuer('waystone')
      .setAudience('waystone')
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + 900)
      .sign(privateKey)
    return `Bearer ${token}`
  }
  return { jwk, sign }
}

/** An issuer whose published keys change, read over HTTP, and the verifier that reads them. */
const anIssuer = async () => {
  const clock = manualClock('2026-05-01T12:00:00Z')
  const state = { keys: [] as JWK[], isUp: true, reads: 0 }
  const server = createServer((_, response) => {
    state.reads += 1
    if (!state.isUp) return response.writeHead(500).end()
    return response.end(JSON.stringify({ keys: state.keys }))
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`
  const verifier = createTokenVerifier({
    keys: remoteKeys([url], { clock }),
    issuer: 'waystone',
    audience: 'waystone',
    revocations: createRevocationList(clock),
    clock,
  })
  const [old, next] = [await aKey('old'), await aKey('next')]
  state.keys = [old.jwk]
  const viewerOf = async (header: string) => await verifier.viewerOf(header)
  return { clock, state, viewerOf, old, next }
}

describe('published keys', () => {
  it('are read once for many tokens, and again for a key that is new', async () => {
    const { clock, state, viewerOf, old, next } = await anIssuer()
    for (let count = 0; count < 5; count += 1) await viewerOf(await old.sign(clock.now()))
    expect(state.reads).toBe(1)
    clock.advance(6_000)
    state.keys = [old.jwk, next.jwk]
    await viewerOf(await next.sign(clock.now()))
    expect(state.reads).toBe(2)
  })

  it('that are taken back void the tokens that they signed, also those that were checked before', async () => {
    const { clock, state, viewerOf, old, next } = await anIssuer()
    const header = await old.sign(clock.now())
    await viewerOf(header)
    state.keys = [next.jwk]
    clock.advance(KEYS_MAX_AGE_MS)
    await expect
      .poll(() =>
        viewerOf(header).then(
          () => 'taken',
          (error: { code: string }) => error.code,
        ),
      )
      .toBe(refused.code)
    await viewerOf(await next.sign(clock.now()))
  })

  it('go on counting while their publisher is away, for those who were here and for those who come', async () => {
    const { clock, state, viewerOf, old } = await anIssuer()
    const header = await old.sign(clock.now())
    await viewerOf(header)
    state.isUp = false
    clock.advance(5 * 60_000)
    await viewerOf(header)
    await viewerOf(await old.sign(clock.now()))
    clock.advance(6 * 60_000)
    await expect(viewerOf(await old.sign(clock.now()))).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  })

  it('are not read for each token that names a key that nobody has', async () => {
    const { clock, state, viewerOf, old } = await anIssuer()
    await viewerOf(await old.sign(clock.now()))
    const strangers = await Promise.all(['a', 'b', 'c', 'd'].map(aKey))
    clock.advance(5_000)
    for (const stranger of strangers)
      await expect(viewerOf(await stranger.sign(clock.now()))).rejects.toMatchObject(refused)
    expect(state.reads).toBe(2)
  })

  it('of this process are looked for at each miss', async () => {
    const [old, next] = [await aKey('old'), await aKey('next')]
    const keys = { published: [old.jwk] }
    const { find } = localKeys(async () => ({ keys: keys.published }))
    await find({ alg: 'EdDSA', kid: 'old' }, unread)
    keys.published = [next.jwk]
    await find({ alg: 'EdDSA', kid: 'next' }, unread)
    await expect(find({ alg: 'EdDSA', kid: 'old' }, unread)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })
  })
})
