import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { withTransaction } from '@waystone/kit/postgres'
import { aTargetBanner, heroes, sword } from './banner-model/banner-of-model.js'
import { startGacha, type Player, type TestApp } from './gacha-app.js'
import { createMemoryChanges } from './memory-changes.js'
import { fairnessOf } from './players-pulls.js'
import { createPublisher } from './published-models.js'

// Models are checked in threads, and those that run TypeScript as it is start slowly.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let gacha: TestApp
let fairness: ReturnType<typeof fairnessOf>
beforeAll(async () => {
  gacha = await startGacha()
  fairness = fairnessOf(gacha)
})
afterAll(() => gacha.close())

/** Waits until so many statements wait for a lock on the user's seed, or for one who does. */
async function untilWaiting(count: number): Promise<void> {
  const text = `select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like '%fairness_seed%'`
  await expect.poll(async () => (await gacha.rows<{ waiting: number }>(text))[0]?.waiting).toBe(count)
}

/** Runs both so that the second waits for the seed which the first, a rotation, reveals. */
async function afterRotation<T>(player: Player, second: () => Promise<T>): Promise<T> {
  let rotation: Promise<unknown> | undefined
  let waiting: Promise<T> | undefined
  await withTransaction(gacha.database.primary, async tx => {
    await tx.query({ text: 'select from fairness_seed where user_id = $1 for update', values: [player.userId] })
    rotation = fairness.rotate(player)
    await untilWaiting(1)
    waiting = second()
    await untilWaiting(2)
  })
  await rotation
  if (waiting === undefined) throw new Error('Nothing has waited')
  return await waiting
}

test('a draw that waits for a rotation is made with the seed that the rotation has put in use', async () => {
  const player = gacha.aPlayerWith(200)
  await gacha.pull(player, {})
  // Pulls are listed by their times.
  gacha.clock.advance(1_000)
  gacha.users.failNext('reserve-price', 'after')
  await expect(gacha.pull(player, {})).rejects.toThrow('was lost')
  gacha.clock.advance(60_000)
  await afterRotation(player, () => gacha.app.services.recoverPulls())
  const pulls = await fairness.pulls(player)
  expect(pulls.map(({ proof }) => [proof.seedNumber, proof.nonce])).toEqual([
    [2, 0],
    [1, 0],
  ])
})

test('a rotation that waits for another one reveals the seed that the other has put in use', async () => {
  const player = gacha.aPlayerWith(100)
  const shown = await fairness.commitment(player)
  const rotated = await afterRotation(player, () => fairness.rotate(player))
  expect(rotated.revealedServerSeedHash).toBe(shown.nextServerSeedHash)
})

test('a choice that waits is refused by the version that added the item which was chosen meanwhile', async () => {
  const { publish, published } = createPublisher(gacha)
  const wishes = (...choices: string[]) =>
    aTargetBanner({ name: 'Last Wish', target: { choices, change: 'never', resets: [] } })
  const { id } = await published(wishes(sword))
  const player = gacha.aPlayerWith(0)
  await fairness.commitment(player)
  let waiting: Promise<unknown> | undefined
  await withTransaction(gacha.database.primary, async tx => {
    await tx.query({ text: 'select from fairness_seed where user_id = $1 for update', values: [player.userId] })
    waiting = createMemoryChanges(() => gacha).choose(player, id, sword)
    await untilWaiting(1)
    expect(await publish(wishes(sword, heroes.featured), id)).toMatchObject({ version: 2 })
    // The choice of the request that had the lock before.
    const text = 'insert into banner_memory (user_id, scope, counters, boxes, target) values ($1, $2, $3, $4, $5)'
    await tx.query({ text, values: [player.userId, `banner:${id}`, {}, {}, heroes.featured] })
  })
  expect(await waiting).toMatchObject({ __typename: 'TargetFixed', target: { id: heroes.featured } })
})
