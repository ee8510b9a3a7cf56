import { randomUUID } from 'node:crypto'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWorldContent } from '../src/world/content/read-content.js'
import { aPlayer, type Player, type TestApp } from './characters-app.js'
import { aTraveller, commandOf, inWorld, startWorld, type Traveller } from './players-in-world.js'

const content = readWorldContent()
const [slime] = content.kinds
const [spawn] = content.start.monsters

let characters: TestApp
beforeAll(async () => {
  characters = await startWorld()
})
afterAll(() => characters.close())

interface Pet {
  readonly id: string
  readonly name: string
  readonly summoned: boolean
  readonly hunger: number
  readonly intimacy: number
}
const petsOf = async (traveller: Traveller): Promise<readonly Pet[]> =>
  (await traveller.read<{ pets: Pet[] }>('pets { id name summoned hunger intimacy }')).pets

/** A pet that was tamed before, as the database has it. */
async function aTamedPet(characterId: string, { hunger = 60, intimacy = 25 } = {}): Promise<string> {
  const id = randomUUID()
  await characters.database.primary.query(
    `INSERT INTO pets (id, character_id, kind_id, name, hunger, intimacy, summoned, tamed_at)
     VALUES ($1, $2, $3, $4, $5, $6, false, $7)`,
    [id, characterId, slime?.id, slime?.name, hunger, intimacy, characters.clock.now()],
  )
  return id
}
async function withPet(given: Parameters<typeof aTamedPet>[1] = {}) {
  const traveller = await aTraveller(characters)
  const petId = await aTamedPet(traveller.id, given)
  await traveller.command('enterWorld(characterId: $id)')
  return { traveller, petId, summon: `summonPet(characterId: $id, petId: "${petId}")` }
}
async function rename(player: Player | null, petId: string, name: string): Promise<unknown> {
  const { data, errors } = await characters.ask(
    player,
    'mutation ($id: ID!, $name: String!) { result: renamePet(petId: $id, name: $name) { __typename ... on Refusal { message } } }',
    { id: petId, name },
  )
  return data?.['result'] ?? errors
}

/** The monster that the first test takes out of the world. */
let tamed: string | null = null

test('a monster is tamed, which takes lures; the pet is there with the answer, and follows from an event', async () => {
  const { x, y } = spawn?.cells[Math.floor(spawn.cells.length / 2)] ?? { x: 0, y: 0 }
  // With so many lures, one of them works.
  const tamer = await inWorld(characters, { of: 'ARCHER', columns: { x, y, lures_used: -600 } })
  const view = await tamer.watch(
    '... on MonsterAppeared { monster { id position { x y } } } ... on MonsterMoved { monsterId to { x y } } ... on MonsterLeft { monsterId }',
  )
  const monsters = new Map<string, { x: number; y: number }>()
  while (tamed === null) {
    const { changes } = await view.next()
    for (const { monster, monsterId, to } of changes as readonly {
      monster?: { id: string; position: { x: number; y: number } }
      monsterId?: string
      to?: { x: number; y: number }
    }[]) {
      if (monster !== undefined) monsters.set(monster.id, monster.position)
      if (monsterId !== undefined && to !== undefined) monsters.set(monsterId, to)
    }
    const away = (at: { x: number; y: number }) => Math.max(Math.abs(at.x - x), Math.abs(at.y - y))
    for (const [monsterId, at] of monsters)
      if (tamed === null && away(at) <= 7) {
        await tamer.command(`tameMonster(characterId: $id, monsterId: "${monsterId}")`)
        if ((await petsOf(tamer)).length > 0) tamed = monsterId
      }
  }
  // Until another one is born in its place, six seconds later.
  const again = await tamer.command(`tameMonster(characterId: $id, monsterId: "${tamed}")`)
  expect(again).toMatchObject({ reason: 'MONSTER_DEAD' })
  await view.until(({ __typename, monsterId }) => __typename === 'MonsterLeft' && monsterId === tamed)
  await view.close()

  const { pets } = await tamer.read<{ pets: { id: string; tamedAt: string }[] }>(
    'pets { id name level intimacy hunger summoned tamedAt kind { id name tameable } }',
  )
  expect(pets).toMatchObject([
    {
      intimacy: 25,
      hunger: 30,
      summoned: false,
      tamedAt: characters.clock.now().toISOString(),
      kind: { tameable: true },
    },
  ])
  const events = (await characters.told()).filter(({ type }) => type === 'pet.tamed')
  expect(events).toMatchObject([
    { data: { userId: tamer.player.userId, characterId: tamer.id, petId: pets[0]?.id, mapId: content.start.id } },
  ])
}, 60_000)

