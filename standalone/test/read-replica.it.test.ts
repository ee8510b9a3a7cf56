import { startReplicatedPostgres, type ReplicatedPostgres } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { subgraphNames, type SubgraphName } from '../src/databases.js'
import { databases, startOverHttp, type OverHttp } from './over-http.js'

let servers: ReplicatedPostgres
let waystone: OverHttp
/** A player who existed before the replica stopped replaying. */
let old: { token: string; id: string }
let admin: string

beforeAll(async () => {
  servers = await startReplicatedPostgres(databases)
  const { url, readUrl, close } = servers
  // The allowed lag is long enough for a paused replica to stay in use, with stale rows, for the whole test.
  const settings = { DATABASE_READ_LAG_MAX_MS: '60000' }
  waystone = await startOverHttp({ postgres: { url, readUrl, stop: close }, settings })
  const token = await waystone.aPlayer('Oldest')
  const { data } = await waystone.ask('{ me { id } }', { token })
  old = { token, id: data.me.id as string }
  const signIn = `mutation { signIn(input: { usernameOrEmail: "admin", password: "waystone-admin-1" }) {
    ... on AuthSession { accessToken } } }`
  admin = (await waystone.ask(signIn)).data.signIn.accessToken as string
  // A replica that is current as of this moment holds all writes so far.
  const since = performance.now()
  const isCurrent = async (name: SubgraphName) => {
    const { used, lagMs } = (await replicaOf(name)) ?? { used: false, lagMs: Infinity }
    if (!used || lagMs > performance.now() - since) throw new Error(`The replica of ${name} is ${lagMs} ms behind`)
  }
  await vi.waitFor(() => Promise.all(subgraphNames.map(isCurrent)), { timeout: 30_000, interval: 100 })
  await servers.pauseReplay()
}, 180_000)
afterAll(() => waystone.close())

async function replicaOf(name: SubgraphName) {
  const response = await fetch(`${waystone.subgraphUrl(name)}/readyz`)
  return ((await response.json()) as { replica?: { used: boolean; reason: string | null; lagMs: number } }).replica
}

/** How many reads the replica of a subgraph has answered. */
async function replicaReads(name: SubgraphName): Promise<number> {
  const text = await (await fetch(`${waystone.subgraphUrl(name)}/metrics`)).text()
  return Number(/waystone_replica_reads_total\{[^}]*answer="replica"[^}]*\} (\d+)/.exec(text)?.[1] ?? Number.NaN)
}

const answer = async (source: string, token?: string, variables?: object) => {
  const { data, errors } = await waystone.ask(source, { token, ...(variables && { variables }) })
  expect(errors).toBeUndefined()
  return data
}

const LISTS = `ledger { totalCount edges { node { reason } } } rewardClaims { totalCount } sessions { id }
  inventory { totalCount } pulls { totalCount edges { node { id items { duplicate } } } }
  questProgress { status } questCompletions { totalCount } events { totalCount }
  notifications { totalCount }`

test('in every subgraph, whoever has not written there reads from the replica', async () => {
  const before = await Promise.all(subgraphNames.map(replicaReads))
  await answer(`{ user(id: "${old.id}") { ${LISTS} } items { name } banners { name } guilds { totalCount } }`, admin)
  await answer('{ userByUsername(username: "oldest") { id } characterByName(name: "Nobody") { id } }')
  const after = await Promise.all(subgraphNames.map(replicaReads))
  for (const [place, name] of subgraphNames.entries()) expect(after[place], name).toBeGreaterThan(before[place] ?? NaN)
})

