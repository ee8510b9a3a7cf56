import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { invalidateEntities, listRevocations } from '@waystone/events'
import { systemClock } from '@waystone/kit/clock'
import { createHttpServer, json } from '@waystone/kit/http'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { answerCall, createHttpServiceClient, internalRoute } from '@waystone/kit/service-client'
import { createTestIssuer } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readConfig } from '../../src/config.js'
import { startEntitySubgraphs } from '../entity-subgraphs.js'
import { rawClient, terminateRawClients, type RawClient } from '../live/raw-client.js'

const main = path.join(path.dirname(path.dirname(import.meta.dirname)), 'dist/main.js')

const TAKEN_OVER = 'a new supergraph has taken over'
const TURNED_DOWN = 'the new supergraph cannot be served; the old one stays'

const secret = readConfig({}).INTERNAL_SECRET
const logger = createLogger({ name: 'test', level: 'silent' })

interface Line {
  readonly msg: string
  readonly worker?: number
  readonly workerPid?: number
  readonly serving?: number
  readonly url?: string
}

let directory: string
let supergraph: string
let users: Awaited<ReturnType<typeof startUsers>>
let subgraphs: Awaited<ReturnType<typeof startEntitySubgraphs>>
let gateway: ReturnType<typeof startProcess>
let url: string

// The tests follow one gateway of two workers from its start to its end.
beforeAll(async () => {
  subgraphs = await startEntitySubgraphs()
  subgraphs.scores.headers = { 'cache-control': 'public, max-age=600' }
  directory = await mkdtemp(path.join(tmpdir(), 'workers-'))
  supergraph = path.join(directory, 'supergraph.graphql')
  await writeFile(supergraph, subgraphs.supergraphSdl)
  users = await startUsers()
  gateway = startProcess({ ENTITY_CACHE: 'true', USERS_URLS: users.url })
  await vi.waitUntil(() => gateway.last('a worker serves')?.serving === 2, { timeout: 55_000, interval: 50 })
  url = new URL('/', gateway.last('gateway serves')?.url).href
})
afterAll(async () => {
  terminateRawClients()
  await gateway.end('SIGKILL')
  await users.close()
  await subgraphs.close()
  await rm(directory, { recursive: true })
})

test('connections take turns at the workers, whose metrics are shown as those of one gateway', async () => {
  for (let count = 0; count < 6; count++) expect((await ask(`{ player(id: "p${count}") { id } }`)).status).toBe(200)
  const ofWorker = (number: number) => gateway.all('request').filter(({ worker }) => worker === number).length
  await expect.poll(() => [ofWorker(1), ofWorker(2)]).toEqual([3, 3])
  const clients = await connectAll(4)
  await expect.poll(metricsNow).toMatchObject({
    waystone_gateway_request_duration_seconds_count: 6,
    waystone_gateway_live_connections: 4,
    waystone_build_info: 1,
  })
  for (const { socket } of clients) socket.close()
  const ready = await get('/readyz')
  expect([ready.status, JSON.parse(ready.body)]).toMatchObject([200, { workers: { serving: 2, configured: 2 } }])
})

test('entities that one worker hears to be changed are voided in all', async () => {
  const scores = async () => {
    const answers = await inTurn(4, () => ask('query ($id: ID!) { player(id: $id) { score } }', { id: 'ann' }))
    return answers.map(({ body }) => (JSON.parse(body) as { data: { player: { score: string } } }).data.player.score)
  }
  const before = await scores()
  expect(new Set(before).size).toBe(2)
  expect(await scores()).toEqual(before)
  const client = createHttpServiceClient({
    self: 'test',
    secret,
    instances: { gateway: [url] },
    logger,
    metrics: createMetrics({ service: 'test' }),
  })
  await client.call(invalidateEntities, { changes: [{ type: 'Player', key: { id: 'ann' } }] })
  await client.close()
  const after = await scores()
  for (const score of after) expect(before).not.toContain(score)
})