test('a pet is summoned, seen by those near, fed, dismissed, and still there after its owner was away', async () => {
  const { traveller, petId, summon } = await withPet()
  const other = await inWorld(characters)
  const view = await other.watch(
    '... on PetAppeared { pet { id name hunger kind { name } } ownerId position { x y } } ... on PetMoved { petId to { x y } } ... on PetLeft { petId }',
  )
  await view.next()
  const isOf = (id: unknown) => id === petId
  const { tick } = await traveller.command(summon)
  const seen = await view.until(({ pet }) => isOf((pet as Pet | undefined)?.id))
  expect(seen.tick).toBe(tick)
  expect(seen.changes.find(({ __typename }) => __typename === 'PetAppeared')).toEqual({
    __typename: 'PetAppeared',
    pet: { id: petId, name: slime?.name, hunger: 60, kind: { name: slime?.name } },
    ownerId: traveller.id,
    position: { x: 40, y: 30 },
  })
  expect(await petsOf(traveller)).toMatchObject([{ id: petId, summoned: true, hunger: 60 }])
  await traveller.command('moveCharacter(characterId: $id, to: { x: 46, y: 30 })')
  const step = await view.until(({ __typename, petId: id }) => __typename === 'PetMoved' && isOf(id))
  expect(step.changes.find(({ __typename }) => __typename === 'PetMoved')).toMatchObject({
    to: { y: expect.any(Number) },
  })

  expect(await traveller.command('feedPet(characterId: $id)')).toMatchObject({ __typename: 'CommandAccepted' })
  expect(await petsOf(traveller)).toMatchObject([{ hunger: 20, intimacy: 30 }])
  await traveller.command('leaveWorld(characterId: $id)')
  await view.until(({ __typename, petId: id }) => __typename === 'PetLeft' && isOf(id))
  expect(await petsOf(traveller)).toMatchObject([{ id: petId, summoned: true, hunger: 20, intimacy: 30 }])

  await traveller.command('enterWorld(characterId: $id)')
  await view.until(({ pet }) => isOf((pet as Pet | undefined)?.id))
  expect(await traveller.command('dismissPet(characterId: $id)')).toMatchObject({ __typename: 'CommandAccepted' })
  await view.until(({ __typename, petId: id }) => __typename === 'PetLeft' && isOf(id))
  await view.close()
  const saved = async () =>
    (await characters.database.primary.query('SELECT hunger, summoned FROM pets WHERE id = $1', [petId])).rows
  await expect.poll(saved).toEqual([{ hunger: 20, summoned: false }])
})

test('a pet that walks with its owner goes to other maps with it', async () => {
  const traveller = await aTraveller(characters, { columns: { x: 77, y: 30 } })
  const petId = await aTamedPet(traveller.id)
  await traveller.command('enterWorld(characterId: $id)')
  await traveller.command(`summonPet(characterId: $id, petId: "${petId}")`)
  const view = await traveller.watch(
    '... on MapChanged { map { name } } ... on PetAppeared { pet { id summoned } ownerId position { x y } }',
  )
  await view.next()
  await traveller.command('moveCharacter(characterId: $id, to: { x: 79, y: 30 })')
  const { changes, snapshot } = await view.until(({ __typename }) => __typename === 'MapChanged')
  expect(snapshot).toBe(true)
  expect(changes).toContainEqual({
    __typename: 'PetAppeared',
    pet: { id: petId, summoned: true },
    ownerId: traveller.id,
    position: { x: 2, y: 40 },
  })
  expect(await petsOf(traveller)).toMatchObject([{ id: petId, summoned: true }])
  await view.close()
})

test('commands to pets are refused with a reason, and change nothing', async () => {
  const { traveller, petId, summon } = await withPet({ hunger: 10 })
  const before = await petsOf(traveller)
  const stranger = await withPet()
  const refused = async (field: string) => (await traveller.command(field)).reason
  expect(await refused('dismissPet(characterId: $id)')).toBe('NO_PET_WITH_YOU')
  expect(await refused('feedPet(characterId: $id)')).toBe('NO_PET_WITH_YOU')
  expect(await refused(stranger.summon)).toBe('NO_SUCH_PET')
  expect(await refused('summonPet(characterId: $id, petId: "nothing")')).toBe('NO_SUCH_PET')
  expect(await refused('tameMonster(characterId: $id, monsterId: "Dm9999")')).toBe('NO_SUCH_MONSTER')
  const distant = tamed === 'Dm8' ? 'Dm9' : 'Dm8'
  expect(await refused(`tameMonster(characterId: $id, monsterId: "${distant}")`)).toBe('MONSTER_OUT_OF_REACH')
  expect(await petsOf(traveller)).toEqual(before)
  await traveller.command(summon)
  expect(await refused(summon)).toBe('PET_IS_WITH_YOU')
  expect(await refused('feedPet(characterId: $id)')).toBe('PET_NOT_HUNGRY')
  expect(await petsOf(traveller)).toMatchObject([{ id: petId, hunger: 10, summoned: true }])
  const another = { player: stranger.traveller.player, id: traveller.id }
  for (const field of ['dismissPet(characterId: $id)', 'feedPet(characterId: $id)', summon])
    expect(await commandOf(characters, { ...another, field })).toMatchObject({ __typename: 'CharacterNotFound' })
})

