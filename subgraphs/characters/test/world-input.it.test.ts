import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { readWorldContent } from '../src/world/content/read-content.js'
import { aPlayer, type TestApp } from './characters-app.js'
import { aTraveller, commandOf, inWorld, startWorld, type Result, type Traveller } from './players-in-world.js'

const content = readWorldContent()
const forest = content.maps.find(({ name }) => name === 'Whispering Forest') ?? content.start

let characters: TestApp
beforeAll(async () => {
  characters = await startWorld()
})
afterAll(() => characters.close())

/** All that a client can read of a character, and what the database has of it. */
async function stateOf({ id, read }: Traveller): Promise<unknown> {
  const shown = await read(
    `online level experience target map { id } position { x y } appearance { hairStyle hairColor clothColor } pets { id }
     stats { hp }`,
  )
  const { rows } = await characters.database.primary.query(
    'SELECT experience, cloth_color, lures_used FROM characters WHERE id = $1',
    [id],
  )
  return { shown, rows }
}

/** Every command, as a client would give it with nothing wrong. */
const everyCommand = [
  'leaveWorld(characterId: $id)',
  'moveCharacter(characterId: $id, to: { x: 41, y: 30 })',
  'attackMonster(characterId: $id, monsterId: "Dm0")',
  'pickUpDrop(characterId: $id, dropId: "Dd1")',
  'changeAppearance(characterId: $id, appearance: { hairStyle: 1, hairColor: 1, clothColor: 1 })',
  'say(characterId: $id, text: "Hail!")',
  'tameMonster(characterId: $id, monsterId: "Dm0")',
  `summonPet(characterId: $id, petId: "${randomUUID()}")`,
  'dismissPet(characterId: $id)',
  'feedPet(characterId: $id)',
]

const move = (x: number, y: number) => `moveCharacter(characterId: $id, to: { x: ${x}, y: ${y} })`
const attack = (monsterId: string) => `attackMonster(characterId: $id, monsterId: "${monsterId}")`
const pickUp = (dropId: string) => `pickUpDrop(characterId: $id, dropId: "${dropId}")`
const tame = (monsterId: string) => `tameMonster(characterId: $id, monsterId: "${monsterId}")`
const look = (style: number, color: number, cloth: number) =>
  `changeAppearance(characterId: $id, appearance: { hairStyle: ${style}, hairColor: ${color}, clothColor: ${cloth} })`
const say = (text: string) => `say(characterId: $id, text: ${JSON.stringify(text)})`

const refusals: readonly (readonly [reason: string, field: string])[] = [
  ['IN_WALL', move(0, 0)],
  ['OUT_OF_MAP', move(-1, 30)],
  ['OUT_OF_MAP', move(40, -2_147_483_648)],
  ['OUT_OF_MAP', move(80, 30)],
  ['OUT_OF_MAP', move(2_147_483_647, 2_147_483_647)],
  ['TOO_FAR', move(77, 30)],
  ['NO_SUCH_MONSTER', attack('Dm9999')],
  ['NO_SUCH_MONSTER', attack('Gm0')],
  ['NO_SUCH_MONSTER', attack('Dm-1')],
  ['NO_SUCH_MONSTER', attack('Dm1e1')],
  ['NO_SUCH_MONSTER', attack('Dm00')],
  ['NO_SUCH_MONSTER', attack('')],
  ['NO_SUCH_MONSTER', attack('x'.repeat(100))],
  ['MONSTER_OUT_OF_REACH', attack('Dm0')],
  ['NO_SUCH_DROP', pickUp('Dd1')],
  ['NO_SUCH_DROP', pickUp('Dd99999999999999999999')],
  ['NO_SUCH_DROP', pickUp('Dm0')],
  ['NO_SUCH_MONSTER', tame('Dd0')],
  ['MONSTER_OUT_OF_REACH', tame('Dm0')],
  ['NO_SUCH_PET', `summonPet(characterId: $id, petId: "${randomUUID()}")`],
  ['NO_SUCH_PET', 'summonPet(characterId: $id, petId: "")'],
  ['NO_PET_WITH_YOU', 'dismissPet(characterId: $id)'],
  ['NO_PET_WITH_YOU', 'feedPet(characterId: $id)'],
  ['NO_SUCH_APPEARANCE', look(30, 0, 0)],
  ['NO_SUCH_APPEARANCE', look(0, -1, 0)],
  ['NO_SUCH_APPEARANCE', look(0, 0, 16)],
  ['TEXT_LENGTH', say('')],
  ['TEXT_LENGTH', say('x'.repeat(121))],
  ['TEXT_INVISIBLE', say('a\u202Eb')],
]

