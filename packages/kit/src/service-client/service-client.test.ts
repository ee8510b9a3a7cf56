import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { RequestFault } from '../errors/index.js'
import { createHttpServer, healthRoutes, type HttpServer, type Route } from '../http/index.js'
import { createLogger } from '../logger/index.js'
import { createMetrics } from '../metrics/index.js'
import { manualClock } from '../testing/manual-clock.js'
import { createCallTokenSigner } from './call-token.js'
import { remainingMs } from './deadline.js'
import {
  answerCall,
  createHttpServiceClient,
  createInProcessServiceClient,
  defineCall,
  internalRoute,
  type HttpServiceClient,
  type InternalHandler,
} from './index.js'

const secret = 'a-secret-of-this-test-that-is-long-enough'
const logger = createLogger({ name: 'test', level: 'silent' })
const double = defineCall({
  callers: ['tester'],
  service: 'calculator',
  operation: 'double',
  input: z.object({ value: z.number().int() }),
  output: z.object({ value: z.number().int(), by: z.string(), caller: z.string() }),
})

interface RunningServer {
  url: string
  port: number
  server: HttpServer
}

let servers: RunningServer[]
let clients: HttpServiceClient[]
beforeEach(() => {
  servers = []
  clients = []
})
afterEach(async () => {
  await Promise.all(clients.map(client => client.close()))
  for (const { server } of servers) {
    server.server.closeAllConnections()
    await server.close()
  }
})

const doubling = (by: string): InternalHandler =>
  answerCall(double, async ({ value }, caller) => ({ value: value * 2, by, caller }))

async function serve(
  by: string,
  options: { handlers?: InternalHandler[]; routes?: Route[]; port?: number } = {},
): Promise<RunningServer> {
  const { handlers = [doubling(by)], routes = [], port = 0 } = options
  const metrics = createMetrics({ service: by })
  const server = createHttpServer({
    routes: [
      ...routes,
      internalRoute({ service: 'calculator', secret, handlers, logger, metrics }),
      ...healthRoutes({ checks: {} }),
    ],
    logger,
  })
  const running = { server, ...(await server.listen({ port, host: '127.0.0.1' })) }
  servers.push(running)
  return running
}

function connect(urls: readonly string[], options: { secret?: string; self?: string } = {}): HttpServiceClient {
  const client = createHttpServiceClient({
    self: options.self ?? 'tester',
    secret: options.secret ?? secret,
    instances: { calculator: urls },
    logger,
  })
  clients.push(client)
  return client
}
const stop = async ({ server }: RunningServer) => {
  server.server.closeAllConnections()
  await server.close()
}
const unavailable = { name: 'RequestFault', code: 'SERVICE_UNAVAILABLE' }

test('a call is answered with its output, and the service knows who called', async () => {
  const client = connect([(await serve('one')).url])
  expect(await client.call(double, { value: 21 })).toEqual({ value: 42, by: 'one', caller: 'tester' })
})

test('a service that is not among the callers is refused, and nothing is run', async () => {
  const answer = vi.fn(async () => ({ value: 0, by: '', caller: '' }))
  const { url } = await serve('one', { handlers: [answerCall(double, answer)] })
  await expect(connect([url], { self: 'stranger' }).call(double, { value: 1 })).rejects.toThrow('got 403')
  expect(answer).not.toHaveBeenCalled()
  const find = () => [answerCall(double, answer)]
  const stranger = createInProcessServiceClient({ self: 'stranger', find })
  await expect(stranger.call(double, { value: 1 })).rejects.toThrow('"stranger" may not call double')
  expect(answer).not.toHaveBeenCalled()
})

test('calls go round the instances', async () => {
  const client = connect([(await serve('one')).url, (await serve('two')).url])
  const answers = [await client.call(double, { value: 1 }), await client.call(double, { value: 1 })]
  expect(new Set(answers.map(({ by }) => by))).toEqual(new Set(['one', 'two']))
})

