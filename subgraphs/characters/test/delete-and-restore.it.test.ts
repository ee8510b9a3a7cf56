import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aPlayer, startCharacters, type Player, type TestApp } from './characters-app.js'

let characters: TestApp
beforeAll(async () => {
  characters = await startCharacters()
})
afterAll(() => characters.close())

const DAY_MS = 24 * 60 * 60 * 1000
const fields = '{ __typename ... on Character { id name purgeAt } ... on CharacterNotFound { message } }'
const change = (mutation: string) => async (player: Player | null, id: string) =>
  (await characters.ask(player, `mutation ($id: ID!) { result: ${mutation}(id: $id) ${fields} }`, { id })).data?.[
    'result'
  ]
const deleteAs = change('deleteCharacter')
const restoreAs = change('restoreCharacter')
const notFound = { __typename: 'CharacterNotFound', message: 'You have no character with this id' }

const seenBy = async (viewer: Player | null, of: { id: string; name: string; userId: string }) => {
  const { data } = await characters.ask(
    viewer,
    `query ($id: ID!, $name: String!, $representations: [_Any!]!) {
      character(id: $id) { id }
      characterByName(name: $name) { id }
      _entities(representations: $representations) { ... on User { characters { id } } ... on Character { id } }
    }`,
    {
      id: of.id,
      name: of.name,
      representations: [
        { __typename: 'User', id: of.userId },
        { __typename: 'Character', id: of.id },
      ],
    },
  )
  const {
    character,
    characterByName,
    _entities: entities,
  } = data as {
    character: unknown
    characterByName: unknown
    _entities: [{ characters: unknown[] }, unknown]
  }
  const views = [character !== null, characterByName !== null, entities[0].characters.length > 0, entities[1] !== null]
  expect(new Set(views).size, 'all ways to a character agree').toBe(1)
  return views[0]
}

test('a marked character is purged seven days later, can be restored until then, and a second call keeps the date', async () => {
  const player = aPlayer()
  const alba = await characters.aCharacter(player, 'Alba')
  const purgeAt = new Date(characters.clock.now().getTime() + 7 * DAY_MS).toISOString()
  expect(await deleteAs(player, alba.id)).toEqual({ __typename: 'Character', id: alba.id, name: 'Alba', purgeAt })
  characters.clock.advance(DAY_MS)
  expect(await deleteAs(player, alba.id)).toMatchObject({ purgeAt })
  expect(await restoreAs(player, alba.id)).toMatchObject({ id: alba.id, purgeAt: null })
  expect(await restoreAs(player, alba.id)).toMatchObject({ id: alba.id, purgeAt: null })
})

test('a marked character is seen by its owner and administrators alone, and by nobody once its time has come', async () => {
  const [owner, stranger, administrator] = [aPlayer(), aPlayer(), aPlayer('admin')]
  const berta = await characters.aCharacter(owner, 'Berta')
  const seen = async () =>
    await Promise.all([null, stranger, administrator, owner].map(viewer => seenBy(viewer, berta)))
  expect(await seen()).toEqual([true, true, true, true])
  await deleteAs(owner, berta.id)
  expect(await seen()).toEqual([false, false, true, true])
  characters.clock.advance(7 * DAY_MS)
  expect(await seen()).toEqual([false, false, false, false])
  expect(await restoreAs(owner, berta.id)).toEqual(notFound)
  expect(await deleteAs(owner, berta.id)).toEqual(notFound)
})

test("another player's character, an unknown id and what is no id at all are not found, and nothing changes", async () => {
  const [owner, stranger] = [aPlayer(), aPlayer('admin')]
  const carla = await characters.aCharacter(owner, 'Carla')
  await characters.aCharacter(stranger, 'Dora')
  const before = (await characters.database.primary.query('SELECT * FROM characters ORDER BY id')).rows
  for (const id of [carla.id, randomUUID(), 'no id', '', "'; DROP TABLE characters; --"]) {
    expect(await deleteAs(stranger, id), id).toEqual(notFound)
    expect(await restoreAs(stranger, id), id).toEqual(notFound)
  }
  expect((await characters.database.primary.query('SELECT * FROM characters ORDER BY id')).rows).toEqual(before)
})

