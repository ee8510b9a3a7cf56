import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
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
  const first = (field: string) => (data?.[field] as readonly unknown[] | undefined)?.[0]
  expect(first('maps')).toEqual({ de: 'Morgenhafen', fr: 'Dawnhaven', locales: ['en', 'de', 'pt'] })
  expect(first('characterClasses')).toEqual({ pt: 'Espadachim', en: 'Swordsman' })
  const wrong = await characters.ask(null, '{ maps { name(locale: "pt_BR") } }')
  // Without the server, which makes a code of the fault, its message stands in for it.
  expect(wrong.errors[0]?.code).toContain('must be a language tag')
})

test('while the world runs elsewhere, its status says so and commands are refused', async () => {
  const owner = aPlayer()
  const { id } = await characters.aCharacter(owner, aName())
  const { data } = await characters.ask(
    owner,
    `{ worldStatus { tick tickMs tickP50Ms tickP99Ms overruns playersOnline } character(id: "${id}") { online } }`,
  )
  const worldStatus = { tick: 0, tickMs: 40, tickP50Ms: 0, tickP99Ms: 0, overruns: 0, playersOnline: 0 }
  expect(data).toEqual({ worldStatus, character: { online: false } })
  expect(await command(owner, 'enterWorld(characterId: $id)', id)).toMatchObject({ reason: 'WORLD_CLOSED' })
  expect(await command(owner, 'leaveWorld(characterId: $id)', id)).toMatchObject({ reason: 'WORLD_CLOSED' })
})

const aName = () => `W${randomUUID().replaceAll('-', '').slice(0, 20)}`
const command = async (player: Player | null, field: string, id: string): Promise<Record<string, unknown>> => {
  const { data, errors } = await characters.ask(
    player,
    `mutation ($id: ID!) { result: ${field} {
      __typename ... on CommandRejected { reason } ... on CommandAccepted { tick }
    } }`,
    { id },
  )
  return (data?.['result'] as Record<string, unknown> | null | undefined) ?? { errors }
}

