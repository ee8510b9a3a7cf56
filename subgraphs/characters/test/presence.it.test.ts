import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { TestApp } from './characters-app.js'
import { inWorld, startWorld, type Traveller } from './players-in-world.js'

const IDLE_MS = 300_000

let characters: TestApp
beforeAll(async () => {
  characters = await startWorld()
})
afterAll(() => characters.close())

const isInWorld = ({ id }: Traveller) => characters.app.world.running?.loop.live.character(id) !== undefined
const hasLeft = (traveller: Traveller) => vi.waitUntil(() => !isInWorld(traveller), { timeout: 20_000 })
/** A command that changes nothing, by which a client shows that it is there. */
const stay = (traveller: Traveller) =>
  traveller.command('changeAppearance(characterId: $id, appearance: { hairStyle: 1, hairColor: 1, clothColor: 3 })')
const revokeUser = ({ player }: Traveller) =>
  characters.revocations.add([
    { sessionId: null, userId: player.userId, revokedAtMs: characters.clock.now().getTime() },
  ])
test('a character leaves the world when its user is signed out everywhere, and no other does', async () => {
  const [gone, other] = [await inWorld(characters), await inWorld(characters)]
  revokeUser(gone)
  await hasLeft(gone)
  expect(isInWorld(other)).toBe(true)
})

test('a command that shows the end of its session to be under way leaves no character behind', async () => {
  const traveller = await inWorld(characters)
  for (let round = 0; round < 5; round += 1) {
    // Refused, or applied before the end of the session was known: in both cases the character leaves.
    const command = stay(traveller).catch(() => null)
    revokeUser(traveller)
    await command
    await hasLeft(traveller)
    characters.clock.advance(1_000)
    await traveller.command('enterWorld(characterId: $id)')
    expect(isInWorld(traveller)).toBe(true)
  }
})

test('a client that sends no command for the idle time loses its place in the world, one that does keeps it', async () => {
  const [vanished, busy] = [await inWorld(characters), await inWorld(characters)]
  characters.clock.advance(IDLE_MS / 2)
  expect(await stay(busy)).toMatchObject({ __typename: 'CommandAccepted' })
  characters.clock.advance(IDLE_MS / 2)
  await hasLeft(vanished)
  expect(isInWorld(busy)).toBe(true)
  // It comes back as it would after a restart.
  expect(await vanished.command('enterWorld(characterId: $id)')).toMatchObject({ __typename: 'CommandAccepted' })
  expect(isInWorld(vanished)).toBe(true)
})

test('a client that only watches is there for as long as its subscription, and the idle time after it', async () => {
  const watching = await inWorld(characters)
  const watched = await watching.watch('... on CharacterMoved { characterId }')
  await watched.next()
  const vanished = await inWorld(characters)
  // Less than its access token lives.
  characters.clock.advance(2 * IDLE_MS)
  await hasLeft(vanished)
  expect(isInWorld(watching)).toBe(true)

  const other = await inWorld(characters)
  characters.clock.advance(1)
  await watched.close()
  characters.clock.advance(IDLE_MS - 1)
  await hasLeft(other)
  expect(isInWorld(watching)).toBe(true)
  characters.clock.advance(1)
  await hasLeft(watching)
})

test('commands of strangers keep no character in the world', async () => {
  const vanished = await inWorld(characters)
  characters.clock.advance(IDLE_MS - 1)
  const stranger = { userId: randomUUID(), scopes: [] }
  const { data } = await characters.ask(
    stranger,
    `mutation { leaveWorld(characterId: "${vanished.id}") { __typename } }`,
  )
  expect(data).toEqual({ leaveWorld: { __typename: 'CharacterNotFound' } })
  expect(isInWorld(vanished)).toBe(true)
  characters.clock.advance(1)
  await hasLeft(vanished)
})
