import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWorldContent } from '../src/world/content/read-content.js'
import type { TestApp } from './characters-app.js'
import { inWorld, startWorld } from './players-in-world.js'

const content = readWorldContent()
const { start } = content
const fields = content.maps.find(({ name }) => name === 'Greenway Fields') ?? start

let characters: TestApp
beforeAll(async () => {
  characters = await startWorld()
})
afterAll(() => characters.close())

const ask = async <Data>(source: string): Promise<Data> => {
  const { data, errors } = await characters.ask(null, source)
  expect(errors).toEqual([])
  return data as Data
}

test('the cells of a map, read by the legend, are those that characters can walk on', async () => {
  const { mapLegend, maps } = await ask<{
    mapLegend: { symbol: string; walkable: boolean }[]
    maps: { width: number; height: number; cells: string[] }[]
  }>('{ mapLegend { symbol name walkable open } maps { width height cells } }')
  const walkable = new Map(mapLegend.map(entry => [entry.symbol, entry.walkable]))
  for (const [index, { cells, height, width }] of maps.entries()) {
    const { grid } = content.maps[index] ?? start
    expect(cells).toHaveLength(height)
    for (let y = 0; y < height; y++)
      expect(Array.from(cells[height - 1 - y] ?? '', symbol => walkable.get(symbol))).toEqual(
        Array.from({ length: width }, (_, x) => grid.isWalkable(x, y)),
      )
  }
})

test('a map tells its portals and the kinds of monsters that live there, with what they leave', async () => {
  const { map } = await ask<{ map: { portals: unknown[]; monsterKinds: { id: string; name: string }[] } }>(
    `{ map(id: "${start.id}") { portals { at { x y } to { name } toPosition { x y } }
       monsterKinds { id name level maxHp experience tameable drops { percent item { id } } } } }`,
  )
  expect(map.portals).toContainEqual({
    at: { x: 79, y: 30 },
    to: { name: 'Greenway Fields' },
    toPosition: { x: 2, y: 40 },
  })
  const [slime] = content.kinds
  expect(map.monsterKinds.map(({ name }) => name)).toEqual(['Meadow Slime', 'Burrow Rabbit'])
  expect(map.monsterKinds[0]).toEqual({
    id: slime?.id,
    name: 'Meadow Slime',
    level: 1,
    maxHp: 40,
    experience: 20,
    tameable: true,
    drops: [
      { percent: 25, item: { id: '7af934bd-7071-448b-81fb-d6ccb6ad3f41' } },
      { percent: 10, item: { id: 'dc4bb70d-1994-41d3-b8e8-4d92c0d118d5' } },
    ],
  })
  const kinds = await ask(
    `{ _entities(representations: [{ __typename: "MonsterKind", id: "${slime?.id}" }, { __typename: "MonsterKind", id: "none" }]) {
       ... on MonsterKind { name } } }`,
  )
  expect(kinds).toEqual({ _entities: [{ name: 'Meadow Slime' }, null] })
})

interface Status {
  readonly worldStatus: { readonly tick: number; readonly tickP50Ms: number; readonly playersOnline: number }
  readonly maps: readonly { readonly id: string; readonly playersOnline: number }[]
}
const STATUS = '{ worldStatus { tick tickMs tickP50Ms tickP99Ms overruns playersOnline } maps { id playersOnline } }'

test('the weakest kinds of a map come first', async () => {
  const { maps } = await ask<{ maps: { monsterKinds: { level: number }[] }[] }>('{ maps { monsterKinds { level } } }')
  for (const { monsterKinds } of maps) {
    const levels = monsterKinds.map(({ level }) => level)
    expect(levels.length).toBeGreaterThan(1)
    expect(levels).toEqual(levels.toSorted((one, other) => one - other))
  }
})

test('the status of the world is live: ticks, and those who are in the world and on each map', async () => {
  const before = await ask<Status>(STATUS)
  const [one, other] = [
    await inWorld(characters),
    await inWorld(characters, { columns: { x: start.width - 2, y: 30 } }),
  ]
  const online = async (mapId: string) =>
    (await ask<Status>(STATUS)).maps.find(({ id }) => id === mapId)?.playersOnline ?? 0
  const inAll = async () => (await ask<Status>(STATUS)).worldStatus.playersOnline - before.worldStatus.playersOnline
  expect([await online(start.id), await online(fields.id), await inAll()]).toEqual([2, 0, 2])

  const view = await other.watch(
    '... on MapChanged { map { name } position { x y } } ... on CharacterAppeared { character { id map { name } } }',
  )
  await view.next()
  const changed = await characters.subscribe(
    other.player,
    `subscription { characterChanged(characterId: "${other.id}") { map { name } } }`,
  )
  await changed.next()
  await other.command('moveCharacter(characterId: $id, to: { x: 79, y: 30 })')
  const { changes, snapshot } = await view.until(({ __typename }) => __typename === 'MapChanged')
  expect([snapshot, changes[0]]).toEqual([
    true,
    { __typename: 'MapChanged', map: { name: 'Greenway Fields' }, position: { x: 2, y: 40 } },
  ])
  const own = { __typename: 'CharacterAppeared', character: { id: other.id, map: { name: 'Greenway Fields' } } }
  expect(changes).toContainEqual(own)
  expect((await changed.next()).value).toMatchObject({
    data: { characterChanged: { map: { name: 'Greenway Fields' } } },
  })
  expect([await online(start.id), await online(fields.id), await inAll()]).toEqual([1, 1, 2])

  await Promise.all([one, other].map(traveller => traveller.command('leaveWorld(characterId: $id)')))
  expect([await online(start.id), await online(fields.id), await inAll()]).toEqual([0, 0, 0])
  await view.close()
  await changed.return?.()

  // A second of ticks is 25. A loop that was held up catches up with five, and a tick with gains is told 200 ms later.
  const from = { ...(await ask<Status>(STATUS)).worldStatus, atMs: performance.now() }
  await expect
    .poll(async () => (await ask<Status>(STATUS)).worldStatus.tick - from.tick, { timeout: 10_000 })
    .toBeGreaterThanOrEqual(50)
  expect(performance.now() - from.atMs).toBeGreaterThan(1_600)
  const { worldStatus } = await ask<Status>(STATUS)
  expect(worldStatus).toMatchObject({ tickMs: 40, overruns: expect.any(Number) })
  expect(worldStatus.tickP50Ms).toBeGreaterThan(0)
})
