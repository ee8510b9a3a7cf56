import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLogger } from '../logger/index.js'
import { createInstancePool, type InstancePool } from '../service-client/index.js'
import { createDiscovery, type Discovery } from './discovery.js'

vi.setConfig({ testTimeout: 30_000 })
/** A change is seen within a quarter of a second; a busy machine may take longer. */
const SOON = { timeout: 10_000, interval: 5 }
const logger = createLogger({ name: 'test', level: 'silent' })
let directory: string
let file: string
let servers: Server[]
let pools: InstancePool[]
let discoveries: Discovery[]
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'waystone-discovery-'))
  file = path.join(directory, 'instances.json')
  servers = []
  pools = []
  discoveries = []
})
afterEach(async () => {
  vi.restoreAllMocks()
  for (const discovery of discoveries) discovery.close()
  await Promise.all(pools.map(pool => pool.close()))
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
  rmSync(directory, { recursive: true })
})

interface Served {
  readonly url: string
  readonly port: number
  /** Requests that have come and wait for `release`. */
  readonly waiting: () => number
  release(): void
}

/** Answers with its name; requests to /slow wait until they are released. */
async function serve(name: string, at: { host?: string; port?: number } = {}): Promise<Served> {
  const { host = '127.0.0.1', port: wanted = 0 } = at
  let held: (() => void)[] = []
  const server = createServer((request, response) => {
    const answer = () => response.end(name)
    if (request.url === '/slow') held.push(answer)
    else answer()
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(wanted, host, resolve))
  const { port } = server.address() as AddressInfo
  const release = () => {
    for (const answer of held) answer()
    held = []
  }
  return { url: `http://${host}:${port}`, port, waiting: () => held.length, release }
}
const CHANGES = 50
const write = (instances: unknown) =>
  writeFileSync(file, typeof instances === 'string' ? instances : JSON.stringify(instances))

function follow(options: Omit<Parameters<typeof createDiscovery>[0], 'logger'>, urls: readonly string[]): InstancePool {
  const discovery = createDiscovery({ logger, ...options })
  discoveries.push(discovery)
  const pool = createInstancePool({ service: 'users', urls, logger, discovery })
  pools.push(pool)
  return pool
}
const get = { method: 'GET' as const, path: '/', headers: [] }
const ask = async (pool: InstancePool, request = get) =>
  (await pool.send(request, { idempotent: true })).body.toString()
const urlsOf = (pool: InstancePool) => pool.instances().map(({ url }) => url)

test('an instance that appears in the list gets calls, and one that disappears gets no more', async () => {
  const [one, two] = [await serve('one'), await serve('two')]
  write({ users: [one.url] })
  const pool = follow({ file }, ['http://127.0.0.1:1'])
  expect(await ask(pool)).toBe('one')
  write({ users: [one.url, two.url] })
  await expect.poll(() => urlsOf(pool), SOON).toEqual([one.url, two.url])
  expect([await ask(pool), await ask(pool)].toSorted()).toEqual(['one', 'two'])
  write({ users: [two.url] })
  await expect.poll(() => urlsOf(pool), SOON).toEqual([two.url])
  expect([await ask(pool), await ask(pool)]).toEqual(['two', 'two'])
})

test('a call that is under way at an instance that disappears is finished there', async () => {
  const [one, two] = [await serve('one'), await serve('two')]
  write({ users: [one.url] })
  const pool = follow({ file }, [])
  const running = pool.send({ ...get, path: '/slow' }, { idempotent: false })
  await expect.poll(one.waiting, SOON).toBe(1)
  write({ users: [two.url] })
  await expect.poll(() => urlsOf(pool), SOON).toEqual([two.url])
  one.release()
  expect((await running).body.toString()).toBe('one')
})

test('no call fails while the instances are replaced again and again, nor is one repeated that might not be', async () => {
  const generations = [await serve('0'), await serve('1'), await serve('2'), await serve('3')]
  const urls = generations.map(({ url }) => url)
  write({ users: [urls[0]] })
  const pool = follow({ file }, [])
  const stop = new AbortController()
  let answered = 0
  const caller = async (idempotent: boolean) => {
    while (!stop.signal.aborted) {
      const { status } = await pool.send(get, { idempotent })
      expect(status).toBe(200)
      answered++
    }
  }
  const callers = Array.from({ length: 8 }, (_, place) => caller(place % 2 === 0))
  // By hand as well as by the list: faster than a file is looked at.
  for (let change = 1; change <= CHANGES; change++) {
    pool.setInstances([urls[change % 4] ?? ''])
    const before = answered
    await vi.waitUntil(() => answered > before + 8, SOON)
  }
  for (let change = 1; change < 4; change++) {
    write({ users: [urls[change]] })
    await expect.poll(() => urlsOf(pool), SOON).toEqual([urls[change]])
  }
  stop.abort()
  await Promise.all(callers)
  expect(answered).toBeGreaterThan(8 * CHANGES)
})

test.each([
  ['text that is no JSON', '{ "users": [', 'expected JSON'],
  ['something else than URLs', { users: ['ftp://nowhere'] }, 'users[0]'],
  ['a service without instances', { users: [] }, 'users'],
  ['another shape', ['http://127.0.0.1:1'], 'expected a JSON object'],
])('a list with %s changes nothing and says why', async (_, broken, reason) => {
  const error = vi.spyOn(logger, 'error')
  const [one, two] = [await serve('one'), await serve('two')]
  write({ users: [one.url] })
  const pool = follow({ file }, [])
  write(broken)
  const said = expect.objectContaining({ file, reason: expect.stringContaining(reason) })
  await vi.waitFor(() => expect(error).toHaveBeenCalledWith(said, expect.any(String)), SOON)
  expect(await ask(pool)).toBe('one')
  write({ users: [two.url] })
  await expect.poll(() => urlsOf(pool), SOON).toEqual([two.url])
})

test('a list that is broken or missing at the start is an error', () => {
  expect(() => createDiscovery({ logger, file })).toThrow(/no such file/)
  write('[]')
  expect(() => createDiscovery({ logger, file })).toThrow(/expected a JSON object/)
})

test('services that the list leaves out keep what is configured', async () => {
  const one = await serve('one')
  write({ gacha: ['http://127.0.0.1:1'] })
  expect(await ask(follow({ file }, [one.url]))).toBe('one')
})

/** A DNS lookup with these addresses by name; it rejects for unknown names. */
function dnsOf(names: Record<string, string[]>) {
  return async (hostname: string) => {
    const addresses = names[hostname]
    if (addresses === undefined) throw new Error(`${hostname} is not known`)
    return addresses.map(address => ({ address, family: 4 }))
  }
}

test('a name is looked up again and again: an address that appears gets calls, one that disappears gets no more', async () => {
  const one = await serve('one')
  await serve('two', { host: '127.0.0.2', port: one.port })
  const names: Record<string, string[]> = { 'users.test': ['127.0.0.1'] }
  const pool = follow({ lookup: dnsOf(names), dnsIntervalMs: 20 }, [`dns+http://users.test:${one.port}`])
  expect(await ask(pool)).toBe('one')
  names['users.test'] = ['127.0.0.2', '127.0.0.1']
  await expect.poll(() => pool.instances().length, SOON).toBe(2)
  expect([await ask(pool), await ask(pool)].toSorted()).toEqual(['one', 'two'])
  names['users.test'] = ['127.0.0.2']
  await expect.poll(() => urlsOf(pool), SOON).toEqual([`http://127.0.0.2:${one.port}`])
  expect(await ask(pool)).toBe('two')
})

test('a name that cannot be looked up, or has no address, keeps the instances that are known', async () => {
  const warn = vi.spyOn(logger, 'warn')
  const one = await serve('one')
  const names: Record<string, string[]> = { 'users.test': ['127.0.0.1'] }
  const pool = follow({ lookup: dnsOf(names), dnsIntervalMs: 20 }, [`dns+http://users.test:${one.port}`])
  expect(await ask(pool)).toBe('one')
  const warnedOf = async (reason: string) =>
    await vi.waitFor(() => expect(warn).toHaveBeenCalledWith({ service: 'users', reason }, expect.any(String)), SOON)
  delete names['users.test']
  await warnedOf('users.test is not known')
  expect(await ask(pool)).toBe('one')
  names['users.test'] = ['127.0.0.1']
  await vi.waitFor(() => expect(urlsOf(pool)).toHaveLength(1), SOON)
  names['users.test'] = []
  expect(await ask(pool)).toBe('one')
})

test('the system’s resolver finds what the machine itself is called', async () => {
  const one = await serve('one')
  const pool = follow({}, [`dns+http://localhost:${one.port}`])
  expect(await ask(pool)).toBe('one')
  expect(urlsOf(pool)).toContain(one.url)
})