describe('while the world runs', () => {
  beforeAll(async () => {
    await characters.app.start()
    await vi.waitUntil(() => characters.app.world.running !== null, { timeout: 20_000 })
  })

  const read = async (id: string) => {
    const { data } = await characters.ask(
      null,
      `{ character(id: "${id}") { online level experience target map { name playersOnline } position { x y }
        appearance { clothColor } stats { hp } } }`,
    )
    return data?.['character'] as { online: boolean; position: { x: number; y: number }; map: { name: string } }
  }
  const inWorld = async (player = aPlayer()) => {
    const { id } = await characters.aCharacter(player, aName(), 'SWORDSMAN')
    expect(await command(player, 'enterWorld(characterId: $id)', id)).toMatchObject({ __typename: 'CommandAccepted' })
    return { player, id }
  }

  test('a character enters, walks and leaves, and every query sees it where it is', async () => {
    const { id, player } = await inWorld()
    expect(await read(id)).toMatchObject({ online: true, position: { x: 40, y: 30 }, map: { name: 'Dawnhaven' } })
    const move = 'moveCharacter(characterId: $id, to: { x: 44, y: 30 })'
    expect(await command(player, move, id)).toEqual({ __typename: 'CommandAccepted', tick: expect.any(Number) })
    await expect.poll(async () => (await read(id)).position).toEqual({ x: 44, y: 30 })
    expect(await command(player, 'leaveWorld(characterId: $id)', id)).toMatchObject({ __typename: 'CommandAccepted' })
    expect(await read(id)).toMatchObject({ online: false, position: { x: 44, y: 30 } })

    expect(await command(player, 'enterWorld(characterId: $id)', id)).toMatchObject({ __typename: 'CommandAccepted' })
    expect(await read(id)).toMatchObject({ online: true, position: { x: 44, y: 30 } })
  })

  test('while a character leaves, no reader finds it where it was saved last', async () => {
    const { id, player } = await inWorld()
    await command(player, 'moveCharacter(characterId: $id, to: { x: 42, y: 30 })', id)
    await expect.poll(async () => (await read(id)).position).toEqual({ x: 42, y: 30 })
    const left = new AbortController()
    const leaving = command(player, 'leaveWorld(characterId: $id)', id).then(() => left.abort())
    const seen: { online: boolean; position: object }[] = []
    while (!left.signal.aborted) {
      seen.push(await read(id))
      // Reads of what is in memory would leave no turn to anything else.
      await new Promise(resolve => setImmediate(resolve))
    }
    await leaving
    seen.push(await read(id))
    expect(seen.map(({ position }) => position)).toEqual(seen.map(() => ({ x: 42, y: 30 })))
    const offline = seen.map(({ online }) => online).indexOf(false)
    expect(seen.slice(offline).every(({ online }) => !online)).toBe(true)
    expect(offline).toBeGreaterThanOrEqual(0)
  })

  test.each([
    ['moveCharacter(characterId: $id, to: { x: 0, y: 0 })', 'IN_WALL'],
    ['moveCharacter(characterId: $id, to: { x: -1, y: 900 })', 'OUT_OF_MAP'],
    ['attackMonster(characterId: $id, monsterId: "Dm9999")', 'NO_SUCH_MONSTER'],
    ['attackMonster(characterId: $id, monsterId: "nothing")', 'NO_SUCH_MONSTER'],
    ['pickUpDrop(characterId: $id, dropId: "Dd1")', 'NO_SUCH_DROP'],
    [
      'changeAppearance(characterId: $id, appearance: { hairStyle: 99, hairColor: 0, clothColor: 0 })',
      'NO_SUCH_APPEARANCE',
    ],
  ])('%s is refused: %s', async (field, reason) => {
    const { id, player } = await inWorld()
    const before = await read(id)
    expect(await command(player, field, id)).toEqual({ __typename: 'CommandRejected', reason })
    expect(await read(id)).toEqual(before)
    expect(await command(aPlayer('admin'), field, id)).toEqual({ __typename: 'CharacterNotFound' })
    expect(await command(player, field, randomUUID())).toEqual({ __typename: 'CharacterNotFound' })
    expect(await command(null, field, id)).toEqual({ errors: [{ code: 'UNAUTHENTICATED', path: ['result'] }] })
  })

  test('a character that is not in the world gives no commands, and one marked for deletion does not enter', async () => {
    const player = aPlayer()
    const { id } = await characters.aCharacter(player, aName())
    const move = 'moveCharacter(characterId: $id, to: { x: 41, y: 30 })'
    expect(await command(player, move, id)).toEqual({ __typename: 'CommandRejected', reason: 'NOT_IN_WORLD' })
    await characters.ask(player, `mutation { deleteCharacter(id: "${id}") { __typename } }`)
    const enter = await command(player, 'enterWorld(characterId: $id)', id)
    expect(enter).toEqual({ __typename: 'CommandRejected', reason: 'MARKED_FOR_DELETION' })
  })

  test('a new cloth colour is seen at once by the character and by those near, and saved', async () => {
    const [one, other] = [await inWorld(), await inWorld()]
    const updates = await watch(other.player, other.id)
    expect((await updates.next()).changes.map(({ __typename }) => __typename)).toContain('CharacterAppeared')
    const change = 'changeAppearance(characterId: $id, appearance: { hairStyle: 1, hairColor: 2, clothColor: 9 })'
    const { tick } = await command(one.player, change, one.id)
    expect(await read(one.id)).toMatchObject({ appearance: { clothColor: 9 } })
    const isChange = ({ __typename, characterId }: { __typename: string; characterId?: string }) =>
      __typename === 'AppearanceChanged' && characterId === one.id
    const seen = await updates.until(({ changes }) => changes.some(isChange))
    expect(seen).toMatchObject({ tick, snapshot: false })
    await updates.close()
    const saved = async () =>
      (await characters.database.primary.query('SELECT cloth_color FROM characters WHERE id = $1', [one.id])).rows
    await expect.poll(saved).toEqual([{ cloth_color: 9 }])
  })

  test('a monster that is killed gives experience, which is saved with its event', async () => {
    const player = aPlayer()
    const { id } = await characters.aCharacter(player, aName(), 'SWORDSMAN')
    const [spawn] = worldMaps[0]?.monsters ?? []
    const { x = 0, y = 0 } = spawn?.cells[0] ?? {}
    const place = 'UPDATE characters SET x = $2, y = $3, level = 20, experience = 275500 WHERE id = $1'
    await characters.database.primary.query(place, [id, x, y])
    await command(player, 'enterWorld(characterId: $id)', id)

    const updates = await watch(player, id)
    const monsters = new Map<string, { x: number; y: number }>()
    const isKill = ({ __typename, byCharacterId }: Update['changes'][number]) =>
      __typename === 'MonsterDied' && byCharacterId === id
    for (let isDone = false; !isDone; ) {
      const { changes } = await updates.next()
      for (const { monster, monsterId, to } of changes) {
        if (monster !== undefined) monsters.set(monster.id, monster.position)
        if (monsterId !== undefined && to !== undefined) monsters.set(monsterId, to)
      }
      isDone = changes.some(isKill)
      const { position } = await read(id)
      const away = (at: { x: number; y: number }) => Math.max(Math.abs(at.x - position.x), Math.abs(at.y - position.y))
      const [nearest] = [...monsters].toSorted(([, one], [, other]) => away(one) - away(other))
      if (nearest === undefined || isDone) continue
      const [target, at] = nearest
      if (away(at) <= 2) await command(player, `attackMonster(characterId: $id, monsterId: "${target}")`, id)
      else await command(player, `moveCharacter(characterId: $id, to: { x: ${at.x}, y: ${at.y} })`, id)
    }
    await updates.close()
    const kills = async () =>
      (await characters.told()).filter(
        ({ type, data }) => type === 'monster.killed' && (data as { characterId: string }).characterId === id,
      )
    await expect.poll(kills).toMatchObject([{ data: { userId: player.userId, mapId: worldMaps[0]?.id } }])
    const { rows } = await characters.database.primary.query<{ experience: string }>(
      'SELECT experience FROM characters WHERE id = $1',
      [id],
    )
    expect(Number(rows[0]?.experience)).toBeGreaterThan(275_500)
  })

  test('the owner hears of changes of a character, the current state first', async () => {
    const { id, player } = await inWorld()
    const results = await characters.subscribe(
      player,
      `subscription { characterChanged(characterId: "${id}") { online appearance { clothColor } } }`,
    )
    const next = async () => (await results.next()).value as unknown
    const seen = (online: boolean, clothColor: number) => ({
      data: { characterChanged: { online, appearance: { clothColor } } },
    })
    expect(await next()).toEqual(seen(true, 0))
    const change = 'changeAppearance(characterId: $id, appearance: { hairStyle: 0, hairColor: 0, clothColor: 4 })'
    await command(player, change, id)
    expect(await next()).toEqual(seen(true, 4))
    await command(player, 'leaveWorld(characterId: $id)', id)
    expect(await next()).toEqual(seen(false, 4))
    await results.return?.()
  })

  test('only the owner watches the world around a character', async () => {
    const { id } = await inWorld()
    await expect(watch(aPlayer(), id)).rejects.toThrow('BAD_USER_INPUT')
  })

  test('a list of commands is applied in order; one that is no single command is refused before any is applied', async () => {
    const { id, player } = await inWorld()
    const list = async (commands: string) =>
      await characters.ask(
        player,
        `mutation { worldCommands(characterId: "${id}", commands: [${commands}]) { __typename ... on CommandRejected { reason } } }`,
      )
    const { data } = await list('{ move: { x: 0, y: 0 } }, { move: { x: 41, y: 30 } }, { attack: "Dm9999" }')
    expect(data).toEqual({
      worldCommands: [
        { __typename: 'CommandRejected', reason: 'IN_WALL' },
        { __typename: 'CommandAccepted' },
        { __typename: 'CommandRejected', reason: 'NO_SUCH_MONSTER' },
      ],
    })
    for (const wrong of ['{}', '{ move: { x: 1, y: 1 }, attack: "Dm0" }', Array(21).fill('{ attack: "Dm0" }').join()])
      expect((await list(wrong)).errors).toMatchObject([{ code: expect.stringMatching(/exactly one|at most 20/) }])
  })
})

