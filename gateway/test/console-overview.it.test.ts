import { randomUUID } from 'node:crypto'
import { writeFile, mkdtemp } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createHttpServer, json, text, type Route } from '@waystone/kit/http'
import { createLogger } from '@waystone/kit/logger'
import { Counter, Gauge } from '@waystone/kit/metrics'
import { freePort } from '@waystone/kit/process'
import { manualClock } from '@waystone/kit/testing'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'
import { PLAYER, writeWebFolder } from './web-folder.js'

const logger = createLogger({ name: 'test', level: 'silent' })

interface Overview {
  readonly at: string
  readonly processes: readonly {
    service: string
    url: string | null
    state: string
    latencyMs: number | null
    version: string | null
    startedAt: string | null
  }[]
  readonly now: Record<string, number>
  readonly totals: Record<string, unknown>
}

let subgraph: TestSubgraph
let supergraphSdl: string
beforeAll(async () => {
  subgraph = await startSubgraph({
    name: 'users',
    typeDefs: 'type Query { hello: String broken: String }',
    resolvers: {
      Query: {
        hello: () => 'hello',
        broken: () => {
          throw new Error('broken')
        },
      },
    },
  })
  supergraphSdl = composeSubgraphs([subgraph])
})
afterAll(() => subgraph.close())

const opened: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close()
})
const start = async (options: Partial<Parameters<typeof startGateway>[0]> = {}): Promise<TestGateway> => {
  const gateway = await startGateway({ supergraphSdl, ...options, env: { WEB: 'on', ...options.env } })
  opened.push(() => gateway.close())
  return gateway
}

/** An instance of a subgraph, as far as operators see it. */
async function startInstance(metrics: string, routes: readonly Route[] = []): Promise<string> {
  const server = createHttpServer({
    logger,
    routes: [
      { path: '/metrics', methods: ['GET'], handle: () => text(200, metrics) },
      ...(routes.some(({ path: at }) => at === '/readyz')
        ? routes
        : [{ path: '/readyz', methods: ['GET'], handle: () => json(200, { status: 'ready' }) }, ...routes]),
    ],
  })
  opened.push(() => server.close())
  return (await server.listen({ port: 0, host: '127.0.0.1' })).url
}

