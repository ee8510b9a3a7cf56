import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { createLogger } from '@waystone/kit/logger'
import { appendEvents, type EventEnvelope } from '@waystone/kit/outbox'
import { createDatabase, withTransaction, type Database } from '@waystone/kit/postgres'
import { createTestDatabase, watchErasure, type TestDatabase } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { aPlayer, startCharacters, type Player, type TestApp } from './characters-app.js'

/** Every outbox is alike: these stand for those of users and quests. */
let outside: readonly { database: Database; test: TestDatabase }[]
let characters: TestApp
beforeAll(async () => {
  characters = await startCharacters()
  const logger = createLogger({ name: 'test', level: 'silent' })
  outside = await Promise.all(
    ['users', 'quests'].map(async producer => {
      const own = await createTestDatabase({ migrations: 'characters' })
      const database = createDatabase({ url: own.url, maxConnections: 2, applicationName: producer, logger })
      await characters.events.relay({ producer, pool: database.primary })
      return { database, test: own }
    }),
  )
  await characters.app.start()
})
afterAll(async () => {
  await characters.close()
  for (const each of outside) {
    await each.database.close()
    await each.test.close()
  }
})

const arrive = async (producer: 'users' | 'quests', event: EventEnvelope) => {
  const database = outside[producer === 'users' ? 0 : 1]?.database
  if (database === undefined) throw new Error('Expected an outbox')
  await withTransaction(database.primary, tx => appendEvents(tx, [event]))
  await characters.events.settled()
}
const deleteAccount = ({ userId }: Player) =>
  arrive('users', newEvent('user.deleted', { id: randomUUID(), occurredAt: characters.clock.now(), data: { userId } }))
const create = async (player: Player, name: string) =>
  await characters.ask(
    player,
    `mutation { result: createCharacter(input: { name: "${name}", class: MAGE }) { __typename } }`,
  )
const nameOf = async (id: string) =>
  (await characters.ask(null, `{ character(id: "${id}") { name } }`)).data?.['character']

test('a deleted account has no characters, those in their grace period included, and their names are free', async () => {
  const player = aPlayer()
  const [living, leaving] = [await characters.aCharacter(player, 'Aldo'), await characters.aCharacter(player, 'Bela')]
  await characters.app.services.deleteCharacter({ userId: player.userId, characterId: leaving.id })
  expect(await nameOf(living.id)).toEqual({ name: 'Aldo' })
  await deleteAccount(player)
  expect(await nameOf(living.id)).toBeNull()
  const purged = (await characters.told()).filter(({ type }) => type === 'character.purged').map(({ data }) => data)
  expect(purged).toHaveLength(2)
  for (const { id } of [living, leaving]) expect(purged).toContainEqual({ userId: player.userId, characterId: id })
  for (const name of ['Aldo', 'Bela'])
    expect((await create(aPlayer(), name)).data?.['result']).toEqual({ __typename: 'Character' })
})

test('a request of a deleted account that was under way makes no character, and neither does a late reward', async () => {
  for (const player of [aPlayer(), aPlayer()]) {
    await deleteAccount(player)
    await arrive(
      'quests',
      characters.granted({
        userId: player.userId,
        questId: randomUUID(),
        completionId: randomUUID(),
        rewards: [{ kind: 'EXPERIENCE', amount: 100 }],
      }),
    )
    expect((await create(player, `C${randomUUID().slice(0, 8)}`)).errors[0]?.code).toBe(
      'The account of this access token does not exist',
    )
    const { rows } = await characters.database.primary.query(
      'select pending_experience from rosters where user_id = $1',
      [player.userId],
    )
    expect(rows).toEqual([{ pending_experience: '0' }])
  }
})

test('of characters that are made while the account is deleted, none is left', async () => {
  const player = aPlayer()
  const names = ['Cato', 'Dina', 'Egon', 'Fina', 'Gero', 'Hilde']
  await Promise.all([...names.map(name => create(player, name)), deleteAccount(player)])
  const { rows } = await characters.database.primary.query('select name from characters where user_id = $1', [
    player.userId,
  ])
  expect(rows).toEqual([])
})

test('a character that is marked for deletion leaves the world, and so does one whose account is deleted', async () => {
  const player = aPlayer()
  const [marked, kept] = [await characters.aCharacter(player, 'Cleo'), await characters.aCharacter(player, 'Dido')]
  await vi.waitUntil(() => characters.app.world.running !== null, { timeout: 20_000 })
  const online = () =>
    [marked, kept].map(({ id }) => characters.app.world.running?.loop.live.character(id) !== undefined)
  for (const { id } of [marked, kept])
    await characters.app.services.enterWorld({ userId: player.userId, characterId: id, clientSequence: null })
  expect(online()).toEqual([true, true])
  await characters.app.services.deleteCharacter({ userId: player.userId, characterId: marked.id })
  expect(online()).toEqual([false, true])
  await deleteAccount(player)
  await expect.poll(online).toEqual([false, false])
})

test('what docs/personal-data.md calls deleted is gone from every column with the account, and no other’s is', async () => {
  const query = async (sql: string, values: readonly unknown[] = []) =>
    (await characters.database.primary.query<Record<string, unknown>>(sql, [...values])).rows
  const aPerson = async (name: string, petName: string) => {
    const player = aPlayer()
    const { id } = await characters.aCharacter(player, name)
    await query(
      `INSERT INTO pets (id, character_id, kind_id, name, hunger, intimacy, summoned, tamed_at)
       VALUES ($1, $2, $3, $4, 1, 1, false, now())`,
      [randomUUID(), id, randomUUID(), petName],
    )
    await query('INSERT INTO party_membership (user_id, party, character_id, version) VALUES ($1, 1, $2, 1)', [
      player.userId,
      id,
    ])
    await query(`INSERT INTO block_list (user_id, blocked_ids, version) VALUES ($1, ARRAY[gen_random_uuid()], 1)`, [
      player.userId,
    ])
    const person = { ids: { user_id: player.userId, character_id: id }, texts: [name, petName] }
    return { player, erasure: await watchErasure(query, 'characters', person) }
  }
  const [gone, other] = [await aPerson('Aurelia', 'Bubbles'), await aPerson('Benedict', 'Sparky')]
  expect(gone.erasure.tables.map(({ table }) => table)).toEqual([
    'characters',
    'pets',
    'party_membership',
    'block_list',
  ])
  expect(gone.erasure.unfilled).toEqual([])
  await deleteAccount(gone.player)
  expect(await gone.erasure.after()).toEqual([])
  expect(await other.erasure.after()).toEqual([
    'characters has rows',
    'pets has rows',
    'party_membership has rows',
    'block_list has rows',
    expect.stringContaining('Benedict'),
    expect.stringContaining('Sparky'),
  ])
})
