import { randomUUID } from 'node:crypto'
import { createLocalExecutor, serveSubgraph } from '@waystone/kit/graphql'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startUsers, type Player, type TestApp } from './users-app.js'

let users: TestApp
let served: Awaited<ReturnType<typeof serveSubgraph>>
let player: Player
beforeAll(async () => {
  users = await startUsers()
  // On the network, but without relay and jobs: their statements would be counted with those of a request.
  served = await serveSubgraph(
    { ...users.app, start: async () => {} },
    {
      host: '127.0.0.1',
      port: 0,
      internalSecret: 'a secret that is long enough for a test',
      introspection: true,
    },
  )
  player = await users.aPlayer()
})
afterAll(async () => {
  await served.close()
  await users.close()
})

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${served.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

test('an identity that is only claimed in headers is none', async () => {
  const query = `{ me { id } user(id: "${player.userId}") { email wallet { gold } } }`
  const claimed = { 'x-user-id': player.userId, 'x-scopes': 'admin', 'x-viewer': player.userId, cookie: 'session=1' }
  const response = await post('/graphql', { query }, claimed)
  expect(await response.json()).toEqual({ data: { me: null, user: { email: null, wallet: null } } })
})

test('a token whose body was changed, or whose algorithm is not ours, is refused', async () => {
  const [head = '', body = '', signature = ''] = player.accessToken.split('.')
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
  const write = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const tokens = [
    `${head}.${write({ ...read(body), scopes: ['admin'] })}.${signature}`,
    `${write({ ...read(head), alg: 'HS256' })}.${body}.${signature}`,
    `${write({ ...read(head), alg: 'none' })}.${body}.`,
    `${head}.${body}`,
    player.refreshToken,
  ]
  for (const token of tokens) {
    const response = await post('/graphql', { query: '{ me { id } }' }, { authorization: `Bearer ${token}` })
    expect(response.status, token).toBe(401)
  }
})

test('an internal call that no service has signed moves nothing', async () => {
  const pull = { pullId: randomUUID(), userId: player.userId, currency: 'DIAMOND', amount: 1 }
  const claims: readonly Record<string, string>[] = [
    {},
    { authorization: `Bearer ${player.accessToken}` },
    { 'x-waystone-caller': 'gacha' },
  ]
  for (const headers of claims) {
    const response = await post('/internal/reserve-price', pull, headers)
    expect(response.status).toBeGreaterThanOrEqual(400)
  }
  expect(await users.rows('select pull_id from reservation')).toEqual([])
})

test('names that nobody can have are nothing, without a statement', async () => {
  const counted = countStatements(users.database.primary)
  const { data, errors } = await users.ask(
    null,
    'query ($long: String!, $nul: String!) { long: userByUsername(username: $long) { id } nul: userByUsername(username: $nul) { id } }',
    { long: 'x'.repeat(1_000_000), nul: `${player.username}\0` },
  )
  counted.stop()
  expect({ data, errors }).toEqual({ data: { long: null, nul: null }, errors: [] })
  expect(counted.statements).toEqual([])
})

test('a name with a NUL signs nobody in', async () => {
  expect(await users.signIn(`${player.username}\0`)).toMatchObject({ __typename: 'InvalidCredentials' })
  expect(await users.signIn(player.username, 'a password\0')).toMatchObject({ __typename: 'InvalidCredentials' })
})

test('of very many sessions a list shows the hundred newest', async () => {
  const { userId, sessionId } = player
  await users.rows(
    `insert into session (id, token, user_id, expires_at, created_at)
     select gen_random_uuid(), 'old ' || n, $1, '2027-01-01', '2026-01-01' from generate_series(1, 150) n`,
    [userId],
  )
  const { data } = await users.ask(player, '{ me { sessions { id current } } }')
  const sessions = (data as { me: { sessions: readonly unknown[] } }).me.sessions
  expect(sessions).toHaveLength(100)
  expect(sessions[0]).toEqual({ id: sessionId, current: true })
})

test('fifty players with wallets and sessions cost one statement a table', async () => {
  const admin = await users.anAdministrator()
  const players = await Promise.all(Array.from({ length: 50 }, () => users.aPlayer()))
  const representations = players.map(({ userId }) => ({ __typename: 'User', id: userId }))
  const ask = async (fields: string) => {
    const source = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { ${fields} } } }`
    const counted = countStatements(users.database.primary)
    const { data, errors } = await users.ask(admin, source, { r: representations })
    counted.stop()
    expect(errors).toEqual([])
    return { found: data?.['_entities'], statements: counted.statements.length }
  }
  const everything = 'username email status wallet { diamonds user { username } } sessions { id user { id } }'
  const first = await ask(everything)
  expect(first.found).toMatchObject(
    players.map(({ userId, username, sessionId }) => ({
      username,
      wallet: { diamonds: 1_000, user: { username } },
      sessions: [{ id: sessionId, user: { id: userId } }],
    })),
  )
  // One statement for the users, one for the wallets, one for the sessions; users may be cached already.
  expect(first.statements).toBeLessThanOrEqual(3)
  // Of those who are cached, and the cache answers at once: the wallets and the sessions.
  await expect.poll(async () => (await ask(everything)).statements, { timeout: 20_000 }).toBe(2)
  await expect.poll(async () => (await ask('username email status')).statements, { timeout: 20_000 }).toBe(0)
}, 60_000)

test.each([
  ['a literal', 'mutation { signUp(input: { username: 5, email: "a", password: "hunter2" }) { __typename } }', {}],
  [
    'a variable',
    'mutation ($input: SignUpInput!) { signUp(input: $input) { __typename } }',
    { input: { username: ['hunter2'], email: 'a', password: 'hunter2' } },
  ],
  ['a variable that is left out', 'mutation ($input: SignUpInput!) { signUp(input: $input) { __typename } }', {}],
])(
  'wrong input is the client’s fault over HTTP as in this process, and is not repeated: %s',
  async (_, query, variables) => {
    const overHttp = (await (await post('/graphql', { query, variables })).json()) as object
    const here = await createLocalExecutor(users.app).execute({
      query,
      variables,
      headers: new Map(),
      remoteAddress: '127.0.0.1',
    })
    for (const answer of [overHttp, here]) {
      expect(answer).toMatchObject({
        errors: [
          { extensions: { code: expect.stringMatching(/^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED)$/) as unknown } },
        ],
      })
      expect(JSON.stringify(answer)).not.toContain('hunter2')
    }
  },
)