interface Update {
  readonly tick: number
  readonly sequence: number
  readonly snapshot: boolean
  readonly changes: readonly {
    readonly __typename: string
    readonly characterId?: string
    readonly byCharacterId?: string
    readonly monsterId?: string
    readonly to?: { readonly x: number; readonly y: number }
    readonly monster?: { readonly id: string; readonly position: { readonly x: number; readonly y: number } }
  }[]
}

/** The subscription of a player, as a client has it. */
async function watch(player: Player, id: string) {
  const results = await characters.subscribe(
    player,
    `subscription { worldUpdated(characterId: "${id}") { tick sequence snapshot changes {
      __typename ... on AppearanceChanged { characterId appearance { clothColor } }
      ... on CharacterAppeared { character { name online map { name } } position { x y } }
      ... on MonsterAppeared { monster { id name hp position { x y } } }
      ... on MonsterMoved { monsterId to { x y } }
      ... on MonsterDied { monsterId byCharacterId } } } }`,
  )
  const next = async (): Promise<Update> => {
    const { done, value } = await results.next()
    if (done === true) throw new Error('The subscription has ended')
    const { data, errors } = value as { data?: { worldUpdated: Update } | null; errors?: readonly unknown[] }
    if (!data) throw new Error(JSON.stringify(errors))
    return data.worldUpdated
  }
  return {
    next,
    until: async (isIt: (update: Update) => boolean): Promise<Update> => {
      for (;;) {
        const update = await next()
        if (isIt(update)) return update
      }
    },
    close: () => results.return?.(),
  }
}
