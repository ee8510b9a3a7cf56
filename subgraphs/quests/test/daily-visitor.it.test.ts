import { randomUUID } from 'node:crypto'
import { withTransaction } from '@waystone/kit/postgres'
import { appendEvents } from '@waystone/kit/outbox'
import { createDatabase, type Database } from '@waystone/kit/postgres'
import { createLogger } from '@waystone/kit/logger'
import { createTestDatabase, type TestDatabase } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { earlier } from '../../../prisma/quests/content/earlier.js'
import { seed } from '../../../prisma/quests/seed.js'
import { aPlayer, anEvent, aSignIn, startQuests, type Player, type TestApp } from './quests-app.js'

/**
 * Every outbox is alike: this one stands for that of users, whose events come by the same relay and inbox as
 * in production.
 */
let usersDatabase: TestDatabase
let users: Database
let quests: TestApp
beforeAll(async () => {
  quests = await startQuests()
  await seed(quests.app)
  usersDatabase = await createTestDatabase({ migrations: 'quests' })
  const logger = createLogger({ name: 'test', level: 'silent' })
  users = createDatabase({ url: usersDatabase.url, maxConnections: 4, applicationName: 'users', logger })
  await quests.events.relay({ producer: 'users', pool: users.primary })
  await quests.app.start()
})
afterAll(async () => {
  await quests.close()
  await users.close()
  await usersDatabase.close()
})

async function signsIn(player: Player, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    quests.clock.advance(60_000)
    await withTransaction(users.primary, tx => appendEvents(tx, [aSignIn(player, quests.clock.now())]))
  }
  await quests.events.settled()
}

const dailyVisitor = async (player: Player) => {
  const { data } = await quests.askUser(
    player,
    player,
    'questCompletions { totalCount edges { node { number claimedAt quest { name } } } } questProgress { status completions quest { name } objectives { count } }',
  )
  const completions = data.questCompletions.edges.map(({ node }: { node: { number: number } }) => node.number)
  const progress = data.questProgress.find(({ quest }: { quest: { name: string } }) => quest.name === 'Daily visitor')
  return { completions, status: progress.status, count: progress.objectives[0].count }
}