test('a session that is revoked loses its connections to all workers', async () => {
  const sessionId = randomUUID()
  const clients = await connectAll(4, await users.issuer.token({ userId: randomUUID(), sessionId }))
  users.revoked.push({ sessionId, userId: null, revokedAtMs: Date.now() })
  const revoked = { code: 4403, reason: 'The session has been revoked' }
  for (const client of clients) expect(await client.closed()).toEqual(revoked)
})

test('a new supergraph file is taken over, and one that cannot be served turned down, by each worker', async () => {
  const write = async (sdl: string) => {
    const next = `${supergraph}.next`
    await writeFile(next, sdl)
    await rename(next, supergraph)
  }
  const workersWho = (msg: string) => [1, 2].filter(number => gateway.all(msg).some(({ worker }) => worker === number))
  await write(`${subgraphs.supergraphSdl}\n# the second one`)
  await expect.poll(() => workersWho(TAKEN_OVER), { timeout: 20_000 }).toEqual([1, 2])
  await write('type Query {')
  await expect.poll(() => workersWho(TURNED_DOWN), { timeout: 20_000 }).toEqual([1, 2])
  expect((await inTurn(2, () => ask('{ player(id: "a") { id } }'))).map(({ status }) => status)).toEqual([200, 200])
  await write(subgraphs.supergraphSdl)
})

test('a worker that is killed takes half of the live connections along and is replaced while the other serves', async () => {
  const clients = await connectAll(4)
  const requestsBefore = gateway.all('request').length
  const counted = { waystone_gateway_request_duration_seconds_count: requestsBefore }
  await expect.poll(metricsNow).toMatchObject(counted)
  const victim = gateway.all('a worker serves').find(({ worker }) => worker === 1)?.workerPid ?? 0
  process.kill(victim, 'SIGKILL')
  await expect.poll(() => gateway.last('a worker ended; it is replaced')).toMatchObject({ worker: 1, serving: 1 })
  let asked = 0
  while (gateway.all('a worker serves').length < 3) {
    expect((await ask('{ player(id: "a") { id } }')).status).toBe(200)
    asked++
  }
  expect(gateway.last('a worker serves')).toMatchObject({ worker: 1, serving: 2 })
  const open = () => clients.filter(({ socket }) => socket.readyState === socket.OPEN).length
  await expect.poll(open).toBe(2)
  await expect.poll(metricsNow).toMatchObject({
    waystone_gateway_request_duration_seconds_count: requestsBefore + asked,
    waystone_gateway_worker_losses_total: 1,
  })
  for (const { socket } of clients) socket.close()
})

test('a gateway whose port is taken ends with 1 and says so once, whatever the number of its workers', async () => {
  const second = startProcess({ SERVICE_PORT: new URL(url).port })
  expect(await second.ended).toBe(1)
  expect((await second.errors).match(/in use by another process/g)).toHaveLength(1)
  expect(await second.errors).toContain('Worker 1 of the gateway could not start: it ended with exit code 1')
})

test('a signal to the whole group ends every worker in order: live connections get 1012, running requests their answers', async () => {
  const clients = await connectAll(4)
  let release = () => {}
  subgraphs.names.held = new Promise<void>(resolve => (release = resolve))
  const { requests } = subgraphs.first
  const before = requests.length
  const running = Promise.all(['a', 'b'].map(id => ask(`{ player(id: "${id}") { id } }`)))
  await expect.poll(() => requests.length).toBe(before + 2)
  // As a worker whose event loop is busy: the primary's message and the signal both wait when it goes on.
  const paused = gateway.last('a worker serves')?.workerPid ?? 0
  process.kill(paused, 'SIGSTOP')
  const ended = gateway.endGroup('SIGTERM')
  await expect.poll(() => gateway.all('stopping').length).toBe(2)
  process.kill(paused, 'SIGCONT')
  for (const client of clients) expect(await client.closed()).toEqual({ code: 1012, reason: 'Service restart' })
  release()
  expect((await running).map(({ status }) => status)).toEqual([200, 200])
  expect(await ended).toBe(0)
})

