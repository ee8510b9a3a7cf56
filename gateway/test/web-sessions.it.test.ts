import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createLogger } from '@waystone/kit/logger'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

const LIFETIME_MS = 30 * 24 * 3_600_000

/** As users has it: a token can be traded once, and a repeat gets the first answer again. */
const newTokens = () => {
  const traded = new Map<string, string>()
  let made = 0
  return {
    trade: (token: string): string | null => {
      if (!/^rt-\d+$/.test(token)) return null
      const next = traded.get(token) ?? `rt-${++made}`
      traded.set(token, next)
      return next
    },
  }
}

let tokens = newTokens()
let subgraph: TestSubgraph
let supergraphSdl: string
let gateway: TestGateway
const typeDefs = `
  type Query { hello: String }
  type Mutation { refreshSession(refreshToken: String!): RefreshSessionResult! }
  union RefreshSessionResult = AuthSession | SessionExpired
  type SessionExpired { message: String! }
  type Session { expiresAt: String! }
  type AuthSession { accessToken: String! accessTokenExpiresAt: String! refreshToken: String! session: Session! }
`
beforeAll(async () => {
  subgraph = await startSubgraph({
    name: 'users',
    typeDefs,
    resolvers: {
      RefreshSessionResult: { __resolveType: (each: { __typename: string }) => each.__typename },
      Mutation: {
        refreshSession: (_: unknown, { refreshToken }: { refreshToken: string }) => {
          if (refreshToken === 'broken') throw new Error('users cannot be asked')
          const next = tokens.trade(refreshToken)
          if (next === null) return { __typename: 'SessionExpired', message: 'The session has ended' }
          return {
            __typename: 'AuthSession',
            accessToken: `access-of-${next}`,
            accessTokenExpiresAt: '2026-11-29T12:15:00.000Z',
            refreshToken: next,
            session: { expiresAt: new Date(Date.now() + LIFETIME_MS).toISOString() },
          }
        },
      },
    },
  })
  supergraphSdl = composeSubgraphs([subgraph])
  gateway = await start()
})
afterAll(async () => {
  await gateway.close()
  await subgraph.close()
})
beforeEach(() => {
  tokens = newTokens()
})

const start = (env: Record<string, string> = {}) => startGateway({ supergraphSdl, env: { WEB: 'on', ...env } })

const OWN_PAGE = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
interface Sent {
  readonly at?: string
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
  readonly to?: TestGateway
}
async function send({ at = '/session', method = 'POST', headers = OWN_PAGE, body, to = gateway }: Sent) {
  const response = await fetch(to.url + at, { method, headers, body: method === 'POST' ? (body ?? '{}') : null })
  const text = await response.text()
  const cookie = response.headers.get('set-cookie')
  return {
    status: response.status,
    headers: response.headers,
    cookie,
    text,
    body: text === '' ? null : JSON.parse(text),
  }
}
const begin = (token = 'rt-0', more: Sent = {}) => send({ body: JSON.stringify({ refreshToken: token }), ...more })
const refresh = (cookie: string | null, { headers = {}, ...more }: Sent = {}) =>
  send({ at: '/session/refresh', headers: { ...OWN_PAGE, ...(cookie !== null && { cookie }), ...headers }, ...more })
const pairOf = (cookie: string | null) => (cookie ?? '').split(';')[0] ?? ''
const CLEARED = 'waystone_session=; Path=/session; HttpOnly; SameSite=Strict; Max-Age=0'
const unauthenticated = { status: 401, body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } }

