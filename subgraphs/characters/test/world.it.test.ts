import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWorldContent } from '../src/world/content/read-content.js'
import { aPlayer, startCharacters, type Player, type TestApp } from './characters-app.js'

const { maps: worldMaps } = readWorldContent()
let characters: TestApp
beforeAll(async () => {
  characters = await startCharacters()
})
afterAll(() => characters.close())

test('the maps are listed, the first one first, and each is found by its id and as an entity', async () => {
  const [first] = worldMaps
  const { data } = await characters.ask(
    null,
    `query ($id: ID!, $representations: [_Any!]!) {
      maps { id name width height playersOnline art }
      map(id: $id) { name }
      _entities(representations: $representations) { ... on WorldMap { name } }
    }`,
    { id: first?.id, representations: [{ __typename: 'WorldMap', id: first?.id }] },
  )
  expect(data).toEqual({
    maps: worldMaps.map(({ id, name, width, height, art }) => ({ id, name, width, height, playersOnline: 0, art })),
    map: { name: 'Dawnhaven' },
    _entities: [{ name: 'Dawnhaven' }],
  })
})

test('each map, class and character shows the key of its picture', async () => {
  const player = aPlayer()
  const { id } = await characters.aCharacter(player, 'Painted')
  const { data } = await characters.ask(
    null,
    `query ($id: ID!) { maps { art } characterClasses { class name art stats { maxHp } } character(id: $id) { class art } }`,
    { id },
  )
  expect(data?.['maps']).toEqual(
    ['dawnhaven', 'greenway-fields', 'sunken-mines', 'whispering-forest'].map(key => ({ art: `maps/${key}` })),
  )
  const classes = data?.['characterClasses'] as { class: string; art: string }[]
  expect(classes).toHaveLength(6)
  expect(classes[1]).toMatchObject({ class: 'MAGE', name: 'Mage', art: 'classes/mage' })
  const character = data?.['character'] as { class: string; art: string }
  expect(character.art).toBe(classes.find(each => each.class === character.class)?.art)
})

test('maps and classes are named in the language that is asked for, along the fallback chain', async () => {
  const { data } = await characters.ask(
    null,
    `{ maps { de: name(locale: "de-AT") fr: name(locale: "fr") locales }
       characterClasses { pt: name(locale: "pt-BR") en: name(locale: "en-GB") } }`,
  )
  const first = (field: string) => (data?.[field] as readonly unknown[])[0]
  expect(first('maps')).toEqual({ de: 'Morgenhafen', fr: 'Dawnhaven', locales: ['en', 'de', 'pt'] })
  expect(first('characterClasses')).toEqual({ pt: 'Espadachim', en: 'Swordsman' })
  const wrong = await characters.ask(null, '{ maps { name(locale: "pt_BR") } }')
  // Without the server, which makes a code of the fault, its message stands in for it.
  expect(wrong.errors[0]?.code).toContain('must be a language tag')
})

test('while no loop runs, the status of the world says so', async () => {
  const { data } = await characters.ask(
    null,
    '{ worldStatus { tick tickMs tickP50Ms tickP99Ms overruns playersOnline } }',
  )
  expect(data).toEqual({
    worldStatus: { tick: 0, tickMs: 40, tickP50Ms: 0, tickP99Ms: 0, overruns: 0, playersOnline: 0 },
  })
})

const commands = [
  'enterWorld(characterId: $id)',
  'leaveWorld(characterId: $id)',
  'moveCharacter(characterId: $id, to: { x: 3, y: 4 })',
  'changeAppearance(characterId: $id, appearance: { hairStyle: 1, hairColor: 2, clothColor: 3 })',
  'attackMonster(characterId: $id, monsterId: "m")',
  'pickUpDrop(characterId: $id, dropId: "d")',
]
const command = async (player: Player | null, field: string, id: string) =>
  await characters.ask(
    player,
    `mutation ($id: ID!) { result: ${field} {
      __typename ... on CharacterNotFound { message } ... on CommandRejected { message } ... on CommandAccepted { tick }
    } }`,
    { id },
  )

test.each(commands)(
  '%s: the owner hears that the world is closed, others that there is no such character',
  async field => {
    const [owner, stranger] = [aPlayer(), aPlayer('admin')]
    const { id } = await characters.aCharacter(owner, `W${randomUUID().replaceAll('-', '').slice(0, 20)}`)
    const before = (await characters.database.primary.query('SELECT * FROM characters ORDER BY id')).rows

    const closed = { __typename: 'CommandRejected', message: 'The world is not open yet' }
    expect((await command(owner, field, id)).data).toEqual({ result: closed })
    expect((await command(owner, field, id.toUpperCase())).data).toEqual({ result: closed })
    const notFound = { __typename: 'CharacterNotFound', message: 'You have no character with this id' }
    expect((await command(stranger, field, id)).data).toEqual({ result: notFound })
    expect((await command(owner, field, randomUUID())).data).toEqual({ result: notFound })
    expect((await command(owner, field, 'nobody')).data).toEqual({ result: notFound })
    expect((await command(null, field, id)).errors).toEqual([{ code: 'UNAUTHENTICATED', path: ['result'] }])

    expect((await characters.database.primary.query('SELECT * FROM characters ORDER BY id')).rows).toEqual(before)
  },
)