describe('a character in the world', () => {
  // Several, since one of them may give twenty commands a second; in the west, so that the east is too far for a walk.
  const travellers: Traveller[] = []
  beforeAll(async () => {
    for (let number = 0; number < 5; number++) travellers.push(await inWorld(characters, { columns: { x: 10, y: 30 } }))
  })
  const next = (): Traveller => {
    const [first, ...others] = travellers
    if (first === undefined) throw new Error('There is no traveller')
    travellers.splice(0, travellers.length, ...others, first)
    return first
  }

  test.each(refusals)('is refused with %s, and nothing changes: %s', async (reason, field) => {
    const traveller = next()
    const before = await stateOf(traveller)
    const refused = await traveller.command(field)
    expect(refused).toEqual({ __typename: 'CommandRejected', reason, message: expect.stringMatching(/^[A-Z].+[^.]$/) })
    expect(await stateOf(traveller)).toEqual(before)
  })

  test.each(everyCommand)('obeys its own player alone: %s', async field => {
    const traveller = next()
    const before = await stateOf(traveller)
    const notFound = { __typename: 'CharacterNotFound', message: 'You have no character with this id' }
    for (const player of [aPlayer(), aPlayer('admin')])
      expect(await commandOf(characters, { player, id: traveller.id, field })).toEqual(notFound)
    for (const id of [randomUUID(), '', 'nothing', `${traveller.id} `])
      expect(await commandOf(characters, { player: traveller.player, id, field })).toEqual(notFound)
    const anonymous = await commandOf(characters, { player: null, id: traveller.id, field })
    expect(anonymous.message).toContain('UNAUTHENTICATED')
    expect(await stateOf(traveller)).toEqual(before)
  })
})

test('the number of every command is told with the update that it is in: of entering, of what is refused, of leaving', async () => {
  const traveller = await aTraveller(characters)
  const view = await traveller.watch('... on CharacterLeft { characterId }')
  const next = async (acknowledged: number) => {
    for (;;) {
      const update = await view.next()
      if (update.acknowledged === acknowledged) return update
    }
  }
  await traveller.command('enterWorld(characterId: $id, clientSequence: 3)')
  expect(await next(3)).toMatchObject({ snapshot: true, sequence: 1 })
  await traveller.command('moveCharacter(characterId: $id, to: { x: 0, y: 0 }, clientSequence: 4)')
  expect(await next(4)).toMatchObject({ snapshot: false })
  await traveller.command('leaveWorld(characterId: $id, clientSequence: 5)')
  expect((await next(5)).changes).toContainEqual({ __typename: 'CharacterLeft', characterId: traveller.id })
  await view.close()
})

const countOf = (results: readonly Result[], reason: string) =>
  results.filter(result => result.reason === reason || result.__typename === reason).length

test.each(everyCommand)('a character that is not in the world is refused: %s', async field => {
  const traveller = await aTraveller(characters)
  const before = await stateOf(traveller)
  expect(await traveller.command(field)).toMatchObject({ reason: 'NOT_IN_WORLD' })
  expect(await stateOf(traveller)).toEqual(before)
})

test('a character that is marked for deletion leaves the world, does not come back, and gives no command', async () => {
  const traveller = await inWorld(characters)
  await characters.ask(traveller.player, `mutation { deleteCharacter(id: "${traveller.id}") { __typename } }`)
  const before = await stateOf(traveller)
  expect(before).toMatchObject({ shown: { online: false } })
  expect(await traveller.command('enterWorld(characterId: $id)')).toMatchObject({ reason: 'MARKED_FOR_DELETION' })
  for (const field of everyCommand) expect(await traveller.command(field)).toMatchObject({ reason: 'NOT_IN_WORLD' })
  expect(await stateOf(traveller)).toEqual(before)
})

