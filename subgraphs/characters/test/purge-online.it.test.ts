import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestApp } from './characters-app.js'
import { inWorld, startWorld } from './players-in-world.js'

let characters: TestApp
beforeAll(async () => {
  characters = await startWorld()
})
afterAll(() => characters.close())

const purge = () => characters.app.services.purgeCharacters()
const isThere = async (id: string) =>
  (await characters.database.primary.query('SELECT FROM characters WHERE id = $1', [id])).rowCount === 1

test('a character that is online is never purged, whatever its mark says', async () => {
  const traveller = await inWorld(characters)
  // The mark takes a character out of the world; here one has got in nevertheless.
  await characters.database.primary.query('UPDATE characters SET purge_at = $2 WHERE id = $1', [
    traveller.id,
    characters.clock.now(),
  ])
  characters.clock.advance(1_000)
  expect(await purge()).toEqual({ purged: 0 })
  expect(await isThere(traveller.id)).toBe(true)
  expect(characters.app.world.running?.loop.live.character(traveller.id)).toBeDefined()
})

test('a character that is marked while it is online leaves the world, and is purged after its time', async () => {
  const traveller = await inWorld(characters)
  await characters.ask(traveller.player, `mutation { deleteCharacter(id: "${traveller.id}") { __typename } }`)
  expect(characters.app.world.running?.loop.live.character(traveller.id)).toBeUndefined()
  characters.clock.advance(8 * 24 * 60 * 60 * 1000)
  expect(await purge()).toEqual({ purged: 1 })
  expect(await isThere(traveller.id)).toBe(false)
})

test('a character that is marked while it enters is not in the world in the end', async () => {
  const traveller = await inWorld(characters)
  await traveller.command('leaveWorld(characterId: $id)')
  await Promise.all([
    traveller.command('enterWorld(characterId: $id)'),
    characters.ask(traveller.player, `mutation { deleteCharacter(id: "${traveller.id}") { __typename } }`),
  ])
  expect(characters.app.world.running?.loop.live.character(traveller.id)).toBeUndefined()
})
