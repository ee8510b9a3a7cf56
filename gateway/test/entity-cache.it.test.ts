import { randomUUID } from 'node:crypto'
import { invalidateEntities, newEvent } from '@waystone/events'
import { manualClock, startTestRedis, type TestRedis } from '@waystone/kit/testing'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { connectRedis } from '@waystone/kit/redis'
import { createHttpServiceClient } from '@waystone/kit/service-client'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { readConfig } from '../src/config.js'
import { startEntitySubgraphs, startUserSubgraphs } from './entity-subgraphs.js'
import { startGateway, type TestGateway } from './harness.js'

const silent = createLogger({ name: 'test', level: 'silent' })
const query = 'query ($id: ID!) { player(id: $id) { score } }'
const list = 'query ($ids: [ID!]!) { players(ids: $ids) { score } }'

let subgraphs: Awaited<ReturnType<typeof startEntitySubgraphs>>
let redis: TestRedis
const running: TestGateway[] = []
beforeAll(async () => {
  subgraphs = await startEntitySubgraphs()
  redis = await startTestRedis()
})
afterEach(async () => {
  subgraphs.reset()
  await Promise.all(running.splice(0).map(gateway => gateway.close()))
})
afterAll(async () => {
  await subgraphs.close()
  await redis.close()
})

const start = async (env: Record<string, string> = {}, parts = {}) => {
  const gateway = await startGateway({
    supergraphSdl: subgraphs.supergraphSdl,
    env: { ENTITY_CACHE: 'true', ...env },
    parts,
  })
  running.push(gateway)
  return gateway
}
const score = async (gateway: TestGateway, id: string, token?: string): Promise<unknown> => {
  const answer = await gateway.ask(query, { variables: { id }, ...(token !== undefined && { token }) })
  return (answer.data?.['player'] as { score: unknown } | null)?.score
}
const keep = (cacheControl: string) => {
  subgraphs.scores.headers = { 'cache-control': cacheControl }
}
const tokenOf = (gateway: TestGateway, userId: string = randomUUID(), sessionId: string = randomUUID()) =>
  gateway.issuer.token({ userId, sessionId })
const invalidate = async (gateway: TestGateway, changes: object[], secret = readConfig({}).INTERNAL_SECRET) => {
  const client = createHttpServiceClient({
    self: 'test',
    secret,
    instances: { gateway: [gateway.url] },
    logger: silent,
    metrics: createMetrics({ service: 'test' }),
  })
  try {
    await client.call(invalidateEntities, { changes: changes as never })
  } finally {
    await client.close()
  }
}

describe('who shares what', () => {
  test('a public entity is asked for once, for everyone', async () => {
    keep('public, max-age=60')
    const gateway = await start()
    const first = await score(gateway, 'ann')
    expect(await score(gateway, 'ann')).toBe(first)
    expect(await score(gateway, 'ann', await tokenOf(gateway))).toBe(first)
    expect(subgraphs.resolved()).toEqual([['ann']])
  })

  test.each(['private, max-age=60', 'max-age=60'])('with "%s" a session has its own', async cacheControl => {
    keep(cacheControl)
    const gateway = await start()
    const [ann, bob] = [await tokenOf(gateway), await tokenOf(gateway)]
    const first = await score(gateway, 'x', ann)
    expect(await score(gateway, 'x', ann)).toBe(first)
    const others = await score(gateway, 'x', bob)
    expect(others).not.toBe(first)
    expect(await score(gateway, 'x', bob)).toBe(others)
    expect(await score(gateway, 'x')).not.toBe(await score(gateway, 'x'))
  })

  test('another session of the same user, or one with other scopes, has its own', async () => {
    keep('private, max-age=60')
    const gateway = await start()
    const [userId, sessionId] = [randomUUID(), randomUUID()]
    const first = await score(gateway, 'x', await tokenOf(gateway, userId, sessionId))
    expect(await score(gateway, 'x', await tokenOf(gateway, userId, sessionId))).toBe(first)
    expect(await score(gateway, 'x', await tokenOf(gateway, userId))).not.toBe(first)
    const admin = await gateway.issuer.token({ userId, sessionId, scopes: ['admin'] })
    expect(await score(gateway, 'x', admin)).not.toBe(first)
  })

  test('where tokens are not checked here, a token has its own', async () => {
    keep('private, max-age=60')
    const gateway = await start({ AUTH: 'off' })
    const first = await score(gateway, 'x', 'one')
    expect(await score(gateway, 'x', 'one')).toBe(first)
    expect(await score(gateway, 'x', 'two')).not.toBe(first)
  })

  test('other fields of the same entity are another question', async () => {
    keep('public, max-age=60')
    const gateway = await start()
    await score(gateway, 'ann')
    await gateway.ask('query ($id: ID!) { player(id: $id) { points: score } }', { variables: { id: 'ann' } })
    expect(subgraphs.resolved()).toHaveLength(2)
  })
})

