import { randomUUID } from 'node:crypto'
import { startTestRedis, type TestRedis } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { catalog } from './catalog.js'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

let subgraph: TestSubgraph
let supergraphSdl: string
let redis: TestRedis
beforeAll(async () => {
  subgraph = await startSubgraph(catalog)
  supergraphSdl = composeSubgraphs([subgraph])
  redis = await startTestRedis()
})
afterAll(async () => {
  await subgraph.close()
  await redis.close()
})

const start = (env: Record<string, string>) =>
  startGateway({ supergraphSdl, env: { RATE_LIMIT_WINDOW_S: '600', ...env } })
const hello = '{ hello }'
const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })
const tooMany = (limit: string) => ({ status: 429, errors: [{ extensions: { code: 'TOO_MANY_REQUESTS', limit } }] })

test('an address that has had its share is told when there is more, and no subgraph hears of it', async () => {
  const gateway = await start({ RATE_LIMIT_ADDRESS: '2', PROXIES: '1' })
  expect((await gateway.ask(hello, from('192.0.2.1'))).status).toBe(200)
  // Requests that do not even parse count, too.
  expect((await gateway.ask('{', from('192.0.2.1'))).status).toBe(400)
  const asked = subgraph.asked.length
  const refused = await gateway.ask(hello, from('192.0.2.1'))
  expect(refused).toMatchObject(tooMany('address'))
  const retryAfter = refused.errors?.[0]?.extensions?.['retryAfter']
  expect(Number(retryAfter)).toBeGreaterThan(0)
  expect(Number(retryAfter)).toBeLessThanOrEqual(600)
  expect(refused.headers.get('retry-after')).toBe(String(retryAfter))
  expect(subgraph.asked).toHaveLength(asked)
  expect((await gateway.ask(hello, from('192.0.2.2'))).status).toBe(200)
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text()
  expect(metrics).toMatch(/rate_limited_total\{limit="address".*\} 1/)
  await gateway.close()
})

test('a user has one share at every address and in every session', async () => {
  const gateway = await start({ RATE_LIMIT_USER: '2', PROXIES: '1' })
  const [ann, bob] = [randomUUID(), randomUUID()]
  const askAs = async (userId: string, address: string) =>
    await gateway.ask(hello, { ...from(address), token: await gateway.issuer.token({ userId }) })
  expect((await askAs(ann, '192.0.2.1')).status).toBe(200)
  expect((await askAs(ann, '192.0.2.2')).status).toBe(200)
  expect(await askAs(ann, '192.0.2.3')).toMatchObject(tooMany('user'))
  expect((await askAs(bob, '192.0.2.3')).status).toBe(200)
  expect((await gateway.ask(hello)).status).toBe(200)
  await gateway.close()
})

test('an address that goes on with wrong tokens has its share of them, and no other address pays for it', async () => {
  const gateway = await start({ RATE_LIMIT_ADDRESS: '3', PROXIES: '1' })
  const askWith = (token: string, address: string) => gateway.ask(hello, { ...from(address), token })
  for (let wrong = 0; wrong < 3; wrong++)
    expect(await askWith(`wrong-${wrong}`, '192.0.2.1')).toMatchObject({ status: 401 })
  const refused = await askWith('wrong-3', '192.0.2.1')
  expect(refused).toMatchObject(tooMany('address'))
  expect(refused.headers.get('retry-after')).not.toBeNull()
  const right = await gateway.issuer.token({ userId: randomUUID() })
  expect((await askWith(right, '192.0.2.2')).status).toBe(200)
  // A token that was seen before is not counted, and not affected by another client's bad tokens.
  expect((await askWith(right, '192.0.2.1')).status).toBe(200)
  await gateway.close()
})

const within = (count: number, gateway: TestGateway) =>
  Promise.all(Array.from({ length: count }, async () => (await gateway.ask(hello)).status))
const passed = (statuses: readonly number[]) => statuses.filter(status => status === 200).length

test('gateways with one Redis count together, and each on its own while Redis is away', async () => {
  const env = { RATE_LIMIT_ADDRESS: '10', REDIS_URL: redis.url }
  const [one, other] = await Promise.all([start(env), start(env)])
  // The first requests may come before the connection is there, and are counted by their gateway alone.
  await vi.waitFor(async () => {
    await redis.flush()
    await one.ask(hello)
    await other.ask(hello)
    const keys = await redisKeys()
    expect(keys).toHaveLength(1)
  }, 10_000)
  await redis.flush()
  const statuses = await Promise.all([within(10, one), within(10, other)])
  expect(passed(statuses.flat())).toBe(10)
  await redis.kill()
  const alone = await start({ ...env, RATE_LIMIT_ADDRESS: '3' })
  expect(passed(await within(8, alone))).toBe(3)
  await redis.restart()
  await Promise.all([one.close(), other.close(), alone.close()])
})

async function redisKeys(): Promise<string[]> {
  const { connectRedis } = await import('@waystone/kit/redis')
  const { createLogger } = await import('@waystone/kit/logger')
  const connection = connectRedis({
    url: redis.url,
    logger: createLogger({ name: 'test', level: 'silent' }),
    role: 'blocking',
  })
  const keys = await connection.keys('gateway:rate:*')
  connection.disconnect()
  return keys
}
