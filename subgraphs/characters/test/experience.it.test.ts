import { randomUUID } from 'node:crypto'
import { newEvent, type Reward } from '@waystone/events'
import { createLogger } from '@waystone/kit/logger'
import { appendEvents, type EventEnvelope } from '@waystone/kit/outbox'
import { createDatabase, withTransaction, type Database } from '@waystone/kit/postgres'
import { createTestDatabase, type TestDatabase } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EXPERIENCE_MAX, experienceFor } from '../src/domain/experience.js'
import { aPlayer, startCharacters, type Player, type TestApp } from './characters-app.js'

/**
 * Every outbox is alike: this one stands for that of quests, whose rewards come by the same relay and inbox
 * as in production.
 */
let questsDatabase: TestDatabase
let quests: Database
let characters: TestApp
beforeAll(async () => {
  characters = await startCharacters()
  questsDatabase = await createTestDatabase({ migrations: 'characters' })
  const logger = createLogger({ name: 'test', level: 'silent' })
  quests = createDatabase({ url: questsDatabase.url, maxConnections: 4, applicationName: 'quests', logger })
  await characters.events.relay({ producer: 'quests', pool: quests.primary })
  await characters.app.start()
})
afterAll(async () => {
  await characters.close()
  await quests.close()
  await questsDatabase.close()
})

const reward = ({ userId }: Player, ...rewards: Reward[]): EventEnvelope =>
  characters.granted({ userId, questId: randomUUID(), completionId: randomUUID(), rewards })
const experience = (amount: number): Reward => ({ kind: 'EXPERIENCE', amount })
const arrive = async (...events: EventEnvelope[]) => {
  await withTransaction(quests.primary, tx => appendEvents(tx, events))
  await characters.events.settled()
}
/** Name, level and experience of each of the player's characters, oldest first, as clients see them. */
const levelsOf = async (player: Player) => {
  const { data } = await characters.ask(
    player,
    `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on User { characters { name level experience } } }
    }`,
    { representations: [{ __typename: 'User', id: player.userId }] },
  )
  const [user] = (data?.['_entities'] ?? []) as { characters: { name: string; level: number; experience: number }[] }[]
  return user?.characters.map(({ name, level, experience: gained }) => [name, level, gained])
}
const leveledUp = async ({ userId }: Player) =>
  (await characters.told())
    .map(({ type, data }) => ({ type, data: data as { userId: string; level: number } }))
    .filter(({ type, data }) => type === 'character.leveled_up' && data.userId === userId)
    .map(({ data }) => data.level)

test('a reward goes to the oldest living character, at once to be seen, and every level on the way is told', async () => {
  const player = aPlayer()
  const oldest = await characters.aCharacter(player, 'Alma')
  await characters.aCharacter(player, 'Ava')
  await characters.aCharacter(player, 'Ada')
  await characters.app.services.deleteCharacter({ userId: player.userId, characterId: oldest.id })
  expect(await levelsOf(player)).toEqual([
    ['Alma', 1, 0],
    ['Ava', 1, 0],
    ['Ada', 1, 0],
  ])
  await arrive(
    reward(player, experience(experienceFor(3)), { kind: 'CURRENCY', currency: 'GOLD', amount: 5 }, experience(7)),
  )
  expect(await levelsOf(player)).toEqual([
    ['Alma', 1, 0],
    ['Ava', 3, experienceFor(3) + 7],
    ['Ada', 1, 0],
  ])
  expect(await leveledUp(player)).toEqual([2, 3])
})

test('a reward without experience, and other events of quests, change nothing', async () => {
  const player = aPlayer()
  await characters.aCharacter(player, 'Bella')
  await arrive(
    reward(player, { kind: 'CURRENCY', currency: 'DIAMOND', amount: 10 }),
    newEvent('quest.completed', {
      id: randomUUID(),
      occurredAt: characters.clock.now(),
      data: { userId: player.userId, questId: randomUUID(), completionId: randomUUID(), number: 1 },
    }),
  )
  expect(await levelsOf(player)).toEqual([['Bella', 1, 0]])
})

