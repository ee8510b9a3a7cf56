import { randomUUID } from 'node:crypto'
import { isOwnCharacter, newEvent, type EventData } from '@waystone/events'
import { createLogger } from '@waystone/kit/logger'
import { appendEvents } from '@waystone/kit/outbox'
import { createDatabase, withTransaction, type Database } from '@waystone/kit/postgres'
import { createInProcessServiceClient } from '@waystone/kit/service-client'
import { createTestDatabase, type TestDatabase } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { TestApp } from './characters-app.js'
import { aTraveller, inWorld, startWorld, type Change, type Traveller, type Watched } from './players-in-world.js'

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

const setBlocks = async (by: Traveller, blocked: readonly Traveller[], given = ++version) => {
  const data = { userId: by.player.userId, blockedIds: blocked.map(({ player }) => player.userId), version: given }
  const event = newEvent('blocks.changed', { id: randomUUID(), occurredAt: characters.clock.now(), data })
  await withTransaction(social.primary, tx => appendEvents(tx, [event]))
  await characters.events.settled()
}
/** The version of the blocks that the loop of the world was told of a character last. */
const isTold = async ({ id }: Traveller, blocks: number) =>
  await vi.waitUntil(() => characters.app.world.running?.introductions.blocksVersionOf(id) === blocks, {
    timeout: 10_000,
  })
const say = async (traveller: Traveller, text: string) =>
  expect(await traveller.command(`say(characterId: $id, text: "${text}")`)).toMatchObject({
    __typename: 'CommandAccepted',
  })
/** Follows what is said, from its first update on: words before that are told to nobody later. */
const listen = async (traveller: Traveller): Promise<Watched> => {
  const view = await traveller.watch('... on CharacterSaid { text }')
  await view.next()
  return view
}
/** The words that a watching player is told, up to the one that ends with a question mark. */
const heardBy = async (view: Watched): Promise<readonly unknown[]> => {
  const heard: unknown[] = []
  const isLast = ({ text }: Change) => typeof text === 'string' && text.endsWith('?')
  for (;;) {
    const { changes } = await view.next()
    for (const change of changes) if (change.__typename === 'CharacterSaid') heard.push(change['text'])
    if (changes.some(isLast)) return heard
  }
}

test('words are told neither to a player who has blocked the speaker nor to one whom the speaker has blocked', async () => {
  const columns = { x: 100, y: 100 }
  const [ada, bea, cleo] = [
    await inWorld(characters, { columns }),
    await inWorld(characters, { columns }),
    await inWorld(characters, { columns }),
  ]
  const all = [ada, bea, cleo]
  const views = await Promise.all(all.map(listen))
  const heard = () => Promise.all(views.map(heardBy))
  // Updates come in the order of the ticks: with the last words, a viewer has all that it is told before.
  await setBlocks(ada, [bea])
  await isTold(ada, version)
  await say(bea, 'From bea')
  await say(ada, 'From ada')
  await say(cleo, 'From cleo?')
  expect(await heard()).toEqual([
    ['From ada', 'From cleo?'],
    ['From bea', 'From cleo?'],
    ['From bea', 'From ada', 'From cleo?'],
  ])
  await setBlocks(ada, [])
  await isTold(ada, version)
  await say(bea, 'From bea again')
  await say(ada, 'From ada again?')
  expect(await heard()).toEqual(Array.from(all, () => ['From bea again', 'From ada again?']))
  await Promise.all(views.map(view => view.close()))
})

test('a block that was set while neither was in the world counts once both are, and an older one does not undo it', async () => {
  const columns = { x: 100, y: 100 }
  const [ada, bea] = [await aTraveller(characters, { columns }), await aTraveller(characters, { columns })]
  const newer = (version += 2)
  await setBlocks(bea, [ada], newer)
  await setBlocks(bea, [], newer - 1)
  for (const traveller of [ada, bea]) await traveller.command('enterWorld(characterId: $id)')
  const view = await listen(ada)
  await say(bea, 'From bea')
  await say(ada, 'From ada?')
  expect(await heardBy(view)).toEqual(['From ada?'])
  await view.close()
})

test('a world that was not told of blocks reads them', async () => {
  const ada = await inWorld(characters)
  await characters.database.primary.query('INSERT INTO block_list (user_id, blocked_ids, version) VALUES ($1, $2, 0)', [
    ada.player.userId,
    [randomUUID()],
  ])
  await characters.app.services.keepBlocks()
  expect(await isTold(ada, 0)).toBe(true)
})

test('of a deleted account, neither a party nor blocks come back', async () => {
  const ada = await aTraveller(characters)
  const { userId } = ada.player
  await characters.database.primary.query('UPDATE rosters SET erased_at = now() WHERE user_id = $1', [userId])
  await join(ada, 3)
  await setBlocks(ada, [ada])
  const { rows } = await characters.database.primary.query(
    'SELECT user_id FROM party_membership WHERE user_id = $1 UNION SELECT user_id FROM block_list WHERE user_id = $1',
    [userId],
  )
  expect(rows).toEqual([])
})
