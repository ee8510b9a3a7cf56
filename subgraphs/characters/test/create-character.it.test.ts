import { afterAll, beforeAll, expect, test } from 'vitest'
import { aPlayer, startCharacters, type Player, type TestApp } from './characters-app.js'

let characters: TestApp
beforeAll(async () => {
  characters = await startCharacters()
})
afterAll(() => characters.close())

const create = `mutation ($input: CreateCharacterInput!) {
  createCharacter(input: $input) {
    __typename
    ... on Character {
      id name class level experience online createdAt purgeAt
      owner { id characterSlots characters { name } }
      appearance { hairStyle hairColor clothColor }
      stats { maxHp hp strength }
      map { name } position { x y }
    }
    ... on CharacterNameTaken { message name }
    ... on CharacterSlotsFull { message slots }
    ... on InvalidInput { message field }
  }
}`
const createAs = async (player: Player | null, input: Record<string, unknown>) => {
  const { data, errors } = await characters.ask(player, create, { input })
  return { result: data?.['createCharacter'], errors }
}
const stored = async () =>
  (await characters.database.primary.query('SELECT * FROM characters ORDER BY created_at, id')).rows

test('a new character begins at level 1 on the first map, plain unless asked otherwise, and others are told', async () => {
  const player = aPlayer()
  const { result } = await createAs(player, { name: 'Alba', class: 'SWORDSMAN' })
  expect(result).toEqual({
    __typename: 'Character',
    id: expect.any(String),
    name: 'Alba',
    class: 'SWORDSMAN',
    level: 1,
    experience: 0,
    online: false,
    createdAt: '2026-11-21T08:00:00.000Z',
    purgeAt: null,
    owner: { id: player.userId, characterSlots: 8, characters: [{ name: 'Alba' }] },
    appearance: { hairStyle: 0, hairColor: 0, clothColor: 0 },
    stats: { maxHp: 94, hp: 94, strength: 8 },
    map: { name: 'Dawnhaven' },
    position: { x: 40, y: 30 },
  })
  const { id } = result as { id: string }
  expect(await characters.told()).toEqual([
    { type: 'character.created', data: { userId: player.userId, characterId: id, class: 'SWORDSMAN' } },
  ])
})

test('an appearance that is asked for is kept', async () => {
  const appearance = { hairStyle: 29, hairColor: 3, clothColor: 15 }
  const { result } = await createAs(aPlayer(), { name: 'Bruna', class: 'MAGE', appearance })
  expect(result).toMatchObject({ appearance })
})

test('wrong input is refused with its field and what was expected, and nothing is stored', async () => {
  const before = [await stored(), await characters.told()]
  const player = aPlayer()
  const plain = { hairStyle: 0, hairColor: 0, clothColor: 0 }
  const cases = [
    [{ name: 'A' }, 'name'],
    [{ name: 'A'.repeat(25) }, 'name'],
    [{ name: 'two words' }, 'name'],
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(100_000) }, 'name'],
    [{ name: 'Fine', appearance: { ...plain, hairStyle: 30 } }, 'appearance.hairStyle'],
    [{ name: 'Fine', appearance: { ...plain, hairColor: -1 } }, 'appearance.hairColor'],
    [{ name: 'Fine', appearance: { ...plain, clothColor: 2_000_000_000 } }, 'appearance.clothColor'],
  ] as const
  for (const [input, field] of cases) {
    const { result } = await createAs(player, { class: 'MAGE', ...input })
    expect(result, field).toEqual({
      __typename: 'InvalidInput',
      field,
      message: expect.stringMatching(/2 to 24|from 0 to/),
    })
  }
  expect([await stored(), await characters.told()]).toEqual(before)
})

test('a name is taken in any case and any spelling of it', async () => {
  await characters.aCharacter(aPlayer(), 'Åsa')
  const before = [await stored(), await characters.told()]
  for (const name of ['Åsa', 'åSA', 'A\u030asa']) {
    expect((await createAs(aPlayer(), { name, class: 'THIEF' })).result).toEqual({
      __typename: 'CharacterNameTaken',
      name: name.normalize('NFC'),
      message: 'A character of this name exists already',
    })
  }
  expect([await stored(), await characters.told()]).toEqual(before)
})

test('of twenty players who ask for one name at once, exactly one gets it', async () => {
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      createAs(aPlayer(), { name: index % 2 === 0 ? 'Contested' : 'CONTESTED', class: 'ARCHER' }),
    ),
  )
  const kinds = results.map(({ result }) => (result as { __typename: string }).__typename)
  expect(kinds.filter(kind => kind === 'Character')).toHaveLength(1)
  expect(kinds.filter(kind => kind === 'CharacterNameTaken')).toHaveLength(19)
})

test('of twenty characters that one player makes at once, exactly eight fit, and each is told once', async () => {
  const player = aPlayer()
  const toldBefore = (await characters.told()).length
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, index) => createAs(player, { name: `Twin${index}`, class: 'ACOLYTE' })),
  )
  const made = results.filter(({ result }) => (result as { __typename: string }).__typename === 'Character')
  const refused = results.filter(({ result }) => (result as { __typename: string }).__typename === 'CharacterSlotsFull')
  expect([made.length, refused.length]).toEqual([8, 12])
  expect(refused[0]?.result).toEqual({
    __typename: 'CharacterSlotsFull',
    slots: 8,
    message: expect.stringContaining('8'),
  })
  expect((await characters.told()).length - toldBefore).toBe(8)
  const answer = await characters.ask(player, CHARACTERS_OF, {
    representations: [{ __typename: 'User', id: player.userId }],
  })
  expect(answer.data).toMatchObject({ _entities: [{ characters: { length: 8 } }] })
})

test('a character that is marked for deletion keeps its slot', async () => {
  const player = aPlayer()
  const eight = []
  for (const name of ['Eins', 'Zwei', 'Drei', 'Vier', 'Funf', 'Sechs', 'Sieben', 'Acht']) {
    eight.push(await characters.aCharacter(player, name))
  }
  await characters.app.services.deleteCharacter({ userId: player.userId, characterId: eight[0]?.id ?? '' })
  const { result } = await createAs(player, { name: 'Neun', class: 'MAGE' })
  expect(result).toMatchObject({ __typename: 'CharacterSlotsFull', slots: 8 })
})

test('an anonymous request makes nothing', async () => {
  const before = await stored()
  const { data, errors } = await characters.ask(null, create, { input: { name: 'Nobody', class: 'MAGE' } })
  expect(data).toBeNull()
  expect(errors).toEqual([{ code: 'UNAUTHENTICATED', path: ['createCharacter'] }])
  expect(await stored()).toEqual(before)
})

const CHARACTERS_OF = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on User { characters { id } } }
}`

test.each(['Admin', 'Аdmin', 'Moderat0r', 'Ab\u3164', 'Ab\u115f'])(
  'a name that passes for those who run the game, or has an invisible letter, is refused: %j',
  async name => {
    const before = await stored()
    const { result } = await createAs(aPlayer(), { name, class: 'MAGE' })
    expect(result).toMatchObject({ __typename: 'InvalidInput', field: 'name' })
    expect(await stored()).toEqual(before)
  },
)
