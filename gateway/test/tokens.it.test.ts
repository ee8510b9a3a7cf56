import { randomUUID } from 'node:crypto'
import { clientAddressHeaders, signClientAddress } from '@waystone/kit/auth'
import { listRevocations } from '@waystone/events'
import { answerCall, createInProcessServiceClient } from '@waystone/kit/service-client'
import { createTestIssuer, manualClock } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalog } from './catalog.js'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

let subgraph: TestSubgraph
let supergraphSdl: string
let gateway: TestGateway
beforeAll(async () => {
  subgraph = await startSubgraph(catalog)
  supergraphSdl = composeSubgraphs([subgraph])
  gateway = await startGateway({ supergraphSdl })
})
afterAll(async () => {
  await gateway.close()
  await subgraph.close()
})

test('a valid token is accepted, and forwarded with request id, user agent and signed client address', async () => {
  const token = await gateway.issuer.token({ userId: randomUUID() })
  await gateway.ask('{ hello }', { token, headers: { 'x-request-id': 'r-1', 'user-agent': 'game/1.0' } })
  const headers = subgraph.requests.at(-1)?.headers
  expect(headers?.get('authorization')).toBe(`Bearer ${token}`)
  expect(headers?.get('x-request-id')).toBe('r-1')
  expect(headers?.get('user-agent')).toBe('game/1.0')
  const address = headers?.get(clientAddressHeaders.address) ?? ''
  expect(address).toBe('127.0.0.1')
  expect(headers?.get(clientAddressHeaders.signature)).toBe(
    signClientAddress('development-internal-secret-do-not-use-in-production', address),
  )
})

test('a client cannot forward an address of its own choice', async () => {
  await gateway.ask('{ hello }', {
    headers: { [clientAddressHeaders.address]: '6.6.6.6', 'x-forwarded-for': '6.6.6.6' },
  })
  expect(subgraph.requests.at(-1)?.headers.get(clientAddressHeaders.address)).toBe('127.0.0.1')
})

test('behind a proxy the address that the proxy saw counts, not what the client wrote before it', async () => {
  const proxied = await startGateway({ supergraphSdl, env: { PROXIES: '1' } })
  await proxied.ask('{ hello }', { headers: { 'x-forwarded-for': '6.6.6.6, 10.1.2.3' } })
  await proxied.close()
  expect(subgraph.requests.at(-1)?.headers.get(clientAddressHeaders.address)).toBe('10.1.2.3')
})

test('the signed address is an address, without the port that a proxy wrote; anything else leaves the proxy’s own', async () => {
  const proxied = await startGateway({ supergraphSdl, env: { PROXIES: '1' } })
  const signedFor = async (forwarded: string) => {
    await proxied.ask('{ hello }', { headers: { 'x-forwarded-for': forwarded } })
    return subgraph.requests.at(-1)?.headers.get(clientAddressHeaders.address)
  }
  expect(await signedFor('10.1.2.3:4711')).toBe('10.1.2.3')
  expect(await signedFor('[2001:DB8::1]:4711')).toBe('2001:db8::1')
  expect(await signedFor('::ffff:10.1.2.3')).toBe('10.1.2.3')
  expect(await signedFor('unknown')).toBe('127.0.0.1')
  await proxied.close()
})

const refused = { status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }
const unsigned = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

test('an expired token, one signed by another key and one without a signature are refused', async () => {
  const asked = subgraph.asked.length
  const userId = randomUUID()
  const expired = await gateway.issuer.token({ userId, expiresInSeconds: -1 })
  const foreign = await (await createTestIssuer()).token({ userId, scopes: ['admin'] })
  const claims = {
    sub: userId,
    sid: randomUUID(),
    scopes: [],
    iss: 'waystone',
    aud: 'waystone',
    iat: 1,
    exp: 9_999_999_999,
  }
  const none = `${unsigned({ alg: 'none' })}.${unsigned(claims)}.`
  const symmetric = `${unsigned({ alg: 'HS256', kid: 'test' })}.${unsigned(claims)}.c2lnbmF0dXJl`
  for (const token of [expired, foreign, none, symmetric, 'x', `${expired}x`])
    expect(await gateway.ask('{ hello }', { token })).toMatchObject(refused)
  expect(await gateway.ask('{ hello }', { headers: { authorization: 'Basic YTpi' } })).toMatchObject(refused)
  expect(subgraph.asked).toHaveLength(asked)
})

test('a token of a revoked session is refused, also one that was valid before', async () => {
  const sessionId = randomUUID()
  const token = await gateway.issuer.token({ userId: randomUUID(), sessionId })
  expect((await gateway.ask('{ hello }', { token })).status).toBe(200)
  gateway.revocations.add([{ sessionId, userId: null, revokedAtMs: Date.now() }])
  expect(await gateway.ask('{ hello }', { token })).toMatchObject(refused)
})

test('a session that users revokes is refused soon', async () => {
  const revoked: { sessionId: string; userId: null; revokedAtMs: number }[] = []
  const users = [answerCall(listRevocations, async () => revoked)]
  const services = createInProcessServiceClient({ self: 'gateway', find: () => users })
  const following = await startGateway({ supergraphSdl, parts: { services } })
  const sessionId = randomUUID()
  const token = await following.issuer.token({ userId: randomUUID(), sessionId })
  expect((await following.ask('{ hello }', { token })).status).toBe(200)
  revoked.push({ sessionId, userId: null, revokedAtMs: Date.now() })
  await expect.poll(() => following.ask('{ hello }', { token })).toMatchObject(refused)
  await following.close()
})

test('a token that was valid is refused once it has expired', async () => {
  const clock = manualClock()
  const aging = await startGateway({ supergraphSdl, parts: { clock } })
  const token = await aging.issuer.token({ userId: randomUUID(), now: clock.now() })
  expect((await aging.ask('{ hello }', { token })).status).toBe(200)
  clock.advance(901_000)
  expect(await aging.ask('{ hello }', { token })).toMatchObject(refused)
  await aging.close()
})

test('without checking, tokens are passed on and nobody is granted anything', async () => {
  const off = await startGateway({ supergraphSdl, env: { AUTH: 'off' } })
  const answer = await off.ask('{ hello }', { token: 'opaque' })
  await off.close()
  expect(answer.data).toEqual({ hello: 'hello you' })
  expect(subgraph.requests.at(-1)?.headers.get('authorization')).toBe('Bearer opaque')
})