/** Answers to commands of a character while it was down; null if it stood up before the last one. */
async function commandsWhileDown() {
  const [wolves] = forest.monsters
  const { x, y } = wolves?.cells[Math.floor(wolves.cells.length / 2)] ?? forest.spawn
  const victim = await aTraveller(characters, { of: 'ACOLYTE', columns: { x, y, hp: 1 } })
  await characters.database.primary.query('UPDATE characters SET map_id = $2 WHERE id = $1', [victim.id, forest.id])
  expect(await victim.command('enterWorld(characterId: $id)')).toMatchObject({ __typename: 'CommandAccepted' })
  // Not from its updates: it may fall before they are asked for.
  const seen = () => victim.read<{ stats: { hp: number }; position: object }>('stats { hp } position { x y }')
  const isDown = async () => (await seen()).stats.hp === 0
  const hasFallen = async () => {
    const { stats, position } = await seen()
    return stats.hp === 0 || !isDeepStrictEqual(position, { x, y })
  }
  await vi.waitUntil(hasFallen, { timeout: 20_000, interval: 20 })
  const before = await stateOf(victim)
  const answers = await Promise.all(everyCommand.slice(1).map(field => victim.command(field)))
  const after = await stateOf(victim)
  return (await isDown()) ? { before, answers, after } : null
}

test('a character that is down can speak and leave, and nothing else', { timeout: 60_000 }, async () => {
  // It lies for three seconds alone, which a busy machine may let pass.
  let seen: Awaited<ReturnType<typeof commandsWhileDown>> = null
  for (let tries = 0; seen === null && tries < 3; tries++) seen = await commandsWhileDown()
  expect(seen?.before).toMatchObject({ shown: { stats: { hp: 0 } } })
  expect(countOf(seen?.answers ?? [], 'CommandAccepted')).toBe(1)
  expect(countOf(seen?.answers ?? [], 'CHARACTER_DOWN')).toBe(everyCommand.length - 2)
  expect(seen?.after).toEqual(seen?.before)
})

const LIST = `mutation ($id: ID!, $commands: [WorldCommandInput!]!) {
  results: worldCommands(characterId: $id, commands: $commands) { __typename ... on CommandRejected { reason } }
}`
const list = async ({ player, id }: Traveller, commands: readonly object[]) =>
  await characters.ask(player, LIST, { id, commands })

const times = (length: number, entry: object): object[] => Array.from({ length }, () => entry)

test('a list of commands is applied in its order, and each has its own result', async () => {
  const traveller = await inWorld(characters, { columns: { x: 10, y: 30 } })
  const view = await traveller.watch('... on CharacterSaid { characterId text }')
  await view.next()
  const appearance = { hairStyle: 1, hairColor: 2, clothColor: 3 }
  const { data } = await list(traveller, [
    { say: 'one', clientSequence: 1 },
    { move: { x: 0, y: 0 }, clientSequence: 2 },
    { appearance, clientSequence: 3 },
    { say: 'what the fuck', clientSequence: 4 },
    { attack: 'Dm9999', clientSequence: 5 },
    { pickUp: 'Dd1', clientSequence: 6 },
    { say: '', clientSequence: 7 },
  ])
  expect(data?.['results']).toEqual([
    { __typename: 'CommandAccepted' },
    { __typename: 'CommandRejected', reason: 'IN_WALL' },
    { __typename: 'CommandAccepted' },
    { __typename: 'CommandAccepted' },
    { __typename: 'CommandRejected', reason: 'NO_SUCH_MONSTER' },
    { __typename: 'CommandRejected', reason: 'NO_SUCH_DROP' },
    { __typename: 'CommandRejected', reason: 'TEXT_LENGTH' },
  ])
  const { acknowledged, changes } = await view.until(({ __typename }) => __typename === 'CharacterSaid')
  expect(acknowledged).toBe(6)
  const own = changes.filter(({ __typename }) => ['CharacterSaid', 'AppearanceChanged'].includes(__typename))
  expect(own).toEqual([
    { __typename: 'CharacterSaid', characterId: traveller.id, text: 'one' },
    { __typename: 'AppearanceChanged' },
    { __typename: 'CharacterSaid', characterId: traveller.id, text: 'what the ****' },
  ])
  await view.close()
})