/** Accepts connections, and never says a word. */
async function startSilent(): Promise<string> {
  const server: Server = createServer(socket => void socket.on('error', () => {})).listen(0, '127.0.0.1')
  await once(server, 'listening')
  opened.push(async () => void server.close())
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

const tokenOf = (gateway: TestGateway, scopes: string[] = ['admin']) =>
  gateway.issuer.token({ userId: randomUUID(), scopes })
async function overviewOf(gateway: TestGateway): Promise<Overview> {
  const response = await ask(gateway, { authorization: `Bearer ${await tokenOf(gateway)}` })
  expect(response.status).toBe(200)
  return (await response.json()) as Overview
}
const ask = (gateway: TestGateway, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}/console/overview`, { headers })

describe('the overview of processes elsewhere', () => {
  const instance = (count: number) => `
# HELP waystone_sign_ins_total Sign-ins
# TYPE waystone_sign_ins_total counter
waystone_sign_ins_total{first="true",service="users"} ${count}
waystone_sign_ins_total{first="false",service="users"} ${count * 10}
waystone_sign_ups_total{service="users"} ${count}
waystone_purchases_total{status="COMPLETED",service="users"} ${count}
waystone_purchases_total{status="DECLINED",service="users"} 1
waystone_pulls_total{status="DRAWN",service="gacha"} ${count}
waystone_quest_completions_total{service="quests"} ${count}
waystone_characters_created_total{service="characters"} ${count}
waystone_refusals_total{mutation="pull",refusal="InsufficientFunds",service="gacha"} ${count}
waystone_refusals_total{mutation="buyCurrency",refusal="InvalidInput",service="users"} 1
waystone_world_players{service="characters"} ${count}
waystone_events_waiting{producer="users",group="quests",stream="0",service="users"} ${count}
waystone_events_waiting_seconds{producer="users",group="quests",stream="0",service="users"} ${count / 2}
waystone_dead_letters{group="quests",producer="users",service="quests"} 2
waystone_refused_events{group="quests",producer="users",service="quests"} 1
waystone_events_lag_seconds_bucket{le="0.1",group="quests",producer="users",service="quests"} ${count}
waystone_events_lag_seconds_bucket{le="+Inf",group="quests",producer="users",service="quests"} ${count + 1}
waystone_events_lag_seconds_sum{group="quests",producer="users",service="quests"} ${count / 4}
waystone_events_lag_seconds_count{group="quests",producer="users",service="quests"} ${count + 1}
waystone_build_info{version="1.2.${count}",node="24",service="users"} 1
process_start_time_seconds{service="users"} 1796000000
`

  test('sums what its instances count, and says of each how it is', async () => {
    const urls = [await startInstance(instance(3)), await startInstance(instance(4))]
    const overview = await overviewOf(
      await start({ env: { SUBGRAPHS: urls.map(url => `users=${url}/graphql`).join(',') } }),
    )
    expect(overview.processes).toEqual([
      expect.objectContaining({ service: 'gateway', url: null, state: 'up', version: '0.1.0' }),
      {
        service: 'users',
        url: urls[0],
        state: 'up',
        latencyMs: expect.any(Number),
        version: '1.2.3',
        startedAt: '2026-11-30T00:53:20.000Z',
      },
      expect.objectContaining({ service: 'users', url: urls[1], state: 'up', version: '1.2.4' }),
    ])
    expect(overview.now).toMatchObject({
      playersInWorld: 7,
      eventsWaiting: 4,
      oldestEventSeconds: 2,
      deadLetters: 2,
      refusedEvents: 1,
    })
    expect(overview.totals).toMatchObject({
      signUps: 7,
      signIns: 77,
      purchases: { COMPLETED: 7, DECLINED: 2 },
      pulls: { DRAWN: 7 },
      questCompletions: 7,
      charactersCreated: 7,
      refusals: { InsufficientFunds: 7, InvalidInput: 2 },
      eventLag: {
        count: 9,
        sumSeconds: 1.75,
        buckets: [
          { le: '0.1', count: 7 },
          { le: '+Inf', count: 9 },
        ],
      },
    })
    expect(new Date(overview.at).getTime()).toBeGreaterThan(Date.now() - 60_000)
  })

  test('is there when an instance is away, or says nothing', async () => {
    const alive = await startInstance(instance(3))
    const away = 'http://127.0.0.1:9'
    const silent = await startSilent()
    const notReady = await startInstance('', [
      { path: '/readyz', methods: ['GET'], handle: () => json(503, { status: 'not ready' }) },
    ])
    const urls = [alive, away, silent, notReady]
    const gateway = await start({ env: { SUBGRAPHS: urls.map(url => `users=${url}/graphql`).join(',') } })
    const token = await tokenOf(gateway)
    const response = await ask(gateway, { authorization: `Bearer ${token}` })
    const { processes, totals } = (await response.json()) as Overview
    expect(processes.slice(1).map(({ url, state }) => [url, state])).toEqual([
      [alive, 'up'],
      [away, 'down'],
      [silent, 'down'],
      [notReady, 'not ready'],
    ])
    expect(processes[2]).toMatchObject({ latencyMs: null, version: null, startedAt: null })
    expect(totals['signUps']).toBe(3)
  })

  test('follows instances that come and go', async () => {
    const [first, second] = [await startInstance(instance(3)), await startInstance(instance(4))]
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'instances-')), 'instances.json')
    await writeFile(file, JSON.stringify({ users: [first] }))
    const clock = manualClock(new Date())
    const gateway = await start({ env: { INSTANCES_FILE: file }, parts: { clock } })
    expect((await overviewOf(gateway)).totals['signUps']).toBe(3)
    await writeFile(file, JSON.stringify({ users: [first, second] }))
    await expect
      .poll(
        async () => {
          clock.advance(1_001)
          return (await overviewOf(gateway)).totals['signUps']
        },
        { timeout: 15_000 },
      )
      .toBe(7)
  })

  test('takes no other process’s metrics for a subgraph’s, where METRICS_PORT is the gateway’s alone', async () => {
    const users = await startInstance(instance(3))
    const env = { SUBGRAPHS: `users=${users}/graphql`, METRICS_PORT: String(await freePort()) }
    const { processes, totals } = await overviewOf(await start({ env }))
    expect(processes.at(1)).toMatchObject({ service: 'users', version: '1.2.3' })
    expect(totals['signUps']).toBe(3)
  })

  test('names all gateways where they are known', async () => {
    const other = await startInstance(
      'waystone_build_info{service="gateway"} 1\nwaystone_gateway_live_connections{transport="sse"} 5\nwaystone_gateway_request_duration_seconds_count{operation="A",outcome="refused"} 1\n',
    )
    const third = await startInstance(
      'waystone_build_info{service="gateway"} 1\nwaystone_gateway_live_connections{transport="graphql-ws"} 2\nwaystone_gateway_request_duration_seconds_count{operation="B",outcome="ok"} 3\n',
    )
    const overview = await overviewOf(await start({ env: { GATEWAY_URLS: `${other},${third}` } }))
    expect(overview.processes.filter(({ service }) => service === 'gateway').map(({ url }) => url)).toEqual([
      other,
      third,
    ])
    expect(overview.now['liveConnections']).toBe(7)
    expect(overview.totals).toMatchObject({ requests: { ok: 3, refused: 1 }, errorRate: 0.25 })
  })
})

describe('the overview of one process', () => {
  test('has the subgraphs within it by their own checks, and counts them once', async () => {
    const parts = {
      localSubgraphs: { users: { execute: async () => ({ data: {} }) } },
      localReadiness: {
        users: {
          checks: {
            database: async () => {
              throw new Error('away')
            },
          },
        },
      },
    }
    const gateway = await start({ parts })
    new Counter({ name: 'waystone_sign_ups_total', help: 'x', registers: [gateway.app.metrics] }).inc(5)
    new Gauge({ name: 'waystone_world_players', help: 'x', registers: [gateway.app.metrics] }).set(2)
    const overview = await overviewOf(gateway)
    expect(overview.processes.map(({ service, url, state, version }) => ({ service, url, state, version }))).toEqual([
      { service: 'gateway', url: null, state: 'up', version: '0.1.0' },
      { service: 'users', url: null, state: 'not ready', version: '0.1.0' },
    ])
    expect(overview.totals['signUps']).toBe(5)
    expect(overview.now['playersInWorld']).toBe(2)
  })

  test('counts the requests by their outcome', async () => {
    const gateway = await start()
    expect((await overviewOf(gateway)).totals).toMatchObject({ requests: {}, errorRate: null })
  })

  test('rates what went wrong', async () => {
    const gateway = await start()
    await gateway.ask('{ hello }')
    await gateway.ask('{ hello }')
    await gateway.ask('{ hello broken }')
    await gateway.ask('{ nope }')
    expect((await overviewOf(gateway)).totals).toMatchObject({
      requests: { ok: 2, partial: 1, refused: 1 },
      errorRate: 0.5,
    })
  })

  test('is made once a second, however often it is asked for', async () => {
    const clock = manualClock(new Date())
    const gateway = await start({ parts: { clock } })
    const first = await overviewOf(gateway)
    await gateway.ask('{ hello }')
    expect(await overviewOf(gateway)).toEqual(first)
    clock.advance(1_000)
    expect((await overviewOf(gateway)).totals).toMatchObject({ requests: { ok: 1 } })
  })
})

describe('who may see the overview', () => {
  test.each([
    [['admin'], 200],
    [['admin.read'], 200],
    [['admin.support'], 403],
    [['admin.economy', 'admin.content'], 403],
    [['service'], 403],
    [[], 403],
  ])('a viewer with the scopes %j gets %i', async (scopes, status) => {
    const gateway = await start()
    const response = await ask(gateway, { authorization: `Bearer ${await tokenOf(gateway, scopes)}` })
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toContain('application/json')
  })

  test('no stranger, no forged or expired token, and no session that was revoked', async () => {
    const gateway = await start()
    const sessionId = randomUUID()
    const live = await gateway.issuer.token({ userId: randomUUID(), sessionId, scopes: ['admin'] })
    const expired = await gateway.issuer.token({ userId: randomUUID(), scopes: ['admin'], expiresInSeconds: -1 })
    expect((await ask(gateway, { authorization: `Bearer ${live}` })).status).toBe(200)
    gateway.revocations.add([{ sessionId, userId: null, revokedAtMs: Date.now() + 1_000 }])
    for (const authorization of ['', 'Bearer forged', `Basic ${live}`, `Bearer ${expired}`, `Bearer ${live}`]) {
      const response = await ask(gateway, authorization === '' ? {} : { authorization })
      expect(response.status).toBe(401)
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
    }
  })

  test('whoever brings ever new tokens is limited', async () => {
    const gateway = await start({ env: { RATE_LIMIT_ADDRESS: '2' } })
    const statuses: number[] = []
    for (const token of ['a', 'b', 'c', 'd'])
      statuses.push((await ask(gateway, { authorization: `Bearer ${token}` })).status)
    expect(statuses.slice(0, 2)).toEqual([401, 401])
    expect(statuses.at(-1)).toBe(429)
  })

  test('a browser that navigates there gets the page, which asks for itself', async () => {
    const webDirectory = await writeWebFolder({ 'console.html': PLAYER })
    const gateway = await start({ parts: { webDirectory } })
    const response = await ask(gateway, { accept: 'text/html' })
    expect(await response.text()).toBe(PLAYER)
    const answer = await ask(gateway, { authorization: `Bearer ${await tokenOf(gateway)}`, accept: 'application/json' })
    expect(answer.headers.get('vary')).toBe('accept')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test.each([{ AUTH: 'off' }, { WEB: 'off' }])('no one where %j', async env => {
    const gateway = await start({ env })
    expect((await ask(gateway, { authorization: `Bearer ${await tokenOf(gateway)}` })).status).toBe(404)
  })
})