test('an anonymous request neither deletes nor restores', async () => {
  const emma = await characters.aCharacter(aPlayer(), 'Emma')
  for (const mutation of ['deleteCharacter', 'restoreCharacter']) {
    const { errors } = await characters.ask(null, `mutation { ${mutation}(id: "${emma.id}") { __typename } }`)
    expect(errors).toEqual([{ code: 'UNAUTHENTICATED', path: [mutation] }])
  }
  expect(await seenBy(null, emma)).toBe(true)
})

test('a name stays taken while its character is marked, and is free after the purge, which is told once', async () => {
  const player = aPlayer()
  const frida = await characters.aCharacter(player, 'Frida')
  await deleteAs(player, frida.id)
  const again = () =>
    characters.app.services.createCharacter({ userId: aPlayer().userId, input: { name: 'FRIDA', class: 'MAGE' } })
  expect(await again()).toMatchObject({ __typename: 'CharacterNameTaken' })

  characters.clock.advance(7 * DAY_MS - 1)
  await characters.app.services.purgeCharacters()
  expect(await again()).toMatchObject({ __typename: 'CharacterNameTaken' })
  characters.clock.advance(1)
  expect((await characters.app.services.purgeCharacters()).purged).toBeGreaterThanOrEqual(1)
  expect(await again()).toMatchObject({ name: 'FRIDA' })

  const purges = (await characters.told()).filter(
    ({ type, data }) => type === 'character.purged' && (data as { characterId: string }).characterId === frida.id,
  )
  expect(purges).toEqual([{ type: 'character.purged', data: { userId: player.userId, characterId: frida.id } }])
})

test('four purges at once take each character once, however many there are, and leave the living', async () => {
  await characters.app.services.purgeCharacters()
  const toldBefore = (await characters.told()).length
  const living = await characters.aCharacter(aPlayer(), 'Greta')
  await characters.database.primary.query(`
    WITH users AS (INSERT INTO rosters (user_id) SELECT gen_random_uuid() FROM generate_series(1, 350) RETURNING user_id)
    INSERT INTO characters (id, user_id, name, name_key, class, hair_style, hair_color, cloth_color, map_id, x, y, created_at, purge_at)
    SELECT gen_random_uuid(), user_id, 'n' || md5(user_id::text), 'n' || md5(user_id::text), 'MAGE', 0, 0, 0,
           gen_random_uuid(), 1, 1, now(), '2020-01-01' FROM users`)
  const purges = await Promise.all(Array.from({ length: 4 }, () => characters.app.services.purgeCharacters()))
  const last = await characters.app.services.purgeCharacters()
  const total = [...purges, last].reduce((sum, { purged }) => sum + purged, 0)
  expect(total).toBe(350)
  const purged = (await characters.told()).slice(toldBefore).filter(({ type }) => type === 'character.purged')
  expect(new Set(purged.map(({ data }) => (data as { characterId: string }).characterId)).size).toBe(350)
  expect(purged).toHaveLength(350)
  expect(await seenBy(null, living)).toBe(true)
})

test('a deletion and a restoration at once leave one of the two states, whole', async () => {
  const player = aPlayer()
  const hanna = await characters.aCharacter(player, 'Hanna')
  await Promise.all(
    Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? deleteAs : restoreAs)(player, hanna.id)),
  )
  const { rows } = await characters.database.primary.query<{ purge_at: Date | null }>(
    'SELECT purge_at FROM characters WHERE id = $1',
    [hanna.id],
  )
  const answer = await characters.ask(player, `{ character(id: "${hanna.id}") { purgeAt } }`)
  expect(answer.data).toEqual({ character: { purgeAt: rows[0]?.purge_at?.toISOString() ?? null } })
})
