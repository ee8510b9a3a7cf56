import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { LiveClient, ServiceProcess, Told } from '@waystone/kit/testing'
import { readWorldContent } from '../src/world/content/read-content.js'
import { PATIENT, startWorldProcesses, type Traveller, type WorldProcesses } from './world-processes.js'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 })
const content = readWorldContent()
const { id: mapId, spawn } = content.start

let world: WorldProcesses
let clients: LiveClient[] = []
beforeAll(async () => {
  world = await startWorldProcesses(2)
  await world.untilShared()
})
afterEach(() => {
  for (const client of clients) client.close()
  clients = []
})
afterAll(() => world.close())

interface Update {
  readonly sequence: number
  readonly snapshot: boolean
  readonly acknowledged: number | null
  readonly changes: readonly { readonly __typename: string; readonly characterId?: string; readonly to?: object }[]
}

const ownerAndOther = async (id = mapId) => {
  const owner = await world.ownerOf(id)
  const other = world.processes.find(process => process !== owner)
  if (owner === undefined || other === undefined) throw new Error(`${id} has no owner`)
  return { owner, other }
}
const connect = async (traveller: Traveller, process: ServiceProcess): Promise<LiveClient> => {
  const client = await traveller.live(process)
  clients.push(client)
  return client
}
const watch = async (traveller: Traveller, process: ServiceProcess) =>
  (await connect(traveller, process)).subscribe<{ worldUpdated: Update }>(
    `subscription { worldUpdated(characterId: "${traveller.id}") { sequence snapshot acknowledged changes { __typename
      ... on CharacterMoved { characterId to { x y } } ... on MapChanged { position { x y } } } } }`,
  )
const until = async (told: Told<{ worldUpdated: Update }>, isIt: (update: Update) => boolean): Promise<Update[]> => {
  const updates: Update[] = []
  do updates.push((await told.nextData()).worldUpdated)
  while (!isIt(updates.at(-1) as Update))
  return updates
}
const isSnapshot = ({ snapshot }: Update) => snapshot
const move = ({ x, y }: { x: number; y: number }, clientSequence: number) =>
  `moveCharacter(to: { x: ${x}, y: ${y} }, clientSequence: ${clientSequence})`

test('a player whose connection leads to another process sees each step, and what was acknowledged', async () => {
  const { other } = await ownerAndOther()
  const traveller = await world.aTraveller({ mapId, position: spawn })
  await traveller.command(other, 'enterWorld()')
  const told = await watch(traveller, other)
  const [snapshot] = await until(told, isSnapshot)
  expect(snapshot).toMatchObject({ sequence: 1 })
  expect(snapshot?.changes.map(({ __typename }) => __typename)).toContain('CharacterAppeared')
  await traveller.command(other, move({ x: spawn.x + 2, y: spawn.y }, 7))
  const updates = await until(told, ({ changes }) =>
    changes.some(({ to }) => JSON.stringify(to) === JSON.stringify({ x: spawn.x + 2, y: spawn.y })),
  )
  expect(updates.map(({ sequence }) => sequence)).toEqual(updates.map((_, index) => index + 2))
  expect(updates.some(({ acknowledged }) => acknowledged === 7)).toBe(true)
  await traveller.command(other, 'leaveWorld()')
})

test('a stream that waits for its character begins with its entry', async () => {
  const { other } = await ownerAndOther()
  const traveller = await world.aTraveller({ mapId, position: spawn })
  const told = await watch(traveller, other)
  await traveller.command(other, 'enterWorld()')
  expect((await until(told, isSnapshot)).at(-1)).toMatchObject({ sequence: 1 })
  await traveller.command(other, 'leaveWorld()')
})