test('with one of two instances gone no call fails, and it gets calls again when it is back', async () => {
  const [one, two] = [await serve('one'), await serve('two')]
  const client = connect([one.url, two.url])
  await stop(one)
  for (let calls = 0; calls < 20; calls++) expect((await client.call(double, { value: 1 })).by).toBe('two')
  await serve('one', { port: one.port })
  await vi.waitFor(async () => expect((await client.call(double, { value: 1 })).by).toBe('one'), {
    timeout: 10_000,
    interval: 50,
  })
})

test('an instance that hangs is left for the next one', async () => {
  const hanging = await serve('hanging', {
    handlers: [{ operation: 'double', callers: 'any', answer: () => new Promise(() => undefined) }],
  })
  const client = connect([hanging.url, (await serve('two')).url])
  const answers = [await client.call(double, { value: 1 }), await client.call(double, { value: 1 })]
  expect(answers.map(({ by }) => by)).toEqual(['two', 'two'])
})

test('only when all instances are down the call fails, as unavailable and at once', async () => {
  const [one, two] = [await serve('one'), await serve('two')]
  await stop(one)
  await stop(two)
  const client = connect([one.url, two.url])
  // One that waited for its deadline would outlast the test.
  const patient = { deadlineMs: 600_000 }
  await expect(client.call(double, { value: 1 }, patient)).rejects.toMatchObject(unavailable)
  await expect(client.call(double, { value: 1 }, patient)).rejects.toMatchObject(unavailable)
})

test('a call ends with its deadline, and what it calls in turn has no more time than is left', async () => {
  const left: number[] = []
  const slow = answerCall(double, async () => {
    left.push(remainingMs(60_000))
    return await new Promise(() => undefined)
  })
  const client = connect([(await serve('slow', { handlers: [slow] })).url])
  await expect(client.call(double, { value: 1 }, { deadlineMs: 200 })).rejects.toMatchObject(unavailable)
  expect(left).toHaveLength(1)
  expect(left[0]).toBeLessThanOrEqual(200)
})

test('instances can be added and removed while calls go on', async () => {
  const [one, two] = [await serve('one'), await serve('two')]
  const client = connect([one.url])
  expect((await client.call(double, { value: 1 })).by).toBe('one')
  client.setInstances('calculator', [two.url])
  await stop(one)
  expect((await client.call(double, { value: 1 })).by).toBe('two')
})

test('an error of the service is not tried again and is not shown', async () => {
  const answer = vi.fn(() => Promise.reject(new Error('select password from user')))
  const client = connect([(await serve('one', { handlers: [{ operation: 'double', callers: 'any', answer }] })).url])
  const failure = await client.call(double, { value: 1 }).catch((error: unknown) => error)
  expect(String(failure)).toContain('got 500')
  expect(String(failure)).not.toContain('password')
  expect(answer).toHaveBeenCalledTimes(1)
})

test('an output that is not the call’s is an error, and so is a service that is not configured', async () => {
  const client = connect([
    (
      await serve('one', {
        handlers: [{ operation: 'double', callers: 'any', answer: async () => ({ value: 'four' }) }],
      })
    ).url,
  ])
  await expect(client.call(double, { value: 2 })).rejects.toThrow(/expected number/)
  await expect(client.call({ ...double, service: 'nobody' }, { value: 2 })).rejects.toMatchObject(unavailable)
})

const post = async (url: string, request: { token?: string; body: string; operation?: string }) =>
  await fetch(`${url}/internal/${request.operation ?? 'double'}`, {
    method: 'POST',
    headers: request.token === undefined ? {} : { authorization: `Bearer ${request.token}` },
    body: request.body,
  })
const body = JSON.stringify({ value: 2 })
const claims = { caller: 'tester', service: 'calculator', operation: 'double', body }
const signer = (options: { secret?: string; now?: Date } = {}) =>
  createCallTokenSigner({ secret: options.secret ?? secret, clock: manualClock(options.now ?? new Date()) })

