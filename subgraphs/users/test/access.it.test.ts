import { randomUUID } from 'node:crypto'
import { serveSubgraph } from '@waystone/kit/graphql'
import { createTestIssuer } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startUsers, type Player, type TestApp } from './users-app.js'

let users: TestApp
let served: Awaited<ReturnType<typeof serveSubgraph>>
let player: Player
let stranger: Player
let administrator: Player
beforeAll(async () => {
  users = await startUsers()
  served = await serveSubgraph(users.app, {
    host: '127.0.0.1',
    port: 0,
    internalSecret: 'a secret that is long enough for a test',
    introspection: true,
  })
  player = await users.aPlayer('Observed')
  stranger = await users.aPlayer()
  administrator = await users.anAdministrator()
})
afterAll(async () => {
  await served.close()
  await users.close()
})

/** Reaches the subgraph over the network, past the gateway. */
async function post(query: string, token?: string) {
  const response = await fetch(`${served.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query }),
  })
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] }
  return { status: response.status, data, codes: (errors ?? []).map(({ extensions }) => extensions.code) }
}
const buy = `mutation { buyCurrency(input: { packId: "diamonds-500", paymentMethod: "pm_ok", idempotencyKey: "k" }) { __typename } }`
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

test('an access token is an EdDSA JWT of 15 minutes that says who, which session and what they may do', () => {
  const read = (token: string) =>
    token
      .split('.')
      .slice(0, 2)
      .map(text => JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>)
  const [header, claims] = read(administrator.accessToken)
  expect(header).toEqual({ alg: 'EdDSA', kid: expect.any(String) as string })
  expect(claims).toEqual({
    sub: administrator.userId,
    sid: administrator.sessionId,
    scopes: ['admin'],
    iss: 'waystone',
    aud: 'waystone',
    iat: users.clock.now().getTime() / 1000,
    exp: users.clock.now().getTime() / 1000 + 900,
  })
  expect(read(player.accessToken)[1]).toMatchObject({ scopes: [] })
})

test('the keys are published, public halves only', async () => {
  const response = await fetch(`${served.url}/.well-known/jwks.json`)
  expect(response.headers.get('cache-control')).toContain('max-age')
  const { keys } = (await response.json()) as { keys: Record<string, unknown>[] }
  expect(keys).toHaveLength(1)
  expect(Object.keys(keys[0] ?? {}).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
})

test('without a token the profile is public and every field that needs one is refused', async () => {
  const { data, codes } = await post(`{ me { id } user(id: "${player.userId}") { username email wallet { gold } } }`)
  expect({ data, codes }).toEqual({
    data: { me: null, user: { username: 'Observed', email: null, wallet: null } },
    codes: [],
  })
  const before = await users.state()
  const operations = [
    'mutation { signOut }',
    `mutation { revokeSession(id: "${player.sessionId}") }`,
    'mutation { updateProfile(input: { displayName: "X" }) { __typename } }',
    buy,
    `mutation { setUserStatus(userId: "${player.userId}", status: BANNED) { id } }`,
    `{ session(id: "${player.sessionId}") { id } }`,
    '{ userByEmail(email: "observed@example.com") { id } }',
  ]
  const answers = await Promise.all(operations.map(operation => post(operation)))
  expect(answers.map(answer => answer.codes)).toEqual(operations.map(() => ['UNAUTHENTICATED']))
  expect(await users.state()).toEqual(before)
})

test('the time zone of a user is shown to the user and administrators, and an error for anyone else', async () => {
  const query = `{ user(id: "${player.userId}") { username timeZone } }`
  for (const token of [player.accessToken, administrator.accessToken])
    expect((await post(query, token)).data).toEqual({ user: { username: 'Observed', timeZone: 'UTC' } })
  for (const token of [undefined, stranger.accessToken])
    expect(await post(query, token)).toMatchObject({ data: { user: null }, codes: ['FORBIDDEN'] })
})

test('a forged, expired or revoked token is refused before anything runs, and never taken for an anonymous request', async () => {
  const thief = await users.aPlayer()
  await users.ask(thief, 'mutation { signOut }')
  const other = await createTestIssuer()
  const now = users.clock.now()
  const keyId = JSON.parse(Buffer.from(player.accessToken.split('.')[0] ?? '', 'base64url').toString()) as {
    kid: string
  }
  const sameKeyId = await createTestIssuer({ keyId: keyId.kid })
  const claims = {
    sub: player.userId,
    sid: player.sessionId,
    scopes: ['admin'],
    iss: 'waystone',
    aud: 'waystone',
    iat: now.getTime() / 1000,
    exp: now.getTime() / 1000 + 900,
  }
  const [header = '', , signature = ''] = player.accessToken.split('.')
  const tokens = {
    'of a revoked session': thief.accessToken,
    'signed by another key': await other.token({ userId: player.userId, now }),
    'signed by another key under the id of ours': await sameKeyId.token({ userId: player.userId, now }),
    'with alg none': `${part({ alg: 'none' })}.${part(claims)}.`,
    'with claims that were changed': `${header}.${part(claims)}.${signature}`,
    'a refresh token': player.refreshToken,
    'no token at all': 'nonsense',
  }
  const before = await users.state()
  for (const [kind, token] of Object.entries(tokens)) {
    expect(await post(buy, token), kind).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] })
    expect(await post('{ currencyPacks { id } }', token), kind).toMatchObject({ status: 401 })
  }
  expect(await users.state()).toEqual(before)
})

test('an access token is refused once it has expired', async () => {
  const late = await users.aPlayer()
  expect(await post('{ me { id } }', late.accessToken)).toMatchObject({ data: { me: { id: late.userId } } })
  users.clock.advance(15 * 60_000)
  expect(await post('{ me { id } }', late.accessToken)).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] })
  users.clock.advance(-15 * 60_000)
})

const PRIVATE = `query ($id: ID!) { user(id: $id) {
  username email wallet { diamonds } sessions { id } ledger { totalCount } rewardClaims { totalCount }
} }`
const nothing = { email: null, wallet: null, sessions: null, ledger: null, rewardClaims: null }
const everything = {
  email: 'observed@example.com',
  wallet: { diamonds: 1_000 },
  sessions: [{ id: expect.any(String) as string }],
  ledger: { totalCount: 1 },
  rewardClaims: { totalCount: 0 },
}

test('what is private is null for strangers, without an error, and shown to the user and to administrators', async () => {
  const look = (viewer: Player | null) => users.ask(viewer, PRIVATE, { id: player.userId })
  expect(await look(null)).toEqual({ data: { user: { username: 'Observed', ...nothing } }, errors: [] })
  expect(await look(stranger)).toEqual({ data: { user: { username: 'Observed', ...nothing } }, errors: [] })
  expect(await look(player)).toEqual({ data: { user: { username: 'Observed', ...everything } }, errors: [] })
  expect(await look(administrator)).toEqual({ data: { user: { username: 'Observed', ...everything } }, errors: [] })
})

test('nor is it shown by way of an entity or of a session', async () => {
  const { data, errors } = await users.ask(
    stranger,
    `query ($representations: [_Any!]!) { _entities(representations: $representations) {
       ... on User { username email wallet { gold } } ... on Session { id user { email } }
     } }`,
    {
      representations: [
        { __typename: 'User', id: player.userId },
        { __typename: 'Session', id: player.sessionId },
      ],
    },
  )
  expect(errors).toEqual([])
  expect(data).toEqual({ _entities: [{ username: 'Observed', email: null, wallet: null }, null] })
})

test('a session is shown to its user, to administrators and to services', async () => {
  const service = await users.aPlayer()
  await users.rows(`UPDATE "user" SET role = 'service' WHERE id = $1`, [service.userId])
  const robot = { accessToken: String((await users.signIn(service.username))['accessToken']) }
  const look = async (viewer: Pick<Player, 'accessToken'>, id = player.sessionId) =>
    (await users.ask(viewer, 'query ($id: ID!) { session(id: $id) { user { username } } }', { id })).data?.['session']
  const shown = { user: { username: 'Observed' } }
  expect([await look(player), await look(administrator), await look(robot)]).toEqual([shown, shown, shown])
  expect([await look(stranger), await look(player, 'no id'), await look(player, randomUUID())]).toEqual([
    null,
    null,
    null,
  ])
  const byEmail = '{ userByEmail(email: "OBSERVED@example.com") { id } }'
  const id = player.userId
  expect((await users.ask(robot, byEmail)).data).toEqual({ userByEmail: { id } })
  expect((await users.ask(administrator, byEmail)).data).toEqual({ userByEmail: { id } })
  expect((await users.ask(player, byEmail)).errors).toMatchObject([{ code: 'FORBIDDEN' }])
})

test('a wallet has an id of its own, the same at every look', async () => {
  const { accessToken } = player
  const expected = { me: { id: player.userId, wallet: { id: `wallet:${player.userId}` } } }
  for (let look = 0; look < 2; look++)
    expect((await post('{ me { id wallet { id } } }', accessToken)).data).toEqual(expected)
})

test('a forged call of a service is refused, counted in the metrics, and recorded in the database', async () => {
  const url = `${served.url}/internal/reserve-price`
  const { status } = await fetch(url, { method: 'POST', headers: { authorization: 'Bearer forged' }, body: '{}' })
  expect(status).toBe(401)
  const metrics = await (await fetch(`${served.url}/metrics`)).text()
  expect(metrics).toMatch(/waystone_internal_calls_refused_total\{status="401".*\} 1/)
  await expect
    .poll(() => users.rows('select operation, status, reason, times from refused_call'), { timeout: 10_000 })
    .toEqual([{ operation: 'reserve-price', status: 401, reason: 'the signature is wrong', times: 1 }])
})