describe('a page that has signed in', () => {
  test('leaves its refresh token in a cookie that no script reads', async () => {
    const { status, headers, body, cookie, text } = await begin()
    expect(status).toBe(200)
    expect(body).toEqual({ accessToken: 'access-of-rt-1', expiresAt: '2026-11-29T12:15:00.000Z' })
    expect(text).not.toContain('"rt-')
    expect(headers.get('cache-control')).toBe('no-store')
    const attributes = /^waystone_session=rt-1; Path=\/session; HttpOnly; SameSite=Strict; Max-Age=(\d+)$/.exec(
      cookie ?? '',
    )
    expect(Number(attributes?.[1])).toBeGreaterThan(LIFETIME_MS / 1000 - 60)
    expect(Number(attributes?.[1])).toBeLessThanOrEqual(LIFETIME_MS / 1000)
  })

  test('gets new access tokens by the cookie, which changes each time', async () => {
    const first = await begin()
    const second = await refresh(pairOf(first.cookie))
    expect(second).toMatchObject({ status: 200, body: { accessToken: 'access-of-rt-2' } })
    const third = await refresh(`theme=dark; ${pairOf(second.cookie)}`)
    expect(third.body).toMatchObject({ accessToken: 'access-of-rt-3' })
    expect(pairOf(third.cookie)).toBe('waystone_session=rt-3')
  })

  test('in several tabs gets the same answer for each of them', async () => {
    const { cookie } = await begin()
    const tabs = await Promise.all([1, 2, 3, 4].map(() => refresh(pairOf(cookie))))
    expect(tabs.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(new Set(tabs.map(tab => pairOf(tab.cookie)))).toEqual(new Set(['waystone_session=rt-2']))
  })

  test('signs out by losing the cookie', async () => {
    const { status, cookie, text } = await send({ method: 'DELETE' })
    expect([status, cookie, text]).toEqual([204, CLEARED, ''])
  })
})

describe('the cookie', () => {
  test.each([
    ['the page came by https', { origin: 'https://play.example' }, '0', true],
    ['a trusted proxy says https', { 'x-forwarded-proto': 'https' }, '1', true],
    ['one of two trusted proxies does', { 'x-forwarded-proto': 'https, http' }, '2', true],
    ['a client says so without proxies', { 'x-forwarded-proto': 'https' }, '0', false],
    ['the page came by http', { origin: 'http://play.example' }, '1', false],
  ])('is Secure or not: %s', async (_, headers, proxies, isSecure) => {
    const behind = await start({ PROXIES: proxies })
    const made = await begin('rt-0', { to: behind, headers: { ...OWN_PAGE, ...headers } })
    const cleared = await send({ method: 'DELETE', to: behind, headers: { ...OWN_PAGE, ...headers } })
    await behind.close()
    expect(made.cookie?.endsWith('; Secure')).toBe(isSecure)
    expect(cleared.cookie?.endsWith('; Secure')).toBe(isSecure)
  })

  test('is no credential of other paths', async () => {
    const { cookie } = await begin()
    await gateway.ask('{ hello }', { headers: { cookie: pairOf(cookie) } })
    const last = subgraph.requests.at(-1)
    expect(last?.headers.get('cookie')).toBeUndefined()
    expect(last?.headers.get('authorization')).toBeUndefined()
  })

  test('is all that counts for a refresh: an old access token does not', async () => {
    const { cookie } = await begin()
    expect((await refresh(pairOf(cookie), { headers: { authorization: 'Bearer expired' } })).status).toBe(200)
  })
})

describe('a session that is none', () => {
  test('without a cookie is told by its code', async () => {
    expect(await refresh(null)).toMatchObject({ ...unauthenticated, cookie: CLEARED })
  })

  test.each([
    'waystone_session=',
    'waystone_session=a b',
    `waystone_session=${'x'.repeat(1_025)}`,
    'waystone_session="; "',
    'other=rt-0',
  ])('with the cookie %.40s reaches no subgraph', async cookie => {
    const asked = subgraph.asked.length
    expect(await refresh(cookie)).toMatchObject(unauthenticated)
    expect(subgraph.asked).toHaveLength(asked)
  })

  test('that has ended loses its cookie', async () => {
    expect(await refresh('waystone_session=ended')).toMatchObject({ ...unauthenticated, cookie: CLEARED })
    expect(await begin('ended')).toMatchObject({ ...unauthenticated, cookie: CLEARED })
  })

  test('of which nothing is known at the moment keeps its cookie', async () => {
    const answer = await refresh('waystone_session=broken')
    expect(answer.status).toBe(503)
    expect(answer.cookie).toBeNull()
  })
})

describe('a page of another origin', () => {
  const json = { 'content-type': 'application/json' }
  test.each<[string, Record<string, string>]>([
    ['of another site', { 'sec-fetch-site': 'cross-site' }],
    ['of the same site', { 'sec-fetch-site': 'same-site' }],
    ['typed by the user', { 'sec-fetch-site': 'none' }],
    ['of another host', { origin: 'https://evil.example' }],
    ['without an origin', { origin: 'null' }],
    ['that shows nothing', {}],
    ['of an allowed origin of CORS', { origin: 'https://game.example' }],
  ])('%s may not touch the session', async (_, headers) => {
    const asked = subgraph.asked.length
    const refused = { status: 403, cookie: null, body: { errors: [{ extensions: { code: 'FORBIDDEN' } }] } }
    const all = { ...json, ...headers }
    const cors = await start({ CORS_ORIGINS: 'https://game.example' })
    const to = cors
    expect(await begin('rt-0', { headers: all, to })).toMatchObject(refused)
    expect(
      await refresh(null, { headers: { ...all, 'sec-fetch-site': headers['sec-fetch-site'] ?? 'cross-site' }, to }),
    ).toMatchObject(refused)
    expect(await send({ method: 'DELETE', headers: all, to })).toMatchObject(refused)
    await cors.close()
    expect(subgraph.asked).toHaveLength(asked)
  })

  test('gets no answer to a preflight', async () => {
    const preflight = await fetch(`${gateway.url}/session`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example' },
    })
    expect(preflight.status).toBe(405)
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('is told from one of this host, whose browser sends no Sec-Fetch-Site', async () => {
    expect((await begin('rt-0', { headers: { ...json, origin: gateway.url } })).status).toBe(200)
  })
})

describe('a bad request', () => {
  test.each<[string, number, string, Sent]>([
    ['of a form', 400, 'BAD_REQUEST', { headers: { ...OWN_PAGE, 'content-type': 'text/plain' } }],
    ['without a content type', 400, 'BAD_REQUEST', { headers: { 'sec-fetch-site': 'same-origin' } }],
    ['that is no JSON', 400, 'BAD_REQUEST', { body: '{"refreshToken": secret-token' }],
    ['that is a list', 400, 'BAD_REQUEST', { body: '[]' }],
    ['without a token', 400, 'BAD_REQUEST', { body: '{}' }],
    ['with a token that is no text', 400, 'BAD_REQUEST', { body: '{"refreshToken": 7}' }],
    ['with a token that would split the cookie', 400, 'BAD_REQUEST', { body: '{"refreshToken": "a; Path=/"}' }],
    ['with a token of two lines', 400, 'BAD_REQUEST', { body: '{"refreshToken": "a\\r\\nset-cookie: b"}' }],
    ['of too many bytes', 413, 'PAYLOAD_TOO_LARGE', { body: JSON.stringify({ refreshToken: 'x'.repeat(5_000) }) }],
  ])('%s is refused, and its token is not repeated', async (_, status, code, sent) => {
    const asked = subgraph.asked.length
    const answer = await send(sent)
    expect(answer).toMatchObject({ status, cookie: null, body: { errors: [{ extensions: { code } }] } })
    expect(answer.text).not.toContain('secret-token')
    expect(subgraph.asked).toHaveLength(asked)
  })

  test.each(['GET', 'PUT', 'HEAD'])('by %s is none of these paths', async method => {
    for (const at of ['/session', '/session/refresh'])
      expect((await fetch(gateway.url + at, { method, headers: OWN_PAGE })).status).toBe(405)
  })
})

test('limits count the client itself, behind its proxies', async () => {
  const limited = await start({ RATE_LIMIT_ADDRESS: '2', PROXIES: '1' })
  const from = (address: string) =>
    refresh('waystone_session=ended', { to: limited, headers: { 'x-forwarded-for': address } })
  const statuses = [
    await from('203.0.113.1'),
    await from('203.0.113.1'),
    await from('203.0.113.1'),
    await from('203.0.113.2'),
  ]
  await limited.close()
  expect(statuses.map(({ status }) => status)).toEqual([401, 401, 429, 401])
  expect(statuses[2]?.headers.get('retry-after')).toMatch(/^\d+$/)
  expect(statuses[2]?.cookie).toBeNull()
})

test.each([
  ['another application has the accounts', { AUTH_MODE: 'external' }],
  ['tokens are not checked here', { AUTH: 'off' }],
  ['no pages are wanted', { WEB: 'off' }],
])('where %s, there are no such paths', async (_, env) => {
  const without = await start(env)
  const { status } = await begin('rt-0', { to: without })
  await without.close()
  expect(status).toBe(404)
})

test('sessions refresh where nothing but a manifest may run', async () => {
  const manifest = path.join(await mkdtemp(path.join(tmpdir(), 'manifest-')), 'manifest.json')
  await writeFile(manifest, JSON.stringify({ theirs: '{ hello }' }))
  const strict = await start({ TRUSTED_DOCUMENTS: manifest })
  const { status } = await begin('rt-0', { to: strict })
  await strict.close()
  expect(status).toBe(200)
})

test('no log has a token, whatever becomes of it', async () => {
  const lines: string[] = []
  const logger = createLogger({ name: 'test', level: 'trace', destination: { write: line => void lines.push(line) } })
  const logging = await startGateway({ supergraphSdl, env: { WEB: 'on' }, parts: { logger } })
  const to = logging
  const first = await begin('rt-0', { to })
  await refresh(pairOf(first.cookie), { to })
  await refresh('waystone_session=ended-token', { to })
  await refresh('waystone_session=broken', { to })
  await send({ to, body: '{"refreshToken": "rt-0' })
  await logging.close()
  expect(lines.length).toBeGreaterThan(2)
  expect(lines.join('')).not.toMatch(/rt-\d|ended-token|access-of/)
})
