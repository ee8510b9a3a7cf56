import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RequestFault } from '../errors/index.js'
import { createLogger } from '../logger/index.js'
import { createMetrics } from '../metrics/index.js'
import { createHttpServer, healthRoutes, json, metricsRoute, serveMetrics, text } from './index.js'

let isReplicaUp = true
let healthy = true
let release: (() => void) | null = null
const server = createHttpServer({
  logger: createLogger({ name: 'test', level: 'silent' }),
  bodyMaxBytes: 100,
  fallback: ({ method, path, search, headers }) =>
    path.startsWith('/pages') ? json(200, { method, path, search, accept: headers.get('accept') }) : null,
  routes: [
    { path: '/empty', methods: ['GET'], handle: () => ({ status: 204, body: '' }) },
    { path: '/known', methods: ['GET'], handle: () => ({ status: 304, headers: { etag: '"a"' }, body: '' }) },
    { path: '/echo', methods: ['POST'], handle: request => text(200, request.body.toString()) },
    {
      path: '/below/*',
      methods: ['GET'],
      handle: request => json(200, { path: request.path, search: request.search }),
    },
    {
      path: '/chunks',
      methods: ['GET'],
      handle: () => ({
        status: 200,
        body: (async function* () {
          yield 'a'
          yield 'b'
        })(),
      }),
    },
    { path: '/fault', methods: ['GET'], handle: () => Promise.reject(new RequestFault('FORBIDDEN', 'Not you')) },
    { path: '/bug', methods: ['GET'], handle: () => Promise.reject(new Error('secret detail')) },
    {
      path: '/slow',
      methods: ['GET'],
      handle: () => new Promise(resolve => (release = () => resolve(text(200, 'late')))),
    },
    metricsRoute(createMetrics({ service: 'test' })),
    ...healthRoutes({
      checks: { database: () => (healthy ? Promise.resolve() : Promise.reject(new Error('at 10.0.0.1'))) },
      optionalChecks: { replica: () => (isReplicaUp ? Promise.resolve() : Promise.reject(new Error('at 10.0.0.2'))) },
      details: () => ({ lagMs: 7 }),
    }),
  ],
})
let url = ''
beforeAll(async () => {
  url = (await server.listen({ port: 0, host: '127.0.0.1' })).url
})
afterAll(() => server.close())

describe('the thin HTTP server', () => {
  it('answers routes, prefixes and streams', async () => {
    expect(await (await fetch(`${url}/echo`, { method: 'POST', body: 'hello' })).text()).toBe('hello')
    expect(await (await fetch(`${url}/below/a/b?c=1`)).json()).toEqual({ path: '/below/a/b', search: '?c=1' })
    expect(await (await fetch(`${url}/chunks`)).text()).toBe('ab')
  })

  it('says what it answers instead', async () => {
    expect((await fetch(`${url}/nowhere`)).status).toBe(404)
    const wrong = await fetch(`${url}/echo`)
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST'])
  })

  it('answers a path of no route by its fallback, and by 404 what that leaves', async () => {
    const answer = await fetch(`${url}/pages/1?tab=2`, { headers: { accept: 'text/html' } })
    expect(await answer.json()).toEqual({ method: 'GET', path: '/pages/1', search: '?tab=2', accept: 'text/html' })
    expect((await fetch(`${url}/page`)).status).toBe(404)
    expect((await fetch(`${url}/echo`)).status).toBe(405)
  })

  it('says no length of an answer that has no content', async () => {
    for (const [path, status] of [
      ['/empty', 204],
      ['/known', 304],
    ] as const) {
      const answer = await fetch(`${url}${path}`)
      expect([answer.status, answer.headers.get('content-length')]).toEqual([status, null])
      expect(await answer.text()).toBe('')
    }
    // The connection is still in order.
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })

  it('refuses a body over the limit, declared or not', async () => {
    const declared = await fetch(`${url}/echo`, { method: 'POST', body: 'x'.repeat(101) })
    expect(declared.status).toBe(413)
    expect(await declared.json()).toMatchObject({ errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }] })
    expect(await chunked(new URL(url), 'x'.repeat(200))).toMatch(/^HTTP\/1\.1 413/)
  })

  it('keeps a sound request id and replaces any other', async () => {
    const idOf = async (given: string) =>
      (await fetch(`${url}/healthz`, { headers: { 'x-request-id': given } })).headers.get('x-request-id')
    expect(await idOf('abc-1')).toBe('abc-1')
    expect(await idOf('<script>')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('shows faults of the request and masks the rest', async () => {
    const fault = await fetch(`${url}/fault`)
    expect([fault.status, await fault.json()]).toEqual([
      403,
      { errors: [{ message: 'Not you', extensions: { code: 'FORBIDDEN' } }] },
    ])
    const bug = await fetch(`${url}/bug`, { headers: { 'x-request-id': 'r9' } })
    expect(bug.status).toBe(500)
    expect(await bug.json()).toEqual({
      errors: [{ message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r9' } }],
    })
  })

  it('is ready as long as its checks pass, and names the failing one only', async () => {
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    healthy = false
    const answer = await fetch(`${url}/readyz`)
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { status: 'not ready', checks: { database: 'failing', replica: 'ok' }, lagMs: 7 },
    ])
    healthy = true
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect((await fetch(`${url}/metrics`)).status).toBe(200)
  })

  it('serves metrics on a port of their own, which has nothing else', async () => {
    const logger = createLogger({ name: 'test', level: 'silent' })
    const options = { metrics: createMetrics({ service: 'test', processMetrics: true }), logger }
    const served = await serveMetrics({ ...options, port: 0, host: '127.0.0.1' })
    expect(await (await fetch(`${served.url}/metrics`)).text()).toContain('process_cpu_seconds_total')
    expect((await fetch(`${served.url}/healthz`)).status).toBe(404)
    await served.close()
  })

  it('is ready without a part that it can do without, unless all is asked for', async () => {
    isReplicaUp = false
    const answer = await fetch(`${url}/readyz`)
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { status: 'ready', checks: { database: 'ok', replica: 'failing' }, lagMs: 7 },
    ])
    expect((await fetch(`${url}/readyz?all=1`)).status).toBe(503)
    isReplicaUp = true
    expect((await fetch(`${url}/readyz?all=1`)).status).toBe(200)
  })

  it('lets a running request finish when it closes', async () => {
    const late = fetch(`${url}/slow`)
    await expect.poll(() => release).not.toBeNull()
    const closed = server.close()
    release?.()
    expect(await (await late).text()).toBe('late')
    await closed
    await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed')
  })
})

/** A request whose length is not declared; resolves with the start of the answer. */
const chunked = (target: URL, body: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(target.port), target.hostname, () => {
      socket.write(
        `POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
      )
    })
    socket.once('data', data => {
      resolve(data.toString())
      socket.destroy()
    })
    socket.once('error', reject)
  })
