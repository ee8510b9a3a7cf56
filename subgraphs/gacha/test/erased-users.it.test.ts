import { randomUUID } from 'node:crypto'
import { watchErasure } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGacha, type Player, type TestApp } from './gacha-app.js'

let gacha: TestApp
beforeAll(async () => {
  gacha = await startGacha()
  await gacha.app.start()
})
afterAll(() => gacha.close())

const deleteAccount = ({ userId }: Player) => gacha.tell('user.deleted', { userId })
const rotate = (player: Player, clientSeed: string) =>
  gacha.ask(player, `mutation { rotateFairnessSeed(clientSeed: "${clientSeed}") { revealedServerSeed } }`)
const textsOf = async ({ userId }: Player) => ({
  seeds: (
    await gacha.rows<{ client_seed: string }>('select client_seed from fairness_seed where user_id = $1', [userId])
  ).map(row => row.client_seed),
  keys: (
    await gacha.rows<{ own: boolean }>('select idempotency_key = id::text as own from pull where user_id = $1', [
      userId,
    ])
  ).map(row => row.own),
})

test('a deleted account keeps its pulls and items, without the texts that its user or client made', async () => {
  const player = gacha.aPlayerWith(2_000)
  await rotate(player, 'my-name')
  for (const key of ['key-of-mine', 'another']) await gacha.pull(player, { key })
  const items = await gacha.rows('select * from inventory_entry where user_id = $1 order by item_id', [player.userId])
  expect(items.length).toBeGreaterThan(0)
  await deleteAccount(player)
  await deleteAccount(player)
  expect(await textsOf(player)).toEqual({ seeds: ['erased', 'erased'], keys: [true, true] })
  expect(
    await gacha.rows('select * from inventory_entry where user_id = $1 order by item_id', [player.userId]),
  ).toEqual(items)
})

test('what a request that was under way brings after the deletion has no text of the user, and a pull still ends', async () => {
  const player = gacha.aPlayerWith(2_000)
  await rotate(player, 'before')
  await deleteAccount(player)
  await rotate(player, 'my-name-again')
  expect((await gacha.pull(player, { key: 'late-key' })).__typename).toBe('Pull')
  expect((await textsOf(player)).seeds).toEqual(['erased', 'erased', 'erased'])
  await gacha.app.services.prune()
  expect((await textsOf(player)).keys).toEqual([true])
})

test('keys that are ids of the same user’s other pulls do not stand in the way', async () => {
  const player = gacha.aPlayerWith(2_000)
  const pull = async (key: string) => {
    expect((await gacha.pull(player, { key })).__typename).toBe('Pull')
    const found = 'select id from pull where user_id = $1 and idempotency_key = $2'
    return (await gacha.rows<{ id: string }>(found, [player.userId, key]))[0]?.id ?? ''
  }
  await pull(await pull('early'))
  await deleteAccount(player)
  expect((await textsOf(player)).keys).toEqual([true, true])
  await pull(await pull('late'))
  await gacha.app.services.prune()
  expect((await textsOf(player)).keys).toEqual([true, true, true, true])
})

test('of client seeds that are chosen while the account is deleted, none is left', async () => {
  const player = gacha.aPlayerWith(2_000)
  await rotate(player, 'first')
  const rotations = Array.from({ length: 8 }, (_, index) => rotate(player, `name-${index}`))
  await Promise.all([...rotations.slice(0, 4), deleteAccount(player), ...rotations.slice(4)])
  expect(new Set((await textsOf(player)).seeds)).toEqual(new Set(['erased']))
})

test('client seeds of a living user cannot be changed, and those of a deleted one to nothing but the mark', async () => {
  const [living, erased] = [gacha.aPlayerWith(2_000), gacha.aPlayerWith(2_000)]
  for (const player of [living, erased]) await rotate(player, 'mine')
  await deleteAccount(erased)
  const change = (sql: string, { userId }: Player) =>
    gacha.rows(`update fairness_seed set ${sql} where user_id = $1`, [userId])
  await expect(change(`client_seed = 'erased'`, living)).rejects.toThrow('never changed')
  await expect(change(`client_seed = 'other'`, erased)).rejects.toThrow('never changed')
  await expect(change(`server_seed_hash = '${randomUUID()}'`, erased)).rejects.toThrow('never changed')
})

test('what docs/personal-data.md calls overwritten is in no column after the deletion of the account, and others keep theirs', async () => {
  const aPerson = async (texts: readonly [string, string]) => {
    const player = gacha.aPlayerWith(2_000)
    const [seed, key] = texts
    await rotate(player, seed)
    await gacha.pull(player, { key })
    gacha.users.bar(player.userId, { rule: 'FORBIDDEN', country: 'BE', minimumAge: null, isAgeKnown: false })
    await gacha.pull(player, { key: `${key}-refused` })
    const query = (sql: string, values: readonly unknown[] = []) => gacha.rows<Record<string, unknown>>(sql, values)
    return { player, erasure: await watchErasure(query, 'gacha', { ids: { user_id: player.userId }, texts }) }
  }
  const [gone, other] = [await aPerson(['seed-of-a', 'key-of-a']), await aPerson(['seed-of-b', 'key-of-b'])]
  expect(gone.erasure.tables.map(({ table }) => table)).toEqual(['pull', 'fairness_seed'])
  expect(gone.erasure.unfilled).toEqual([])
  await deleteAccount(gone.player)
  expect(await gone.erasure.after()).toEqual([])
  expect(await other.erasure.after()).toContain('fairness_seed holds seed-of-b')
})