describe('what is kept', () => {
  test('nothing while it is off, or a subgraph says nothing or no-store', async () => {
    const off = await startGateway({ supergraphSdl: subgraphs.supergraphSdl })
    running.push(off)
    keep('public, max-age=60')
    expect(await score(off, 'ann')).not.toBe(await score(off, 'ann'))
    const gateway = await start()
    for (const headers of [{}, { 'cache-control': 'no-store' }] as Record<string, string>[]) {
      subgraphs.scores.headers = headers
      expect(await score(gateway, 'ann')).not.toBe(await score(gateway, 'ann'))
    }
  })

  test('a type for as long as its setting says, where its subgraph says nothing', async () => {
    const clock = manualClock(new Date())
    const gateway = await start({ ENTITY_CACHE_TYPES: 'Player=30:PUBLIC' }, { clock })
    const first = await score(gateway, 'ann')
    clock.advance(29_000)
    expect(await score(gateway, 'ann')).toBe(first)
    clock.advance(1_000)
    expect(await score(gateway, 'ann')).not.toBe(first)
    keep('no-store')
    expect(await score(gateway, 'bob')).not.toBe(await score(gateway, 'bob'))
  })

  test('no answer with errors, and nothing that is not there', async () => {
    keep('public, max-age=60')
    const gateway = await start()
    subgraphs.scores.errors = [{ message: 'no' }]
    const failed = await score(gateway, 'ann')
    subgraphs.scores.errors = []
    expect(await score(gateway, 'ann')).not.toBe(failed)
    await score(gateway, 'nobody')
    await score(gateway, 'nobody')
    expect(subgraphs.resolved().filter(ids => ids?.includes('nobody'))).toHaveLength(2)
  })

  test('only what is missing is asked for, and errors find their places', async () => {
    keep('public, max-age=60')
    const gateway = await start()
    const ann = await score(gateway, 'ann')
    const eve = await score(gateway, 'eve')
    subgraphs.reset()
    keep('public, max-age=20')
    subgraphs.scores.errors = [{ message: 'no', path: ['_entities', 1, 'score'] }]
    const answer = await gateway.ask(list, { variables: { ids: ['ann', 'bob', 'eve', 'cid'] } })
    expect(subgraphs.resolved()).toEqual([['bob', 'cid']])
    const players = answer.data?.['players'] as { score: string }[]
    expect(players.map(player => player.score.split(' ')[0])).toEqual(['ann', 'bob', 'eve', 'cid'])
    expect([players[0]?.score, players[2]?.score]).toEqual([ann, eve])
    expect(answer.errors).toMatchObject([{ message: 'no', path: ['players', 3, 'score'] }])
  })

  test('an answer may be kept by others as long as the shortest-lived part of it', async () => {
    const clock = manualClock(new Date())
    const gateway = await start({}, { clock })
    keep('public, max-age=60')
    subgraphs.names.headers = { 'cache-control': 'public, max-age=600' }
    await score(gateway, 'ann')
    clock.advance(20_000)
    const { headers } = await gateway.ask(query, { variables: { id: 'ann' } })
    expect(headers.get('cache-control')).toBe('max-age=40, public')
  })

  test('a mutation reads what it has written', async () => {
    keep('public, max-age=60')
    const gateway = await start()
    const before = await score(gateway, 'ann')
    const mutation = 'mutation ($id: ID!) { rename(id: $id) { score } }'
    const { data } = await gateway.ask(mutation, { variables: { id: 'ann' } })
    expect(data).toEqual({ rename: { score: expect.any(String) } })
    expect(data).not.toEqual({ rename: { score: before } })
  })
})

