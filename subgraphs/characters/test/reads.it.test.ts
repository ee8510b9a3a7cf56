import { randomUUID } from 'node:crypto'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Character } from '../src/domain/character.js'
import { aPlayer, startCharacters, type Player, type TestApp } from './characters-app.js'

let characters: TestApp
let counted: ReturnType<typeof countStatements>
let players: Player[]
let made: Character[]
beforeAll(async () => {
  characters = await startCharacters()
  players = Array.from({ length: 50 }, () => aPlayer())
  made = []
  for (const [index, player] of players.entries()) made.push(await characters.aCharacter(player, `Hero${index}`))
  counted = countStatements(characters.database.primary)
})
afterAll(async () => {
  counted.stop()
  await characters.close()
})

const entities = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    ... on Character { name stats { maxHp } map { name } owner { id } }
    ... on User { characters { name level } characterSlots }
  }
}`
const ask = async (type: 'Character' | 'User', ids: readonly string[]) => {
  counted.reset()
  const { data, errors } = await characters.ask(null, entities, {
    representations: ids.map(id => ({ __typename: type, id })),
  })
  expect(errors).toEqual([])
  return { found: data?.['_entities'] as readonly Record<string, unknown>[], statements: counted.statements.length }
}

test('fifty characters by id cost one statement, and none once they are cached', async () => {
  const ids = made.map(({ id }) => id)
  const first = await ask('Character', ids)
  expect(first.statements).toBe(1)
  expect(first.found.map(found => found['name'])).toEqual(made.map(({ name }) => name))
  const second = await ask('Character', ids.toReversed())
  expect(second.statements).toBe(0)
  expect(second.found.map(found => found['name'])).toEqual(made.map(({ name }) => name).toReversed())
})

test('the characters of fifty players cost one statement, and none once they are cached', async () => {
  const ids = players.map(({ userId }) => userId)
  const first = await ask('User', ids)
  expect(first.statements).toBe(1)
  expect(first.found).toEqual(made.map(({ name }) => ({ characters: [{ name, level: 1 }], characterSlots: 8 })))
  expect((await ask('User', ids)).statements).toBe(0)
})

test('a player without characters is cached as well, until the first one is made', async () => {
  const player = aPlayer()
  expect(await ask('User', [player.userId])).toEqual({ found: [{ characters: [], characterSlots: 8 }], statements: 1 })
  expect((await ask('User', [player.userId])).statements).toBe(0)
  await characters.aCharacter(player, 'Firstborn')
  expect((await ask('User', [player.userId])).found).toMatchObject([{ characters: [{ name: 'Firstborn' }] }])
})

test('many names cost one statement, and a name is found without regard to case', async () => {
  const aliases = made
    .slice(0, 20)
    .map(({ name }, index) => `a${index}: characterByName(name: "${name.toUpperCase()}") { name }`)
  await ask(
    'Character',
    made.map(({ id }) => id),
  )
  counted.reset()
  const { data } = await characters.ask(
    null,
    `{ ${aliases.join('\n')} none: characterByName(name: "Unheard0f") { name } }`,
  )
  expect(counted.statements).toHaveLength(1)
  expect(data).toMatchObject({ a0: { name: 'Hero0' }, a19: { name: 'Hero19' }, none: null })
})

test('what cannot be an id or a name is nothing, without a statement', async () => {
  counted.reset()
  const { data, errors } = await characters.ask(
    null,
    `query ($long: String!) {
      id: character(id: "7") { id } name: characterByName(name: "no name!") { id } long: characterByName(name: $long) { id }
      map(id: "nowhere") { id }
    }`,
    { long: 'x'.repeat(1_000_000) },
  )
  expect(errors).toEqual([])
  expect(data).toEqual({ id: null, name: null, long: null, map: null })
  expect((await ask('User', ["' OR 1=1"])).found).toEqual([{ characters: [], characterSlots: 8 }])
  expect((await ask('Character', ['', 'x'])).found).toEqual([null, null])
  expect(counted.statements).toHaveLength(0)
})

test('an unknown id is nothing, and asking for it again costs nothing', async () => {
  const id = randomUUID()
  expect(await ask('Character', [id])).toEqual({ found: [null], statements: 1 })
  expect(await ask('Character', [id])).toEqual({ found: [null], statements: 0 })
})

test('an id in upper case is the same id', async () => {
  const [first] = made
  expect((await ask('Character', [first?.id.toUpperCase() ?? ''])).found).toMatchObject([{ name: 'Hero0' }])
})

test('what a request has changed, the same request sees', async () => {
  const player = aPlayer()
  const { id } = await characters.aCharacter(player, 'Mutable')
  const { data } = await characters.ask(
    player,
    `mutation ($id: ID!) {
      deleted: deleteCharacter(id: $id) { ... on Character { owner { characters { purgeAt } } } }
      restored: restoreCharacter(id: $id) { ... on Character { owner { characters { purgeAt } } } }
    }`,
    { id },
  )
  expect(data).toMatchObject({
    deleted: { owner: { characters: [{ purgeAt: expect.any(String) }] } },
    restored: { owner: { characters: [{ purgeAt: null }] } },
  })
})
