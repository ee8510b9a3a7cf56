import { withTransaction } from '@waystone/kit/postgres'
import { startTwoInstances, type Told, type TwoInstances } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { settlePulls } from '../src/repositories/pull.js'
import { startGacha, type Player, type TestApp } from './gacha-app.js'

interface Settled {
  readonly pullSettled: { readonly id: string; readonly items: readonly unknown[] }
}

let instances: TwoInstances<TestApp>
let gacha: TestApp
beforeAll(async () => {
  instances = await startTwoInstances(url => startGacha({ REDIS_URL: url }))
  gacha = instances.first
})
afterAll(() => instances.close())

const SETTLED = `subscription { pullSettled { id cost user { id } banner { name } items { item { name } duplicate } proof { nonce serverSeed } } }`

/** At each of the instances. */
async function pullsOf(player: Player): Promise<Told<Settled>[]> {
  return await Promise.all(
    instances.urls.map(async url =>
      instances.connect({ url, token: await gacha.token(player) }).subscribe<Settled>(SETTLED),
    ),
  )
}

/** Pulls and settles until every subscription has received a pull: servers do not say when they listen. */
async function pullsUntilTold(player: Player, all: readonly Told<Settled>[]): Promise<string[]> {
  const ids: string[] = []
  const told = { all: false }
  const first = Promise.all(all.map(one => one.nextData())).finally(() => (told.all = true))
  while (!told.all) ids.push(await pullsAndSettles(player))
  for (const { pullSettled } of await first) expect(ids).toContain(pullSettled.id)
  // Skips the pulls that were settled before every subscription was listening.
  const last = await pullsAndSettles(player)
  await Promise.all(
    all.map(async one => {
      while ((await one.nextData()).pullSettled.id !== last);
    }),
  )
  return [...ids, last]
}

async function pullsAndSettles(player: Player, count = 1): Promise<string> {
  const { id = '' } = await gacha.pull(player, { count })
  await gacha.tell('reservation.captured', { userId: player.userId, pullId: id })
  return id
}

it('a pull is told to all of its player’s devices once it is settled, whole', async () => {
  const player = gacha.aPlayerWith(100_000)
  const all = await pullsOf(player)
  await pullsUntilTold(player, all)
  const id = await pullsAndSettles(player, 10)
  for (const told of all) {
    const { pullSettled } = await told.nextData()
    expect(pullSettled).toMatchObject({
      id,
      cost: 1_000,
      user: { id: player.userId },
      banner: { name: 'First Light' },
      proof: { nonce: expect.any(Number), serverSeed: null },
    })
    expect(pullSettled.items).toHaveLength(10)
  }
})

it('neither a pull that is only drawn, nor one that is settled again, nor another player’s is told', async () => {
  const [player, other] = [gacha.aPlayerWith(100_000), gacha.aPlayerWith(100_000)]
  const all = await pullsOf(player)
  const [settled = ''] = await pullsUntilTold(player, all)
  await gacha.pull(player, {})
  await gacha.tell('reservation.captured', { userId: player.userId, pullId: settled })
  await pullsAndSettles(other)
  const id = await pullsAndSettles(player)
  for (const told of all) expect((await told.nextData()).pullSettled.id).toBe(id)
})

it('pulls that are settled at once are told in the order in which their prices were captured', async () => {
  const player = gacha.aPlayerWith(100_000)
  const all = await pullsOf(player)
  await pullsUntilTold(player, all)
  const pulls = await Promise.all(Array.from({ length: 4 }, async () => (await gacha.pull(player, {})).id ?? ''))
  // Against the order of the index of ids.
  const captured = pulls.toSorted().toReversed()
  // A batch may have an event twice; each pull is told once.
  await withTransaction(gacha.database.primary, tx => settlePulls(tx, [...captured, ...captured]))
  const last = await pullsAndSettles(player)
  for (const told of all) for (const id of [...captured, last]) expect((await told.nextData()).pullSettled.id).toBe(id)
})