describe.each(['memory', 'Redis'] as const)('invalidation in %s', where => {
  const env = (): Record<string, string> => (where === 'Redis' ? { REDIS_URL: redis.url } : {})
  const startWarm = async () => {
    keep('public, max-age=60')
    const gateway = await start(env())
    // With Redis nothing is kept before the connection is there.
    await vi.waitFor(async () => expect(await score(gateway, 'warm')).toBe(await score(gateway, 'warm')), 10_000)
    return gateway
  }

  test('an entity goes by its key, and no other with it', async () => {
    const gateway = await startWarm()
    const [ann, bob] = [await score(gateway, 'ann'), await score(gateway, 'bob')]
    await invalidate(gateway, [{ type: 'Player', key: { id: 'ann' } }])
    expect(await score(gateway, 'ann')).not.toBe(ann)
    expect(await score(gateway, 'bob')).toBe(bob)
  })

  test('a type goes as a whole', async () => {
    const gateway = await startWarm()
    const [ann, bob] = [await score(gateway, 'ann'), await score(gateway, 'bob')]
    await invalidate(gateway, [{ type: 'Player' }])
    expect(await score(gateway, 'ann')).not.toBe(ann)
    expect(await score(gateway, 'bob')).not.toBe(bob)
  })

  test('what was being fetched when it changed is not kept', async () => {
    const gateway = await startWarm()
    let send = () => {}
    subgraphs.scores.held = new Promise<void>(resolve => {
      send = resolve
    })
    const fetching = score(gateway, 'cid')
    await expect.poll(() => subgraphs.resolved().flat()).toContain('cid')
    // The subgraph has read; its answer is on the way.
    await invalidate(gateway, [{ type: 'Player', key: { id: 'cid' } }])
    send()
    subgraphs.scores.held = null
    const before = await fetching
    expect(await score(gateway, 'cid')).not.toBe(before)
  })
})

test('who cannot sign invalidates nothing', async () => {
  keep('public, max-age=60')
  const gateway = await start()
  const ann = await score(gateway, 'ann')
  const forged = invalidate(gateway, [{ type: 'Player' }], 'another-secret-that-is-long-enough-to-pass')
  await expect(forged).rejects.toThrow('401')
  expect(await score(gateway, 'ann')).toBe(ann)
})

describe('with Redis', () => {
  test('gateways share what is kept, and what has changed', async () => {
    keep('public, max-age=60')
    const [one, other] = await Promise.all([start({ REDIS_URL: redis.url }), start({ REDIS_URL: redis.url })])
    await vi.waitFor(async () => expect(await score(one, 'shared')).toBe(await score(other, 'shared')), 10_000)
    const before = await score(one, 'shared')
    await invalidate(other, [{ type: 'Player', key: { id: 'shared' } }])
    expect(await score(one, 'shared')).not.toBe(before)
  })

  test('while it is away subgraphs are asked, and an invalidation that cannot be promised is refused', async () => {
    keep('public, max-age=60')
    const gateway = await start({ REDIS_URL: redis.url })
    await redis.kill()
    expect(await score(gateway, 'ann')).not.toBe(await score(gateway, 'ann'))
    await expect(invalidate(gateway, [{ type: 'Player' }])).rejects.toThrow('gateway')
    await redis.restart()
  })

  test('an event of our subgraphs voids what it changes', async () => {
    const users = await startUserSubgraphs()
    const gateway = await startGateway({
      supergraphSdl: users.supergraphSdl,
      env: { ENTITY_CACHE: 'true', REDIS_URL: redis.url },
    })
    running.push(gateway)
    const nameOf = async (id: string) =>
      (await gateway.ask('query ($id: ID!) { user(id: $id) { name } }', { variables: { id } })).data?.['user']
    const [ann, bob] = [randomUUID(), randomUUID()]
    await vi.waitFor(async () => expect(await nameOf(ann)).toEqual(await nameOf(ann)), 10_000)
    const [before, other] = [await nameOf(ann), await nameOf(bob)]
    const connection = connectRedis({ url: redis.url, logger: silent, role: 'blocking' })
    const data = { userId: ann, sessionId: randomUUID(), first: false }
    const event = newEvent('user.signed_in', { id: randomUUID(), occurredAt: new Date(0), data })
    // As the relay of users appends it.
    await connection.xadd('events:{users}:3', '*', 'event', JSON.stringify(event))
    await vi.waitFor(async () => expect(await nameOf(ann)).not.toEqual(before), 10_000)
    expect(await nameOf(bob)).toEqual(other)
    connection.disconnect()
    await users.close()
  })
})
