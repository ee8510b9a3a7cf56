import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createLogger } from '../logger/index.js'
import { createInstancePool, type InstancePool } from './instance-pool.js'

const logger = createLogger({ name: 'test', level: 'silent' })
const opened: { servers: Server[]; pools: InstancePool[] } = { servers: [], pools: [] }
afterEach(async () => {
  await Promise.all(opened.pools.splice(0).map(pool => pool.close()))
  for (const server of opened.servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** Answers each request, health checks left out, by the function, and counts them. */
async function serve(
  answer: (response: ServerResponse, count: number) => void,
  isWell = () => true,
): Promise<{ url: string; requests: () => number }> {
  let count = 0
  const server = createServer((request, response) => {
    if (request.url === '/healthz') {
      response.statusCode = isWell() ? 200 : 500
      return response.end()
    }
    answer(response, ++count)
    return undefined
  })
  opened.servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests: () => count }
}
function poolOf(...urls: string[]): InstancePool {
  const pool = createInstancePool({ service: 'test', urls, logger })
  opened.pools.push(pool)
  return pool
}
const request = { method: 'POST' as const, path: '/graphql', headers: [], body: '{}' }

test('an idempotent request is tried at most three times at one instance, then at the next', async () => {
  const failing = await serve(response => response.socket?.destroy())
  const sound = await serve(response => response.end('fine'))
  const answer = await poolOf(failing.url, sound.url).send(request, { idempotent: true })
  expect([answer.body.toString(), failing.requests(), sound.requests()]).toEqual(['fine', 3, 1])
})

test('a request that is not idempotent is never sent twice once it may have arrived', async () => {
  const failing = await serve(response => response.socket?.destroy())
  const sound = await serve(response => response.end('fine'))
  await expect(poolOf(failing.url, sound.url).send(request, { idempotent: false })).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
  })
  expect([failing.requests(), sound.requests()]).toEqual([1, 0])
})

test('a request that is not idempotent goes to the next instance when it cannot have arrived', async () => {
  const gone = await serve(response => response.end())
  opened.servers.at(-1)?.close()
  const sound = await serve(response => response.end('fine'))
  const answer = await poolOf(gone.url, sound.url).send(request, { idempotent: false })
  expect(answer.body.toString()).toBe('fine')
})

test('what an overloaded instance refuses is tried again, what is wrong with the request is not', async () => {
  const busy = await serve((response, count) => {
    response.statusCode = count < 3 ? 503 : 400
    response.end('answer')
  })
  const answer = await poolOf(busy.url).send(request, { idempotent: true })
  expect([answer.status, busy.requests()]).toEqual([400, 3])
})

test('an instance that keeps failing gets no requests until a health check passes, and then again', async () => {
  let isIll = true
  const ill = await serve(response => (isIll ? response.socket?.destroy() : response.end('ill')))
  const sound = await serve(response => response.end('sound'))
  const pool = poolOf(ill.url, sound.url)
  await pool.send(request, { idempotent: true })
  expect(pool.instances()).toEqual([
    { url: ill.url, isHealthy: false },
    { url: sound.url, isHealthy: true },
  ])
  isIll = false
  await expect.poll(() => pool.instances().every(instance => instance.isHealthy)).toBe(true)
  const answers = [await pool.send(request, { idempotent: true }), await pool.send(request, { idempotent: true })]
  expect(answers.map(({ body }) => body.toString()).toSorted()).toEqual(['ill', 'sound'])
})

test('when the last one fails, one that was taken out and is back is found without waiting for its next health check', async () => {
  let isIll = true
  const ill = await serve(
    response => (isIll ? response.socket?.destroy() : response.end('back')),
    () => !isIll,
  )
  const sound = await serve(response => (isIll ? response.end('sound') : response.socket?.destroy()))
  const pool = poolOf(ill.url, sound.url)
  await pool.send(request, { idempotent: true })
  // Its next check is a quarter of a second away.
  await expect.poll(() => pool.instances()[0]?.isHealthy).toBe(false)
  for (let round = 0; round < 5; round++) {
    isIll = false
    const answers = await Promise.all(Array.from({ length: 20 }, () => pool.send(request, { idempotent: true })))
    expect(new Set(answers.map(({ body }) => body.toString()))).toEqual(new Set(['back']))
    isIll = true
    await Promise.all(Array.from({ length: 20 }, () => pool.send(request, { idempotent: true })))
  }
})

test('a header of the answer is found by its name, joined where it came several times, and absent where it did not', async () => {
  const { url } = await serve(response => {
    response.setHeader('X-Region', ['north', 'south'])
    response.setHeader('Cache-Control', 'no-store')
    response.end()
  })
  const answer = await poolOf(url).send(request, { idempotent: true })
  expect(['x-region', 'cache-control', 'age'].map(name => answer.header(name))).toEqual([
    'north, south',
    'no-store',
    undefined,
  ])
})

test('headers given as a function are made anew for every try', async () => {
  let made = 0
  const failing = await serve((response, count) => (count < 3 ? response.socket?.destroy() : response.end()))
  await poolOf(failing.url).send(
    {
      ...request,
      headers: () => ['x-try', String(++made)],
    },
    { idempotent: true },
  )
  expect(made).toBe(3)
})