test('a pet is renamed by its owner alone, in the world or not, and cached names are renewed', async () => {
  const { traveller, petId } = await withPet()
  expect(await petsOf(traveller)).toMatchObject([{ name: slime?.name }])
  expect(await rename(traveller.player, petId.toUpperCase(), '  Amélie 🎨 ')).toEqual({ __typename: 'Pet' })
  expect(await petsOf(traveller)).toMatchObject([{ id: petId, name: 'Amélie 🎨' }])
  await traveller.command('leaveWorld(characterId: $id)')
  expect(await rename(traveller.player, petId, 'Bo')).toEqual({ __typename: 'Pet' })
  expect(await petsOf(traveller)).toMatchObject([{ name: 'Bo' }])

  for (const [player, id] of [
    [aPlayer(), petId],
    [aPlayer('admin'), petId],
    [traveller.player, randomUUID()],
    [traveller.player, 'nothing'],
  ] as const)
    expect(await rename(player, id, 'Mine')).toEqual({
      __typename: 'PetNotFound',
      message: 'You have no pet with this id',
    })
  expect(await rename(null, petId, 'Mine')).toMatchObject([{ code: 'UNAUTHENTICATED' }])
  for (const name of ['', '   ', 'x'.repeat(25), 'x'.repeat(10_000), 'a\u202Eb', '\u2800', 'GameMaster', 'Shit'])
    expect(await rename(traveller.player, petId, name), name).toMatchObject({ __typename: 'InvalidInput' })
  expect(await petsOf(traveller)).toMatchObject([{ name: 'Bo' }])
})

test('another owner sees no pets of a character that is marked for deletion, and nobody those of one that is purged', async () => {
  const { traveller, petId } = await withPet()
  const asEntity = async (player: Player | null) =>
    (
      await characters.ask(
        player,
        `{ _entities(representations: [{ __typename: "Pet", id: "${petId}" }]) { ... on Pet { name } } }`,
      )
    ).data?.['_entities']
  expect(await asEntity(null)).toEqual([{ name: slime?.name }])
  await characters.ask(traveller.player, `mutation { deleteCharacter(id: "${traveller.id}") { __typename } }`)
  expect(await asEntity(null)).toEqual([null])
  expect(await asEntity(traveller.player)).toEqual([{ name: slime?.name }])
  characters.clock.advance(8 * 24 * 60 * 60 * 1000)
  expect(await rename(traveller.player, petId, 'Late')).toMatchObject({ __typename: 'PetNotFound' })
  await characters.app.services.purgeCharacters()
  expect(await asEntity(traveller.player)).toEqual([null])
  expect((await characters.database.primary.query('SELECT FROM pets WHERE id = $1', [petId])).rowCount).toBe(0)
})

test('the pets of fifty characters cost one statement, and none once they are cached', async () => {
  const travellers: Traveller[] = []
  for (let index = 0; index < 50; index++) {
    const traveller = await aTraveller(characters)
    await aTamedPet(traveller.id)
    travellers.push(traveller)
  }
  const counted = countStatements(characters.database.primary)
  const ask = async () => {
    counted.reset()
    const { data, errors } = await characters.ask(
      null,
      `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Character { pets { name kind { name drops { percent item { id } } } } } } }`,
      { representations: travellers.map(({ id }) => ({ __typename: 'Character', id })) },
    )
    expect(errors).toEqual([])
    const found = data?.['_entities'] as { pets: readonly Pet[] }[]
    expect(found.map(({ pets }) => pets.length)).toEqual(travellers.map(() => 1))
    return counted.statements.filter(text => text.includes('FROM pets')).length
  }
  expect(await ask()).toBe(1)
  expect(await ask()).toBe(0)
  counted.stop()
})
