import { randomUUID } from 'node:crypto'
import { newEvent, producers, type EventData, type EventOf, type Reward } from '@waystone/events'
import { createLogger } from '@waystone/kit/logger'
import { createEventKeys, developmentKeys } from '@waystone/kit/outbox'
import { createPool, type Pool } from '@waystone/kit/postgres'
import { connectRedis, type RedisConnection } from '@waystone/kit/redis'
import { startTestRedis, type TestRedis } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { SubgraphName } from '../src/databases.js'
import { startOverHttp, type OverHttp } from './over-http.js'

type Granted = EventData<'quest.reward_granted'>
interface Edge {
  readonly node: { readonly id: string; readonly claimedAt: string | null }
}

let server: TestRedis
let redis: RedisConnection
let waystone: OverHttp
const pools = new Map<SubgraphName, Pool>()

beforeAll(async () => {
  server = await startTestRedis()
  redis = connectRedis({ url: server.url, logger: createLogger({ name: 'test', level: 'silent' }), role: 'commands' })
  waystone = await startOverHttp({ redisUrl: server.url })
}, 120_000)
afterAll(async () => {
  await Promise.all([...pools.values()].map(pool => pool.end()))
  await waystone.close()
  redis.disconnect()
  await server.close()
})

const rows = async <Row extends object>(name: SubgraphName, text: string, ...values: unknown[]) => {
  const pool = pools.get(name) ?? createPool({ connectionString: waystone.databaseUrl(name), max: 2 })
  pool.on('error', () => undefined)
  pools.set(name, pool)
  return (await pool.query<Row>(text, values)).rows
}
const eventually = async (check: () => Promise<void>) => await vi.waitFor(check, { timeout: 20_000, interval: 50 })

/** Writes an event signed with quests' own key, as an attacker who has stolen the key can. */
async function writeSigned(event: EventOf<'quest.reward_granted'>): Promise<void> {
  const stream = 'events:{quests}:0'
  const text = JSON.stringify(event)
  const [proof] = createEventKeys(developmentKeys(producers)).signerOf('quests').sign([{ stream, text }])
  if (proof === undefined) throw new Error('Expected a proof')
  const { keyId, signature, digests } = proof
  await redis.xadd(stream, '*', 'event', text, 'key', keyId, 'signature', signature, 'digests', digests)
}
const forge = (data: Granted, id: string = randomUUID()) =>
  writeSigned(newEvent('quest.reward_granted', { id, occurredAt: new Date(), data }))

const deniedIn = async (name: SubgraphName) =>
  (await rows<{ reason: string }>(name, 'select reason from refused_event')).map(({ reason }) => reason)
const signIn = (username: string) =>
  waystone.ask(
    `mutation { signIn(input: { usernameOrEmail: "${username}", password: "a long password" }) { __typename } }`,
  )

/**
 * Three sign-ins complete "Daily visitor", which claims itself.
 * @returns the player, and the reward once it is paid.
 */
async function aVisitor(username: string) {
  const token = await waystone.aPlayer(username)
  for (let time = 0; time < 3; time++) await signIn(username)
  const wallet = async () => {
    const { data } = await waystone.ask('{ me { id wallet { gold diamonds } } }', { token })
    return data.me as { id: string; wallet: { gold: number; diamonds: number } }
  }
  await eventually(async () => expect((await wallet()).wallet).toEqual({ gold: 100, diamonds: 1_010 }))
  const { id: userId } = await wallet()
  const [real] = await rows<{ id: string; data: Granted }>(
    'quests',
    `select id, data from game_event where user_id = $1 and type = 'quest.reward_granted'`,
    userId,
  )
  if (real === undefined) throw new Error('Expected a grant')
  return { token, userId, wallet, real }
}

test('what quests has not granted moves nothing, though its own key has signed it, and stops no real reward', async () => {
  const { token, userId, wallet, real } = await aVisitor('Visitor')
  const item = (await waystone.ask('{ items { id } }')).data.items[0].id as string
  await waystone.ask('mutation { createCharacter(input: { name: "Rich", class: MAGE }) { __typename } }', { token })
  const rewards: Reward[] = [
    { kind: 'CURRENCY', currency: 'DIAMOND', amount: 1_000_000 },
    { kind: 'ITEM', itemId: item, quantity: 1_000 },
    { kind: 'EXPERIENCE', amount: 1_000_000 },
  ]
  // A completion that does not exist; another reward for one that does, also by the id of the real event; the
  // real one again.
  await forge({ userId, questId: randomUUID(), completionId: randomUUID(), rewards })
  await forge({ ...real.data, rewards })
  await forge({ ...real.data, rewards }, real.id)
  await forge({ ...real.data, rewards: [{ kind: 'CURRENCY', currency: 'GOLD', amount: 101 }] })
  await forge(real.data)
  await eventually(async () => {
    expect(await deniedIn('users')).toEqual(Array.from({ length: 5 }, () => 'denied'))
    expect(await deniedIn('gacha')).toEqual(['denied', 'denied', 'denied'])
    expect(await deniedIn('characters')).toEqual(['denied', 'denied', 'denied'])
  })
  expect((await wallet()).wallet).toEqual({ gold: 100, diamonds: 1_010 })
  const { data } = await waystone.ask('{ me { inventory { totalCount } characters { level experience } } }', { token })
  expect(data.me).toEqual({ inventory: { totalCount: 0 }, characters: [{ level: 1, experience: 0 }] })
  expect(await rows('users', 'select from dead_letter')).toEqual([])

  // The player's next rewards are paid, by currency and by items.
  for (let time = 0; time < 3; time++) await signIn('Visitor')
  await eventually(async () => expect((await wallet()).wallet).toEqual({ gold: 200, diamonds: 1_020 }))
  const completed = await waystone.ask('{ me { questCompletions { edges { node { id claimedAt } } } } }', { token })
  const open = (completed.data.me.questCompletions.edges as Edge[]).filter(({ node }) => node.claimedAt === null)
  for (const { node } of open)
    await waystone.ask('mutation ($id: ID!) { claimQuestReward(completionId: $id) { __typename } }', {
      token,
      variables: { id: node.id },
    })
  await eventually(async () => {
    const after = await waystone.ask('{ me { inventory { edges { node { quantity } } } } }', { token })
    expect(after.data.me.inventory.edges).toEqual([{ node: { quantity: 3 } }])
  })
}, 90_000)

test('while quests is away, what it is said to have granted waits and moves nothing', async () => {
  const { userId, wallet, real } = await aVisitor('Waiting')
  await waystone.stopSubgraph('quests')
  await forge({ ...real.data, completionId: randomUUID() })
  const unanswered = async () => {
    const metrics = await (await fetch(`${waystone.subgraphUrl('users')}/metrics`)).text()
    return Number(/^waystone_event_checks_unanswered_total\{.*producer="quests".*\} (\d+)$/m.exec(metrics)?.[1])
  }
  // More often than a failing event is tried.
  await eventually(async () => expect(await unanswered()).toBeGreaterThan(5))
  expect((await wallet()).wallet).toEqual({ gold: 100, diamonds: 1_010 })
  expect(await rows('users', 'select from dead_letter')).toEqual([])
  expect(await rows('users', 'select from refused_event where aggregate_id = $1', userId)).toEqual([])
}, 90_000)