test.each([
  ['more than twenty', times(21, { say: 'x' }), /at most 20 commands, this one 21$/],
  ['10,000', times(10_000, { move: { x: 41, y: 30 } }), /at most 20 commands, this one 10000$/],
  ['one that is none', [{ say: 'x' }, {}], /exactly one of them, this one is 0$/],
  ['one that is two', [{ say: 'x' }, { say: 'x', attack: 'Dm0' }], /exactly one of them, this one is 2$/],
  ['a number that is none', [{ say: 'x', clientSequence: 2 ** 40 }], /Int cannot represent/],
])('a list with %s commands is refused as a whole, before any is applied', async (_, commands, message) => {
  const traveller = await inWorld(characters)
  const before = await stateOf(traveller)
  const { data, errors } = await list(traveller, commands)
  expect(data).toBeNull()
  expect(errors).toMatchObject([{ code: expect.stringMatching(message) }])
  expect(await stateOf(traveller)).toEqual(before)
  // Nothing was counted against the character either.
  expect((await list(traveller, times(5, { say: 'x' }))).data?.['results']).toEqual(
    times(5, { __typename: 'CommandAccepted' }),
  )
})

test('a flood of one character is refused from the twenty-first command on, and holds back nobody else', async () => {
  const [flooding, other] = [await inWorld(characters), await inWorld(characters)]
  const results = await Promise.all(Array.from({ length: 200 }, () => flooding.command(move(0, 0))))
  // The flood may take longer than a second, and the entry counts as well.
  expect(countOf(results, 'IN_WALL')).toBeGreaterThanOrEqual(19)
  expect(countOf(results, 'TOO_MANY_COMMANDS')).toBeGreaterThanOrEqual(100)
  expect(countOf(results, 'IN_WALL') + countOf(results, 'TOO_MANY_COMMANDS')).toBe(200)
  expect(await other.command(move(41, 30))).toMatchObject({ __typename: 'CommandAccepted' })
})

test('a character that says more than five texts in ten seconds is not heard any more', async () => {
  const [speaker, listener] = [await inWorld(characters), await inWorld(characters)]
  const view = await listener.watch('... on CharacterSaid { characterId text }')
  await view.next()
  const results: Result[] = []
  for (let number = 1; number <= 7; number++) results.push(await speaker.command(say(`text ${number}`)))
  expect(countOf(results.slice(0, 5), 'CommandAccepted')).toBe(5)
  expect(countOf(results.slice(5), 'TOO_MUCH_SAID')).toBe(2)
  await listener.command(say('the end'))
  const heard: unknown[] = []
  while (!heard.includes('the end'))
    for (const { text } of (await view.next()).changes) if (text !== undefined) heard.push(text)
  expect(heard).toEqual(['text 1', 'text 2', 'text 3', 'text 4', 'text 5', 'the end'])
  await view.close()
})

test('an unknown map is none, and a character on a map that is no more enters where characters begin', async () => {
  const { data, errors } = await characters.ask(
    null,
    `{ map(id: "${randomUUID()}") { name } none: map(id: "") { name } }`,
  )
  expect([data, errors]).toEqual([{ map: null, none: null }, []])
  const traveller = await aTraveller(characters)
  await characters.database.primary.query('UPDATE characters SET map_id = $2, x = 5, y = 5 WHERE id = $1', [
    traveller.id,
    randomUUID(),
  ])
  expect(await traveller.command('enterWorld(characterId: $id)')).toMatchObject({ __typename: 'CommandAccepted' })
  expect(await stateOf(traveller)).toMatchObject({ shown: { position: content.start.spawn } })
})

test.each([0, 11, -1])('updates every %i ticks are refused', async everyTicks => {
  const { id, player } = await inWorld(characters)
  const asked = `subscription { worldUpdated(characterId: "${id}", everyTicks: ${everyTicks}) { tick } }`
  await expect(characters.subscribe(player, asked)).rejects.toThrow('BAD_USER_INPUT')
})
