import { randomUUID } from 'node:crypto'
import { isOwnCharacter, newEvent, type EventData } from '@waystone/events'
import { createLogger } from '@waystone/kit/logger'
import { appendEvents } from '@waystone/kit/outbox'
import { createDatabase, withTransaction, type Database } from '@waystone/kit/postgres'
import { createInProcessServiceClient } from '@waystone/kit/service-client'
import { createTestDatabase, type TestDatabase } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { TestApp } from './characters-app.js'
import { aTraveller, startWorld, type Traveller } from './players-in-world.js'

/** Stands for the outbox of social, whose events come by the same relay and inbox as in production. */
let socialDatabase: TestDatabase
let social: Database
let characters: TestApp
beforeAll(async () => {
  characters = await startWorld()
  socialDatabase = await createTestDatabase({ migrations: 'characters' })
  const logger = createLogger({ name: 'test', level: 'silent' })
  social = createDatabase({ url: socialDatabase.url, maxConnections: 4, applicationName: 'social', logger })
  await characters.events.relay({ producer: 'social', pool: social.primary })
})
afterAll(async () => {
  await characters.close()
  await social.close()
  await socialDatabase.close()
})

let version = 0
const join = async (traveller: Traveller, number: number, options: { characterId?: string; version?: number } = {}) => {
  const { userId } = traveller.player
  const data: EventData<'party.changed'> = {
    userId,
    partyId: number === 0 ? null : randomUUID(),
    number,
    members: number === 0 ? [] : [{ userId, characterId: options.characterId ?? null }],
    version: options.version ?? ++version,
  }
  const event = newEvent('party.changed', { id: randomUUID(), occurredAt: characters.clock.now(), data })
  await withTransaction(social.primary, tx => appendEvents(tx, [event]))
  await characters.events.settled()
}
const partyOf = ({ id }: Traveller) => characters.app.world.running?.loop.live.character(id)?.party
const isInParty = async (traveller: Traveller, party: number) =>
  await vi.waitUntil(() => partyOf(traveller) === party, { timeout: 10_000 })

test('a character in the world joins the party that its user joins, and leaves it', async () => {
  const ada = await aTraveller(characters)
  await ada.command('enterWorld(characterId: $id)')
  await join(ada, 7)
  expect(await isInParty(ada, 7)).toBe(true)
  await join(ada, 0)
  expect(await isInParty(ada, 0)).toBe(true)
})

test('a character that enters brings its party, and one that is not the chosen one is in none', async () => {
  const [ada, bea] = [await aTraveller(characters), await aTraveller(characters)]
  await join(ada, 8)
  await join(bea, 8, { characterId: randomUUID() })
  for (const traveller of [ada, bea]) await traveller.command('enterWorld(characterId: $id)')
  expect(await isInParty(ada, 8)).toBe(true)
  expect(await isInParty(bea, 0)).toBe(true)
})

test('an older event does not undo a newer one', async () => {
  const ada = await aTraveller(characters)
  await ada.command('enterWorld(characterId: $id)')
  const newer = (version += 2)
  await join(ada, 9, { version: newer })
  await join(ada, 5, { version: newer - 1 })
  expect(await isInParty(ada, 9)).toBe(true)
})

test('a world that was not told is told again', async () => {
  const ada = await aTraveller(characters)
  await ada.command('enterWorld(characterId: $id)')
  await characters.database.primary.query('INSERT INTO party_membership (user_id, party, version) VALUES ($1, 11, 1)', [
    ada.player.userId,
  ])
  await characters.app.services.keepParties()
  expect(await isInParty(ada, 11)).toBe(true)
})

test('social is told whose a character is', async () => {
  const [ada, bea] = [await aTraveller(characters), await aTraveller(characters)]
  const client = createInProcessServiceClient({ self: 'social', find: () => characters.app.internal })
  const ask = (userId: string) => client.call(isOwnCharacter, { userId, characterId: ada.id })
  expect(await ask(ada.player.userId)).toEqual({ isOwn: true })
  expect(await ask(bea.player.userId)).toEqual({ isOwn: false })
})