test('a player sees at the next request what the last one has changed, and others see it later', async () => {
  const token = await waystone.aPlayer('Writer')
  const { me } = await answer('{ me { id sessions { current } } }', token)
  expect(me.sessions).toEqual([{ current: true }])

  const buy = `mutation { buyCurrency(input: { packId: "diamonds-500", paymentMethod: "pm_ok", idempotencyKey: "1" }) {
    ... on Purchase { status wallet { user { ledger(first: 1) { edges { node { reason } } } } } } } }`
  const { buyCurrency } = await answer(buy, token)
  expect(buyCurrency).toMatchObject({
    status: 'COMPLETED',
    wallet: { user: { ledger: { edges: [{ node: { reason: 'PURCHASE' } }] } } },
  })
  expect((await answer('{ me { ledger { totalCount } } }', token)).me.ledger.totalCount).toBe(2)

  const { banners } = await answer('{ banners { id } }')
  const pull = `mutation { pull(input: { bannerId: "${banners[0].id}", count: 1, idempotencyKey: "1" }) { ... on Pull { id } } }`
  const drawn = (await answer(pull, token)).pull
  const mine = (
    await answer(
      '{ me { inventory { totalCount } pulls { edges { node { id items { duplicate } } } } pity(bannerId: "' +
        banners[0].id +
        '") { bannerId } } }',
      token,
    )
  ).me
  expect(mine).toMatchObject({
    inventory: { totalCount: 1 },
    pulls: { edges: [{ node: { id: drawn.id, items: [{ duplicate: false }] } }] },
  })

  await answer('mutation { createCharacter(input: { name: "Written", class: MAGE }) { __typename } }', token)
  const byName = '{ characterByName(name: "written") { name owner { username } } }'
  expect((await answer(byName, token)).characterByName).toEqual({ name: 'Written', owner: { username: 'Writer' } })
  // Lookups of rows that the replica lacks go to the primary; lists of other users may be stale.
  expect((await answer(byName, old.token)).characterByName.name).toBe('Written')
  expect((await answer('{ userByUsername(username: "writer") { username } }', old.token)).userByUsername.username).toBe(
    'Writer',
  )
  const others = await answer(`{ user(id: "${me.id}") { inventory { totalCount } pulls { totalCount } } }`, admin)
  expect(others.user).toEqual({ inventory: { totalCount: 0 }, pulls: { totalCount: 0 } })
})

test('what is cached is never filled from the replica, so no change is lost for longer than the request that made it', async () => {
  const seen = async (token?: string) =>
    (await answer(`{ user(id: "${old.id}") { displayName characters { name } } }`, token)).user
  for (const displayName of ['First', 'Second', 'Third']) {
    await answer(`mutation { updateProfile(input: { displayName: "${displayName}" }) { __typename } }`, old.token)
    await answer(
      `mutation { createCharacter(input: { name: "${displayName}", class: MAGE }) { __typename } }`,
      old.token,
    )
    // An anonymous request fills the cache; the repeat is answered from the cache.
    for (const token of [undefined, admin, undefined]) {
      const { characters, ...user } = await seen(token)
      expect(user).toEqual({ displayName })
      expect(characters.at(-1)).toEqual({ name: displayName })
    }
  }
})

test('answers of subgraphs say that nobody may keep them, so the gateway keeps nothing that a replica said', async () => {
  for (const name of subgraphNames) {
    const response = await fetch(`${waystone.subgraphUrl(name)}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
    })
    expect(response.headers.get('cache-control'), name).toBe('no-store')
  }
})

test('without the replica nothing fails; readiness and metrics tell', async () => {
  await servers.stopReplica()
  await answer(`{ user(id: "${old.id}") { ${LISTS} } items { name } }`, admin)
  for (const name of subgraphNames) {
    await expect.poll(() => replicaOf(name)).toMatchObject({ used: false, reason: 'unreachable' })
    const ready = await fetch(`${waystone.subgraphUrl(name)}/readyz`)
    expect([ready.status, await ready.json()]).toMatchObject([200, { checks: { database: 'ok', replica: 'failing' } }])
    expect((await fetch(`${waystone.subgraphUrl(name)}/readyz?all=1`)).status).toBe(503)
    const text = await (await fetch(`${waystone.subgraphUrl(name)}/metrics`)).text()
    expect(text).toMatch(/waystone_replica_used\{[^}]*\} 0/)
  }
  await answer(`{ user(id: "${old.id}") { ${LISTS} } items { name } }`, admin)
})