test('a reward that arrives again counts once', async () => {
  const player = aPlayer()
  await characters.aCharacter(player, 'Cora')
  const event = reward(player, experience(120))
  await arrive(event)
  // A relay that lost its position resends events. The row has left the outbox, so it is written again.
  await arrive(event)
  expect(await levelsOf(player)).toEqual([['Cora', 2, 120]])
  expect(await leveledUp(player)).toEqual([2])
})

test('experience waits for a player without a living character, and is given once, to the first that is created', async () => {
  const player = aPlayer()
  await arrive(reward(player, experience(60)), reward(player, experience(60)))
  const made = await characters.aCharacter(player, 'Dina')
  expect(made).toMatchObject({ level: 2, experience: 120 })
  await characters.aCharacter(player, 'Dora')
  expect(await levelsOf(player)).toEqual([
    ['Dina', 2, 120],
    ['Dora', 1, 0],
  ])
  const told = (await characters.told()).filter(({ data }) => (data as { userId: string }).userId === player.userId)
  expect(told.map(({ type }) => type)).toEqual(['character.created', 'character.leveled_up', 'character.created'])
})

test('experience that waits goes to a character that is restored', async () => {
  const player = aPlayer()
  const emma = await characters.aCharacter(player, 'Emma')
  const own = { userId: player.userId, characterId: emma.id }
  await characters.app.services.deleteCharacter(own)
  await arrive(reward(player, experience(100)))
  expect(await levelsOf(player)).toEqual([['Emma', 1, 0]])
  await characters.app.services.restoreCharacter(own)
  expect(await levelsOf(player)).toEqual([['Emma', 2, 100]])
})

test('rewards that come while characters are made are all given, to the last point', async () => {
  const player = aPlayer()
  const rewards = Array.from({ length: 40 }, () => reward(player, experience(25)))
  await Promise.all([
    ...rewards.map(event => arrive(event)),
    ...['Fanny', 'Flora', 'Frida'].map(name =>
      characters.app.services.createCharacter({ userId: player.userId, input: { name, class: 'THIEF' } }),
    ),
  ])
  const gained = (await levelsOf(player))?.map(([, , points]) => Number(points)) ?? []
  expect(gained.reduce((sum, points) => sum + points, 0)).toBe(40 * 25)
})

test('experience beyond the last level is not counted, waiting or not', async () => {
  const [playing, waiting] = [aPlayer(), aPlayer()]
  await characters.aCharacter(playing, 'Greta')
  for (const player of [playing, waiting]) {
    await arrive(
      reward(player, experience(Number.MAX_SAFE_INTEGER)),
      reward(player, experience(Number.MAX_SAFE_INTEGER)),
    )
  }
  await characters.aCharacter(waiting, 'Gunda')
  expect(await levelsOf(playing)).toEqual([['Greta', 99, EXPERIENCE_MAX]])
  expect(await levelsOf(waiting)).toEqual([['Gunda', 99, EXPERIENCE_MAX]])
  expect(await leveledUp(playing)).toHaveLength(98)
})

test('all experience of a character has a reason: also what has waited, and what was more than it could have', async () => {
  const player = aPlayer()
  const reasons = async () => {
    const { rows } = await characters.database.primary.query<{ waits: boolean; experience: number; source: string }>(
      `SELECT user_id IS NOT NULL AS waits, experience::int, source FROM gain
       WHERE user_id = $1 OR character_id IN (SELECT id FROM characters WHERE user_id = $1) ORDER BY experience`,
      [player.userId],
    )
    return rows.map(({ waits, experience: gained, source }) => [source, gained, waits ? 'waits' : 'given'])
  }
  const granted = [reward(player, experience(70)), reward(player, experience(EXPERIENCE_MAX))]
  await arrive(...granted)
  expect(await reasons()).toEqual([
    ['QUEST', 70, 'waits'],
    ['QUEST', EXPERIENCE_MAX, 'waits'],
  ])
  await characters.aCharacter(player, 'Reasonable')
  await arrive(reward(player, experience(5)))
  expect(await reasons()).toEqual([
    ['QUEST', 5, 'given'],
    ['QUEST', 70, 'given'],
    ['QUEST', EXPERIENCE_MAX, 'given'],
  ])
  expect(await levelsOf(player)).toEqual([['Reasonable', 99, EXPERIENCE_MAX]])
})