test('a character is followed in its changes from any process, and read as it is then', async () => {
  const { other } = await ownerAndOther()
  const traveller = await world.aTraveller({ mapId, position: spawn })
  const told = (await connect(traveller, other)).subscribe<{
    characterChanged: { online: boolean; appearance: { clothColor: number } }
  }>(`subscription { characterChanged(characterId: "${traveller.id}") { online appearance { clothColor } } }`)
  const untilIs = async (wanted: object) =>
    await expect.poll(async () => (await told.nextData()).characterChanged, PATIENT).toEqual(wanted)
  await untilIs({ online: false, appearance: { clothColor: 0 } })
  await traveller.command(other, 'enterWorld()')
  await untilIs({ online: true, appearance: { clothColor: 0 } })
  await traveller.command(other, 'changeAppearance(appearance: { hairStyle: 0, hairColor: 0, clothColor: 9 })')
  await untilIs({ online: true, appearance: { clothColor: 9 } })
  await traveller.command(other, 'leaveWorld()')
  await untilIs({ online: false, appearance: { clothColor: 9 } })
})

test('a view follows its character through a portal to a map of another process', async () => {
  const maps = await Promise.all(content.maps.map(async map => ({ map, owner: await world.ownerOf(map.id) })))
  const ownerOf = (id: string) => maps.find(({ map }) => map.id === id)?.owner
  const found = maps.flatMap(({ map }) =>
    map.portals
      .filter(({ toMapId }) => ownerOf(toMapId) !== ownerOf(map.id))
      .map(({ at, to }) => ({
        map,
        at,
        to,
        beside: [-1, 1].map(dx => ({ x: at.x + dx, y: at.y })).find(({ x, y }) => map.grid.isWalkable(x, y)),
      })),
  )
  const crossing = found.find(({ beside }) => beside !== undefined)
  if (crossing?.beside === undefined) throw new Error('No portal leads from one process to the other')
  const traveller = await world.aTraveller({ mapId: crossing.map.id, position: crossing.beside })
  for (const process of world.processes) {
    await traveller.command(process, 'enterWorld()')
    await traveller.command(process, 'leaveWorld()')
  }
  await traveller.command(world.processes[0] as ServiceProcess, 'enterWorld()')
  const views = await Promise.all(world.processes.map(process => watch(traveller, process)))
  await Promise.all(views.map(told => until(told, isSnapshot)))
  await traveller.command(world.processes[1] as ServiceProcess, move(crossing.at, 1))
  for (const told of views) {
    const [snapshot] = (await until(told, isSnapshot)).toReversed()
    expect(snapshot).toMatchObject({ sequence: 1, snapshot: true, acknowledged: 1 })
    expect(snapshot?.changes[0]).toMatchObject({ __typename: 'MapChanged', position: crossing.to })
  }
  await traveller.command(world.processes[0] as ServiceProcess, 'leaveWorld()')
})

test.each([
  ['ends as planned', async (process: ServiceProcess) => void (await process.stop())],
  ['is killed', async (process: ServiceProcess) => await process.kill()],
])('when the process of a map %s, viewers at another one go on with a snapshot', async (_, end) => {
  const { other, owner } = await ownerAndOther()
  const traveller = await world.aTraveller({ mapId, position: spawn })
  await traveller.command(other, 'enterWorld()')
  const told = await watch(traveller, other)
  await until(told, isSnapshot)
  await traveller.command(other, move(spawn, 2))
  const saved = async () =>
    (await world.database.primary.query('SELECT acknowledged FROM characters WHERE id = $1', [traveller.id])).rows
  await expect.poll(saved, PATIENT).toEqual([{ acknowledged: 2 }])
  await end(owner)
  const [snapshot] = (await until(told, isSnapshot)).toReversed()
  expect(snapshot).toMatchObject({ sequence: 1, snapshot: true, acknowledged: 2 })
  await traveller.command(other, move({ x: spawn.x + 1, y: spawn.y }, 3))
  const updates = await until(told, ({ acknowledged }) => acknowledged === 3)
  expect(updates.map(({ sequence }) => sequence)).toEqual(updates.map((__, index) => index + 2))
  await traveller.command(other, 'leaveWorld()')
  await owner.start()
  await world.untilShared()
  await vi.waitUntil(async () => (await traveller.state(owner)).map.playersOnline === 0, PATIENT)
})