test('a worker that hangs does not outlive a gateway that is signalled twice', async () => {
  const second = startProcess({})
  await vi.waitUntil(() => second.last('a worker serves') !== undefined, { timeout: 25_000, interval: 50 })
  const hung = second.last('a worker serves')?.workerPid ?? 0
  process.kill(hung, 'SIGSTOP')
  void second.end('SIGTERM')
  await expect.poll(() => second.all('stopping')).not.toEqual([])
  // It ends when no process has its output open any more: neither the primary nor a worker.
  expect(await second.end('SIGTERM')).toBe(1)
  expect(second.all('a worker has not ended; it is killed').map(({ workerPid }) => workerPid)).toContain(hung)
})

function startProcess(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [main], {
    env: { SERVICE_PORT: '0', SUPERGRAPH: supergraph, GATEWAY_WORKERS: '2', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, which a terminal or a service manager signals as a whole.
    detached: true,
  })
  const lines: Line[] = []
  createInterface(child.stdout).on('line', line => lines.push(JSON.parse(line) as Line))
  const errors = text(child.stderr)
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const all = (msg: string) => lines.filter(line => line.msg === msg)
  return {
    errors,
    ended,
    all,
    last: (msg: string) => all(msg).at(-1),
    end: async (signal: NodeJS.Signals) => {
      child.kill(signal)
      return await ended
    },
    endGroup: async (signal: NodeJS.Signals) => {
      if (child.pid !== undefined) process.kill(-child.pid, signal)
      return await ended
    },
  }
}

/** A server with the keys of access tokens and the list of revocations, as a gateway asks users for them. */
async function startUsers() {
  const issuer = await createTestIssuer()
  const revoked: { sessionId: string; userId: null; revokedAtMs: number }[] = []
  const handlers = [answerCall(listRevocations, async () => revoked)]
  const metrics = createMetrics({ service: 'users' })
  const http = createHttpServer({
    routes: [
      { path: '/.well-known/jwks.json', methods: ['GET'], handle: () => json(200, issuer.keySet) },
      internalRoute({ service: 'users', secret, handlers, logger, metrics, clock: systemClock }),
    ],
    logger,
  })
  const listening = await http.listen({ port: 0, host: '127.0.0.1' })
  return { issuer, revoked, url: listening.url, close: () => http.close() }
}

/** By a connection of its own. */
function send(pathname: string, body?: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' }
    const sent = request(new URL(pathname, url), { method: body === undefined ? 'GET' : 'POST', headers, agent: false })
    sent.once('error', reject)
    sent.once('response', response => {
      text(response).then(received => resolve({ status: response.statusCode ?? 0, body: received }), reject)
    })
    sent.end(body)
  })
}
const get = (pathname: string) => send(pathname)
const ask = (query: string, variables: object = {}) => send('/graphql', JSON.stringify({ query, variables }))

async function inTurn<Result>(times: number, run: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  while (results.length < times) results.push(await run())
  return results
}

/** Live connections, made one after the other. */
const connectAll = (count: number, token?: string): Promise<RawClient[]> =>
  inTurn(count, async () => {
    const client = await rawClient(new URL('/graphql', url).href)
    client.send({ type: 'connection_init', ...(token && { payload: { authorization: `Bearer ${token}` } }) })
    await client.next('connection_ack')
    return client
  })

/** Values by name; those of one name are summed. */
async function metricsNow(): Promise<Readonly<Record<string, number>>> {
  const values: Record<string, number> = {}
  for (const line of (await get('/metrics')).body.split('\n')) {
    const [, name = '', value] = /^(\w+)\{.*\} (\S+)$/.exec(line) ?? []
    values[name] = (values[name] ?? 0) + Number(value)
  }
  return values
}