describe('"Daily visitor"', () => {
  it('is completed by sign-ins 1–3 and by 4–6; the 7th is recorded and completes nothing', async () => {
    const player = aPlayer()
    await signsIn(player, 2)
    expect(await dailyVisitor(player)).toEqual({ completions: [], status: 'ACTIVE', count: 2 })
    await signsIn(player, 1)
    expect(await dailyVisitor(player)).toEqual({ completions: [1], status: 'CLAIMED', count: 3 })
    await signsIn(player, 3)
    expect(await dailyVisitor(player)).toMatchObject({ completions: [2, 1], status: 'EXHAUSTED' })
    await signsIn(player, 1)
    expect(await dailyVisitor(player)).toMatchObject({ completions: [2, 1], status: 'EXHAUSTED' })
    const { data } = await quests.askUser(player, player, 'events(type: "user.signed_in") { totalCount }')
    expect(data.events.totalCount).toBe(7)
  })

  it('tells the others of each completion, and of the rewards of each, once', async () => {
    const player = aPlayer()
    await signsIn(player, 7)
    const told = (await quests.told()).filter(({ data }) => data['userId'] === player.userId)
    expect(told.map(({ type }) => type)).toEqual([
      'quest.completed',
      'quest.reward_granted',
      'quest.completed',
      'quest.reward_granted',
    ])
    expect(told[1]?.data['rewards']).toEqual([
      { kind: 'CURRENCY', currency: 'GOLD', amount: 100 },
      { kind: 'CURRENCY', currency: 'DIAMOND', amount: 10 },
    ])
    expect(told[1]?.data['completionId']).toBe(told[0]?.data['completionId'])
  })

  it('counts an event once, though it is delivered a hundred times among others', async () => {
    const player = aPlayer()
    const [first, second] = [aSignIn(player, quests.clock.now()), aSignIn(player, quests.clock.now())]
    for (let delivery = 0; delivery < 50; delivery++) {
      // A relay that lost its place sends again, under the same ids.
      await withTransaction(users.primary, async tx => {
        await tx.query({ text: 'DELETE FROM outbox' })
        await appendEvents(tx, [first, second])
      })
      await quests.events.settled()
    }
    await quests.rows('DELETE FROM inbox WHERE event_id = $1', first.id)
    await Promise.all(Array.from({ length: 50 }, () => quests.happens(first)))
    expect(await dailyVisitor(player)).toMatchObject({ count: 2, completions: [] })
  })

  it('is installed once, however often the seed runs', async () => {
    const before = await quests.rows('SELECT * FROM quest_version ORDER BY revision')
    await seed(quests.app)
    expect(await quests.rows('SELECT * FROM quest_version ORDER BY revision')).toEqual(before)
    expect(before.length).toBeGreaterThanOrEqual(8)
  })

  it('counts a ten-pull as ten for "Wish upon a stone", and replaces the text that counted it as one where nobody has changed it', async () => {
    const [[id, [replaces]] = ['', []]] = Object.entries(earlier)
    if (replaces === undefined) throw new Error('Expected an earlier text')
    const { name } = replaces
    const standing = async (player: Player) => {
      const selection = 'questProgress { quest { name version } completions objectives { count } }'
      const { data } = await quests.askUser(player, player, selection)
      return data.questProgress.find((one: { quest: { name: string } }) => one.quest.name === name)
    }
    const pull = (player: Player, count: number) => {
      const item = { itemId: randomUUID(), rarity: 'RARE' as const, featured: false }
      const items = Array.from({ length: count }, () => item)
      const data = { pullId: randomUUID(), bannerId: randomUUID(), currency: 'DIAMOND' as const, cost: 100, items }
      return anEvent('pull.drawn', player, data, quests.clock.now())
    }
    const player = aPlayer()
    await quests.happens(pull(player, 1), pull(player, 10))
    expect(await standing(player)).toMatchObject({ completions: 1, objectives: [{ count: 1 }] })

    const older = await startQuests()
    try {
      await older.app.services.installQuest({ id, input: replaces })
      await older.app.services.installQuest({ id: randomUUID(), input: { ...replaces, name: 'Changed' } })
      await seed(older.app)
      await seed(older.app)
      const versions = `SELECT version, definition->'objectives'->0->>'countEach' AS each FROM quest_version WHERE quest_id = $1 ORDER BY 1`
      expect(await older.rows(versions, id)).toEqual([
        { version: 1, each: null },
        { version: 2, each: 'items' },
      ])
      await older.app.services.publishQuest({ actor: 'test', id, input: { ...replaces, rewards: [], name: 'Ours' } })
      await seed(older.app)
      expect(await older.rows(versions, id)).toHaveLength(3)
    } finally {
      await older.close()
    }
  })

  it('waits for an event of a user who is not who it says, as a dead letter', async () => {
    const player = aPlayer()
    const forged = { ...aSignIn(player, quests.clock.now()), aggregateId: aPlayer().userId }
    await withTransaction(users.primary, tx => appendEvents(tx, [forged]))
    await quests.events.settled()
    expect(await quests.rows('SELECT attempts FROM dead_letter WHERE event_id = $1', forged.id)).toEqual([
      { attempts: 1 },
    ])
    expect(await quests.rows('SELECT * FROM player WHERE user_id = $1', player.userId)).toEqual([])
  })

  it('records events that no quest counts', async () => {
    const player = aPlayer()
    const updated = anEvent('user.profile_updated', player, { timeZone: 'Asia/Tokyo' }, quests.clock.now())
    await quests.happens(updated)
    expect(await quests.rows('SELECT type FROM game_event WHERE user_id = $1', player.userId)).toEqual([
      { type: 'user.profile_updated' },
    ])
    expect(await quests.rows('SELECT time_zone FROM player WHERE user_id = $1', player.userId)).toEqual([
      { time_zone: 'Asia/Tokyo' },
    ])
  })
})
