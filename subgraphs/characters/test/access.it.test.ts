import { randomUUID } from 'node:crypto'
import { serveSubgraph } from '@waystone/kit/graphql'
import { createTestIssuer } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCharacters, type TestApp } from './characters-app.js'

let characters: TestApp
let served: Awaited<ReturnType<typeof serveSubgraph>>
beforeAll(async () => {
  characters = await startCharacters()
  const secret = 'a secret that is long enough for a test'
  served = await serveSubgraph(characters.app, {
    host: '127.0.0.1',
    port: 0,
    internalSecret: secret,
    introspection: true,
  })
})
afterAll(async () => {
  await served.close()
  await characters.close()
})

/** Reaches the subgraph over the network, past the gateway. */
async function post(query: string, headers: Record<string, string>) {
  const response = await fetch(`${served.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  })
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] }
  return { status: response.status, data, codes: (errors ?? []).map(({ extensions }) => extensions.code) }
}
const create = (name: string, token?: string) =>
  post(
    `mutation { createCharacter(input: { name: "${name}", class: THIEF }) { __typename } }`,
    token === undefined ? {} : { authorization: `Bearer ${token}` },
  )
const names = async () =>
  (await characters.database.primary.query<{ name: string }>('SELECT name FROM characters')).rows.map(row => row.name)

test('a valid token makes a character over the network', async () => {
  const token = await characters.issuer.token({ userId: randomUUID(), now: characters.clock.now() })
  expect(await create('Welcome', token)).toEqual({
    status: 200,
    data: { createCharacter: { __typename: 'Character' } },
    codes: [],
  })
})

test('without a token the field is refused, by the same code as at the gateway', async () => {
  expect(await create('Nobody')).toEqual({ status: 200, data: null, codes: ['UNAUTHENTICATED'] })
  expect(await names()).not.toContain('Nobody')
})

test('a forged, expired or revoked token is refused before anything runs, and never taken for an anonymous request', async () => {
  const userId = randomUUID()
  const now = characters.clock.now()
  const { issuer, revocations } = characters
  const stranger = await createTestIssuer()
  const revoked = { userId, sessionId: randomUUID(), now }
  revocations.add([{ sessionId: revoked.sessionId, userId: null, revokedAtMs: now.getTime() }])
  const claims = {
    sub: userId,
    sid: randomUUID(),
    scopes: ['admin'],
    iss: 'waystone',
    aud: 'waystone',
    iat: 1,
    exp: 9e9,
  }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

  const tokens = {
    'signed by another key': await stranger.token({ userId, now }),
    expired: await issuer.token({ userId, now, expiresInSeconds: -1 }),
    'of a revoked session': await issuer.token(revoked),
    'with alg none': `${part({ alg: 'none' })}.${part(claims)}.`,
    'no token at all': 'nonsense',
  }
  for (const [kind, token] of Object.entries(tokens)) {
    expect(await create('Intruder', token), kind).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] })
    const read = await post('{ maps { name } }', { authorization: `Bearer ${token}` })
    expect(read, kind).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] })
  }
  expect(await names()).not.toContain('Intruder')
})
