import { randomUUID } from 'node:crypto'
import type { Reward } from '@waystone/events'
import { findUnknownItems } from '@waystone/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { items } from '../../../prisma/gacha/content/items.js'
import { aPlayer, startGacha, type TestApp } from './gacha-app.js'

let gacha: TestApp
beforeAll(async () => {
  gacha = await startGacha()
  await gacha.app.start()
})
afterAll(() => gacha.close())

const [first, second] = items.map(item => item.id)
const anItem = (itemId: string | undefined, quantity: number): Reward => ({
  kind: 'ITEM',
  itemId: itemId ?? '',
  quantity,
})
const reward = (userId: string, ...rewards: Reward[]) => ({
  userId,
  questId: randomUUID(),
  completionId: randomUUID(),
  rewards,
})
const owned = (userId: string) =>
  gacha.rows('select item_id, quantity::int from inventory_entry where user_id = $1 order by item_id', [userId])

describe('what quests and users tell', () => {
  it('gives the items of a reward once, however often the event arrives', async () => {
    const { userId } = aPlayer()
    const data = reward(
      userId,
      anItem(first, 2),
      { kind: 'CURRENCY', currency: 'GOLD', amount: 7 },
      anItem(second, 1),
      anItem(first, 3),
    )
    const id = randomUUID()
    await gacha.tell('quest.reward_granted', data, id)
    const expected = [
      { item_id: first, quantity: 5 },
      { item_id: second, quantity: 1 },
    ]
    expect(await owned(userId)).toEqual(expected)
    for (let again = 0; again < 5; again++) await gacha.tell('quest.reward_granted', data, id)
    expect(await owned(userId)).toEqual(expected)
  })

  it('gives the items of a claimed mail once, however often the event arrives', async () => {
    const { userId } = aPlayer()
    const rewards = [
      anItem(first, 2),
      { kind: 'CURRENCY' as const, currency: 'GOLD' as const, amount: 7 },
      anItem(first, 1),
    ]
    const [id, data] = [randomUUID(), { userId, mailId: randomUUID(), rewards }]
    for (let again = 0; again < 5; again++) await gacha.tell('mail.claimed', data, id)
    expect(await owned(userId)).toEqual([{ item_id: first, quantity: 3 }])
    const receipts = await gacha.rows('SELECT source, quantity::int FROM item_receipt WHERE reference = $1', [
      data.mailId,
    ])
    expect(receipts).toEqual([{ source: 'MAIL', quantity: 3 }])
  })

  it('puts what a character picks up into the inventory once, however often the event arrives', async () => {
    const { userId } = aPlayer()
    const pickedUp = { userId, characterId: randomUUID(), mapId: randomUUID(), itemId: first ?? '' }
    const id = randomUUID()
    for (let again = 0; again < 5; again++) await gacha.tell('item.picked_up', pickedUp, id)
    expect(await owned(userId)).toEqual([{ item_id: first, quantity: 1 }])
    await gacha.tell('item.picked_up', pickedUp)
    expect(await owned(userId)).toEqual([{ item_id: first, quantity: 2 }])
  })

  it('gives nothing, and goes on, where an item that is picked up does not exist', async () => {
    const { userId } = aPlayer()
    const pickedUp = { userId, characterId: randomUUID(), mapId: randomUUID() }
    await gacha.tell('item.picked_up', { ...pickedUp, itemId: randomUUID() })
    await gacha.tell('item.picked_up', { ...pickedUp, itemId: first ?? '' })
    expect(await owned(userId)).toEqual([{ item_id: first, quantity: 1 }])
  })

  it('adds a reward to what the user has, and keeps when it was first obtained', async () => {
    const { userId } = aPlayer()
    await gacha.tell('quest.reward_granted', reward(userId, anItem(first, 1)))
    const since = 'select first_obtained_at from inventory_entry where user_id = $1'
    const before = await gacha.rows(since, [userId])
    gacha.clock.advance(60_000)
    await gacha.tell('quest.reward_granted', reward(userId, anItem(first, 1)))
    expect(await owned(userId)).toEqual([{ item_id: first, quantity: 2 }])
    expect(await gacha.rows(since, [userId])).toEqual(before)
  })

  it('holds as many of an item as the schema can say, and no more', async () => {
    const { userId } = aPlayer()
    await gacha.tell('quest.reward_granted', reward(userId, anItem(first, Number.MAX_SAFE_INTEGER)))
    await gacha.tell('quest.reward_granted', reward(userId, anItem(first, 1)))
    expect(await owned(userId)).toEqual([{ item_id: first, quantity: 2_147_483_647 }])
  })

  it('passes over an item that does not exist, and gives the others', async () => {
    const { userId } = aPlayer()
    await gacha.tell('quest.reward_granted', reward(userId, anItem(randomUUID(), 1), anItem(first, 1)))
    expect(await owned(userId)).toEqual([{ item_id: first, quantity: 1 }])
  })

  it('settles a drawn pull once its price is captured', async () => {
    const player = gacha.aPlayerWith(100)
    const key = randomUUID()
    const pull = await gacha.pull(player, { key })
    await gacha.tell('reservation.captured', { userId: player.userId, pullId: pull.id ?? '' })
    expect(await gacha.rows('select status from pull where id = $1', [pull.id])).toEqual([{ status: 'SETTLED' }])
    expect(await gacha.pull(player, { key })).toEqual(pull)
  })

  it('takes no notice of a capture of a pull that it does not know', async () => {
    const before = await gacha.rows('select id, status from pull order by id')
    await gacha.tell('reservation.captured', { userId: randomUUID(), pullId: randomUUID() })
    expect(await gacha.rows('select id, status from pull order by id')).toEqual(before)
  })
})

describe('findUnknownItems', () => {
  const answer = async (itemIds: readonly string[]) =>
    await gacha.app.internal
      .find(({ operation }) => operation === findUnknownItems.operation)
      ?.answer({ itemIds }, 'quests')

  it('answers those that do not exist', async () => {
    const unknown = randomUUID()
    expect(await answer([first ?? '', unknown])).toEqual({ unknownItemIds: [unknown] })
    expect(await answer([])).toEqual({ unknownItemIds: [] })
  })

  it('refuses what is no list of ids', async () => {
    await expect(answer(['x'])).rejects.toThrow(/find-unknown-items is wrong/)
  })
})
