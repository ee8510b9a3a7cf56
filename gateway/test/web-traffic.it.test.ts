import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../src/config.js'
import { createRateLimits } from '../src/features/rate-limits/rate-limits.js'
import { catalog } from './catalog.js'
import { composeSubgraphs, startGateway, startSubgraph, type TestSubgraph } from './harness.js'

const production = { NODE_ENV: 'production', INTERNAL_SECRET: 'a-secret-of-its-own-that-is-long-enough', PROXIES: '1' }
const {
  RATE_LIMIT_USER: userMax,
  RATE_LIMIT_ADDRESS: addressMax,
  RATE_LIMIT_WINDOW_S: windowSeconds,
} = readConfig(production)

let subgraph: TestSubgraph
beforeAll(async () => {
  subgraph = await startSubgraph(catalog)
})
afterAll(() => subgraph.close())

/**
 * Requests of one minute of the web app, as a player makes them who never pauses: a page every four seconds,
 * whose components ask on their own and as automatic persisted queries (twice where the gateway is new), five
 * panels polled every two seconds, an action a second, and a live connection that is lost and comes back with
 * all of its subscriptions every ten seconds.
 */
const minute = {
  pageLoads: (60 / 4) * 12 * 2,
  polling: (60 / 2) * 5,
  actions: 60,
  live: (60 / 10) * 8,
} as const
const requestsOfMinute = Object.values(minute).reduce((sum, count) => sum + count, 0)

test('a player of the web app who never pauses stays below half of what a user may send', async () => {
  expect(requestsOfMinute).toBe(618)
  const limits = createRateLimits({ userMax, addressMax, windowSeconds }, null)
  const viewer = { userId: randomUUID(), sessionId: 's', scopes: [], issuedAtMs: 0, expiresAtMs: 0 }
  // Windows are fixed: the worst is that one takes a minute and the burst of the next page.
  for (let request = 0; request < requestsOfMinute + 12 * 2; request++)
    expect(await limits.take({ viewer, remoteAddress: '192.0.2.1' })).toBeNull()
  expect(userMax / requestsOfMinute).toBeGreaterThan(1.9)
})

test('a school behind one address plays without a refusal: eighty players, a tenth of them without a pause', async () => {
  const limits = createRateLimits({ userMax, addressMax, windowSeconds }, null)
  // Most players read: a page in twenty seconds, and the same panels polled every ten.
  const calm = (60 / 20) * 12 + (60 / 10) * 5 + 10
  const players = Array.from({ length: 80 }, (_, index) => ({
    viewer: { userId: randomUUID(), sessionId: 's', scopes: [], issuedAtMs: 0, expiresAtMs: 0 },
    requests: index % 10 === 0 ? requestsOfMinute : calm,
  }))
  let refused = 0
  for (const { viewer, requests } of players) {
    for (let request = 0; request < requests; request++)
      if ((await limits.take({ viewer, remoteAddress: '192.0.2.1' })) !== null) refused++
  }
  expect(refused).toBe(0)
})

test('a production gateway without settings refuses a flood, tells when to come back, and lets the next user in', async () => {
  const gateway = await startGateway({ supergraphSdl: composeSubgraphs([subgraph]), env: production })
  const [flooder, player] = await Promise.all([0, 1].map(() => gateway.issuer.token({ userId: randomUUID() })))
  const asked = async (token = '') =>
    await gateway.ask('{ hello }', { token, headers: { 'x-forwarded-for': '192.0.2.7' } })
  const statuses: number[] = []
  for (let round = 0; round < (userMax + 100) / 50; round++)
    statuses.push(...(await Promise.all(Array.from({ length: 50 }, async () => (await asked(flooder)).status))))
  expect(statuses.filter(status => status === 429).length).toBeGreaterThan(0)
  const refused = await asked(flooder)
  expect(refused).toMatchObject({ status: 429, errors: [{ extensions: { code: 'TOO_MANY_REQUESTS', limit: 'user' } }] })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await asked(player)).status).toBe(200)
  await gateway.close()
})

test('a mutation has few root fields, a query more', async () => {
  const gateway = await startGateway({ supergraphSdl: composeSubgraphs([subgraph]), env: {} })
  const fields = (count: number) => Array.from({ length: count }, (_, index) => `f${index}: __typename`).join(' ')
  expect(await gateway.ask(`mutation { ${fields(11)} }`)).toMatchObject({
    errors: [{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'mutationFields', max: 10, found: 11 } }],
  })
  expect((await gateway.ask(`query { ${fields(11)} }`)).errors).toBeUndefined()
  await gateway.close()
})
