import { randomUUID } from 'node:crypto'
import { createRevocationList, localKeys } from '@waystone/kit/auth'
import { base64url, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTHeaderParameters } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalog } from './catalog.js'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'
import { rawClient, terminateRawClients } from './live/raw-client.js'

const KEY_ID = 'ours'
const issuedAt = Math.floor(Date.now() / 1000)
const claims = {
  sub: randomUUID(),
  sid: randomUUID(),
  scopes: ['player'],
  iss: 'waystone',
  aud: 'waystone',
  iat: issuedAt,
  exp: issuedAt + 900,
}
const revokedSession = randomUUID()

const edKey = () => generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
type Key = Awaited<ReturnType<typeof edKey>>
let [ours, theirs]: (Key | undefined)[] = []
let subgraph: TestSubgraph
let gateway: TestGateway
beforeAll(async () => {
  ;[ours, theirs] = [await edKey(), await edKey()]
  const jwk = { ...(await exportJWK(ours.publicKey)), kid: KEY_ID, alg: 'EdDSA' }
  const revocations = createRevocationList()
  revocations.add([{ sessionId: revokedSession, userId: null, revokedAtMs: Date.now() }])
  subgraph = await startSubgraph(catalog)
  gateway = await startGateway({
    supergraphSdl: composeSubgraphs([subgraph]),
    parts: { keys: localKeys(async () => ({ keys: [jwk] })), revocations },
  })
})
afterAll(async () => {
  terminateRawClients()
  await gateway.close()
  await subgraph.close()
})

const sign = (payload: object, key = ours, header: Partial<JWTHeaderParameters> = {}) =>
  new SignJWT({ ...payload })
    .setProtectedHeader({ alg: 'EdDSA', kid: KEY_ID, ...header })
    .sign(key?.privateKey as never)
const without = (name: keyof typeof claims) =>
  Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name))

/** Each kind of token that is not one of ours, though it looks like one. */
const forgeries: Readonly<Record<string, () => Promise<string>>> = {
  'signed by another key under our key id': () => sign(claims, theirs),
  'signed by another key that it brings along': async () =>
    sign(claims, theirs, { jwk: await exportJWK(theirs?.publicKey as never) }),
  'signed by a key of an unknown id': () => sign(claims, theirs, { kid: 'theirs' }),
  'not signed': async () => new UnsecuredJWT(claims).encode(),
  'signed by HMAC with our public key': async () => {
    const { x = '' } = await exportJWK(ours?.publicKey as never)
    return await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: KEY_ID }).sign(base64url.decode(x))
  },
  'with claims that were changed after it was signed': async () => {
    const [header, , signature] = (await sign(claims)).split('.')
    return `${header}.${base64url.encode(JSON.stringify({ ...claims, scopes: ['admin'] }))}.${signature}`
  },
  'with a header that was changed after it was signed': async () => {
    const [, payload, signature] = (await sign(claims)).split('.')
    return `${base64url.encode(JSON.stringify({ alg: 'EdDSA', kid: KEY_ID, typ: 'at+jwt' }))}.${payload}.${signature}`
  },
  'without its signature': async () => `${(await sign(claims)).split('.').slice(0, 2).join('.')}.`,
  'of another issuer': () => sign({ ...claims, iss: 'elsewhere' }),
  'for another audience': () => sign({ ...claims, aud: 'elsewhere' }),
  expired: () => sign({ ...claims, iat: issuedAt - 1_000, exp: issuedAt - 100 }),
  'that never expires': () => sign(without('exp')),
  'of nobody': () => sign(without('sub')),
  'of no session': () => sign(without('sid')),
  'without scopes': () => sign(without('scopes')),
  'of a session that was revoked': () => sign({ ...claims, sid: revokedSession }),
  'that is valid from tomorrow on': () => sign({ ...claims, nbf: issuedAt + 86_400 }),
}

const overHttp = async (authorization: string, request: RequestInit & { search?: string } = {}) => {
  const { search = '', ...rest } = request
  const response = await fetch(`${gateway.url}/graphql${search}`, {
    ...rest,
    headers: { 'apollo-require-preflight': '1', ...(rest.headers as Record<string, string>), authorization },
  })
  return { status: response.status, text: await response.text() }
}
const post = (accept: string) => (authorization: string) =>
  overHttp(authorization, {
    method: 'POST',
    body: '{"query":"{ hello }"}',
    headers: { 'content-type': 'application/json', accept },
  })

/** The ways over which a token comes, by what they answer. */
const ways: Readonly<Record<string, (authorization: string) => Promise<{ status: number; text: string }>>> = {
  POST: post('application/json'),
  GET: authorization => overHttp(authorization, { search: `?${new URLSearchParams({ query: '{ hello }' })}` }),
  SSE: post('text/event-stream'),
  multipart: post('multipart/mixed;deferSpec=20220824,application/json'),
}

test('a token of ours is accepted over each way, so the others are refused for what they are', async () => {
  const authorization = `Bearer ${await sign(claims)}`
  for (const [way, ask] of Object.entries(ways)) expect(await ask(authorization), way).toMatchObject({ status: 200 })
  expect(await overWebSocket(authorization)).toBe('connection_ack')
})

async function overWebSocket(authorization: string): Promise<string | number> {
  const client = await rawClient(`${gateway.url}/graphql`)
  client.send({ type: 'connection_init', payload: { authorization } })
  const outcome = await Promise.race([client.next('connection_ack'), client.closed()])
  client.socket.close()
  return 'type' in outcome ? outcome.type : outcome.code
}

describe.each(Object.entries(forgeries))('a token %s', (_, forge) => {
  test('is refused over every way, and never taken for an anonymous request', async () => {
    const asked = subgraph.asked.length
    const authorization = `Bearer ${await forge()}`
    for (const [way, ask] of Object.entries(ways)) {
      const { status, text } = await ask(authorization)
      expect(status, way).toBe(401)
      expect(text, way).toContain('UNAUTHENTICATED')
    }
    expect(await overWebSocket(authorization)).toBe(4403)
    expect(subgraph.asked).toHaveLength(asked)
  })
})