test('a call without a token, or with one that was forged, expired or made for something else, is refused and runs nothing', async () => {
  const answer = vi.fn()
  const { url } = await serve('one', {
    handlers: [
      { operation: 'double', callers: 'any', answer },
      { operation: 'halve', callers: 'any', answer },
    ],
  })
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"iss":"tester","aud":"calculator"}').toString('base64url')}.`
  const withoutId = await new SignJWT({ op: 'double' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('tester')
    .setAudience('calculator')
    .setIssuedAt()
    .setExpirationTime('30s')
    .sign(new TextEncoder().encode(secret))
  const attempts = [
    post(url, { body }),
    post(url, { body, token: 'nonsense' }),
    post(url, { body, token: unsigned }),
    post(url, { body, token: withoutId }),
    post(url, { body, token: signer({ secret: 'another-secret-that-is-long-enough-too' })(claims) }),
    post(url, { body, token: signer({ now: new Date(Date.now() - 60_000) })(claims) }),
    post(url, { body, token: signer({ now: new Date(Date.now() + 60_000) })(claims) }),
    post(url, { body, token: signer()({ ...claims, service: 'users' }) }),
    post(url, { body, token: signer()({ ...claims, operation: 'halve' }) }),
    post(url, { body: JSON.stringify({ value: 3 }), token: signer()(claims) }),
  ]
  const statuses = (await Promise.all(attempts)).map(response => response.status)
  expect(statuses).toEqual(attempts.map(() => 401))
  expect(answer).not.toHaveBeenCalled()
})

test('a token works once: its replay is refused', async () => {
  const { url } = await serve('one')
  const token = signer()(claims)
  expect((await post(url, { body, token })).status).toBe(200)
  expect((await post(url, { body, token })).status).toBe(401)
})

test('malformed calls are refused, and say what was expected', async () => {
  const { url } = await serve('one')
  const wrong = JSON.stringify({ value: 'two' })
  const invalid = await post(url, { body: wrong, token: signer()({ ...claims, body: wrong }) })
  expect([invalid.status, await invalid.text()]).toEqual([400, expect.stringContaining('expected number')])
  expect((await post(url, { body: '{', token: signer()({ ...claims, body: '{' }) })).status).toBe(400)
  const unknown = await post(url, {
    body,
    operation: 'triple',
    token: signer()({ ...claims, operation: 'triple' }),
  })
  expect(unknown.status).toBe(404)
  const large = JSON.stringify({ value: 2, padding: randomUUID().repeat(10_000) })
  expect((await post(url, { body: large, token: signer()({ ...claims, body: large }) })).status).toBe(413)
})

test('a refused call is logged and counted', async () => {
  const warn = vi.spyOn(logger, 'warn')
  const metrics = createMetrics({ service: 'test' })
  const server = createHttpServer({
    routes: [internalRoute({ service: 'calculator', secret, handlers: [], logger, metrics })],
    logger,
  })
  const running = { server, ...(await server.listen({ port: 0, host: '127.0.0.1' })) }
  servers.push(running)
  await post(running.url, { body })
  expect(warn).toHaveBeenCalledWith(
    expect.objectContaining({ status: 401, reason: 'there is no token' }),
    expect.any(String),
  )
  expect(await metrics.metrics()).toMatch(/waystone_internal_calls_refused_total\{status="401".*\} 1/)
})

test('in one process a call is parsed at both ends, too', async () => {
  const client = createInProcessServiceClient({
    self: 'tester',
    find: service => (service === 'calculator' ? [doubling('here')] : []),
  })
  expect(await client.call(double, { value: 2 })).toEqual({ value: 4, by: 'here', caller: 'tester' })
  await expect(client.call(double, { value: 0.5 })).rejects.toBeInstanceOf(RequestFault)
  await expect(client.call({ ...double, service: 'nobody' }, { value: 1 })).rejects.toMatchObject(unavailable)
})
