import { randomUUID } from 'node:crypto'
import type { Reward } from '@waystone/events'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { balancesOf, expectSoundLedger } from './economy.js'
import { startUsers, type TestApp } from './users-app.js'

let users: TestApp
beforeAll(async () => {
  users = await startUsers()
  await users.app.start()
})
afterAll(() => users.close())
beforeEach(() => {
  users.quests.asked.length = 0
})

const gold: Reward = { kind: 'CURRENCY', currency: 'GOLD', amount: 1 }
const granted = (userId: string, ...rewards: Reward[]) => ({
  type: 'quest.reward_granted' as const,
  data: { userId, questId: randomUUID(), completionId: randomUUID(), rewards },
})
const goldOf = async (userId: string) => (await balancesOf(users, userId))['wallet_gold'] ?? 0

test('rewards that come together are confirmed by one call a hundred, and what gives no currency by none', async () => {
  const { userId } = await users.aPlayer()
  const item: Reward = { kind: 'ITEM', itemId: randomUUID(), quantity: 1 }
  await users.tellTogether(
    ...Array.from({ length: 250 }, () => granted(userId, gold)),
    ...Array.from({ length: 50 }, () => granted(userId, item)),
  )
  expect(await goldOf(userId)).toBe(250)
  expect(users.quests.asked).toEqual([100, 100, 50])
})

test('while quests is away its rewards wait and none becomes a dead letter; then each is credited once', async () => {
  const { userId } = await users.aPlayer()
  users.quests.isAway = true
  const telling = users.tellTogether(granted(userId, gold), granted(userId, gold))
  // More often than a failing event is tried.
  await vi.waitFor(() => expect(users.quests.asked.length).toBeGreaterThan(3), { timeout: 20_000, interval: 20 })
  expect(await goldOf(userId)).toBe(0)
  users.quests.isAway = false
  await telling
  expect(await goldOf(userId)).toBe(2)
  expect(await users.rows('select event_id from dead_letter where aggregate_id = $1', [userId])).toEqual([])
  await expectSoundLedger(users)
})
