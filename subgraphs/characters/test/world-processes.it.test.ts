import type { ServiceProcess } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readWorldContent } from '../src/world/content/read-content.js'
import { TICK_MS } from '../src/world/tick.js'
import { PATIENT, startWorldProcesses, type Traveller, type WorldProcesses } from './world-processes.js'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 })
const content = readWorldContent()
const accepted = expect.objectContaining({ __typename: 'CommandAccepted' })

let world: WorldProcesses
let one: ServiceProcess
let two: ServiceProcess
beforeAll(async () => {
  world = await startWorldProcesses(2)
  ;[one, two] = world.processes as [ServiceProcess, ServiceProcess]
  await world.untilShared()
})
afterAll(() => world.close())

test.each(content.maps.map(({ id, name, spawn }) => ({ mapId: id, name, position: spawn })))(
  'a character in $name is commanded and seen at any process',
  async ({ mapId, position }) => {
    const traveller = await world.aTraveller({ mapId, position })
    expect(await traveller.command(one, 'enterWorld()')).toEqual(accepted)
    expect(await traveller.command(two, 'enterWorld()')).toEqual(accepted)
    for (const process of [one, two])
      expect(await traveller.state(process)).toMatchObject({
        online: true,
        map: { id: mapId, playersOnline: 1 },
        position,
      })
    const stay = `moveCharacter(to: { x: ${position.x}, y: ${position.y} })`
    for (const process of [one, two]) expect(await traveller.command(process, stay)).toEqual(accepted)
    expect(await traveller.command(two, 'moveCharacter(to: { x: -1, y: 900 })')).toMatchObject({ reason: 'OUT_OF_MAP' })

    expect(await traveller.command(two, 'leaveWorld()')).toEqual(accepted)
    for (const process of [one, two]) expect(await traveller.state(process)).toMatchObject({ online: false })
    expect(await traveller.command(one, stay)).toMatchObject({ reason: 'NOT_IN_WORLD' })
  },
)

test('the characters on a map are listed at any process, whichever runs the map', async () => {
  for (const { id: mapId, spawn: position } of content.maps) {
    const travellers = [await world.aTraveller({ mapId, position }), await world.aTraveller({ mapId, position })]
    for (const traveller of travellers) expect(await traveller.command(one, 'enterWorld()')).toEqual(accepted)
    const ids = travellers.map(({ id }) => id).toSorted()
    const admin = await world.aDevice(['admin.read'])
    for (const process of [one, two]) {
      const { map } = await admin.ask<{ map: { charactersOnline: { edges: { node: { id: string } }[] } } }>(
        process,
        `{ map(id: "${mapId}") { charactersOnline { edges { node { id } } } } }`,
      )
      expect(map.charactersOnline.edges.map(({ node }) => node.id)).toEqual(ids)
    }
    for (const traveller of travellers) await traveller.command(two, 'leaveWorld()')
  }
})

const owners = async (mapId: string): Promise<{ owner: ServiceProcess; other: ServiceProcess }> => {
  const owner = await world.ownerOf(mapId)
  if (owner === undefined) throw new Error(`${mapId} has no owner`)
  return { owner, other: owner === one ? two : one }
}
/** Portals from a map of one process to a map of the other, with a cell beside each that can be walked on. */
const crossings = async () => {
  const found = []
  for (const map of content.maps)
    for (const { at, to, toMapId } of map.portals) {
      if ((await world.ownerOf(map.id)) === (await world.ownerOf(toMapId))) continue
      const beside = [-1, 1].map(dx => ({ x: at.x + dx, y: at.y })).find(({ x, y }) => map.grid.isWalkable(x, y))
      if (beside !== undefined) found.push({ mapId: map.id, beside, portal: at, toMapId, to })
    }
  return found
}

test('a character that walks through a portal to a map of another process is there once, and commanded there', async () => {
  const found = await crossings()
  expect(found.length).toBeGreaterThan(0)
  for (const { beside, mapId, portal, to, toMapId } of found) {
    const traveller = await world.aTraveller({ mapId, position: beside })
    expect(await traveller.command(one, 'enterWorld()')).toEqual(accepted)
    const walk = `moveCharacter(to: { x: ${portal.x}, y: ${portal.y} })`
    expect(await traveller.command(two, walk)).toEqual(accepted)
    for (const process of [one, two])
      await expect.poll(async () => (await traveller.state(process)).map.id, PATIENT).toBe(toMapId)
    for (const process of [one, two]) {
      expect(await traveller.state(process)).toMatchObject({ online: true, position: to })
      await expect.poll(async () => (await traveller.state(process)).map.playersOnline, PATIENT).toBe(1)
      expect(await traveller.command(process, `moveCharacter(to: { x: ${to.x}, y: ${to.y} })`)).toEqual(accepted)
    }
    expect(await traveller.command(one, 'leaveWorld()')).toEqual(accepted)
  }
})

test('commands in the moment of crossing reach the character on the one map or the other', async () => {
  const [crossing] = await crossings()
  if (crossing === undefined) throw new Error('There is no crossing')
  const { beside, mapId, portal, toMapId } = crossing
  const traveller = await world.aTraveller({ mapId, position: beside })
  await traveller.command(one, 'enterWorld()')
  await traveller.command(one, `moveCharacter(to: { x: ${portal.x}, y: ${portal.y} })`)
  const look = (color: number) =>
    `changeAppearance(appearance: { hairStyle: 0, hairColor: 0, clothColor: ${color % 16} })`
  let color = 0
  do {
    const process = color % 2 === 0 ? one : two
    expect(await traveller.command(process, look(++color))).toEqual(accepted)
  } while ((await traveller.state(one)).map.id !== toMapId)
  await traveller.command(two, 'leaveWorld()')
  const { rows } = await world.database.primary.query('SELECT cloth_color FROM characters WHERE id = $1', [
    traveller.id,
  ])
  expect(rows).toEqual([{ cloth_color: color % 16 }])
})

/** Gives the command again and again until it is told to end. */
function commandAlways(traveller: Traveller, process: ServiceProcess, command: string) {
  const answers: { readonly tick: number; readonly atMs: number }[] = []
  const over = new AbortController()
  const giving = (async () => {
    while (!over.signal.aborted) {
      const answer = await traveller.command(process, command)
      expect(answer).toEqual(accepted)
      answers.push({ tick: answer.tick ?? 0, atMs: performance.now() })
    }
  })()
  return {
    answers,
    end: async () => {
      over.abort()
      await giving
    },
  }
}
/** For how long the map had no ticks, by the time and the ticks between two answers. */
const longestStopMs = (answers: readonly { readonly tick: number; readonly atMs: number }[]) =>
  Math.max(
    ...answers.slice(1).map(({ atMs, tick }, before) => {
      const last = answers[before] ?? { atMs, tick }
      return atMs - last.atMs - (tick - last.tick) * TICK_MS
    }),
  )

test('a process that ends as planned hands its maps over: nothing is lost, and they stop for a moment only', async () => {
  const { id: mapId, spawn } = content.start
  const stops: number[] = []
  // Twice, since a machine that is busy with other tests may be late once.
  for (let round = 0; round < 2; round++) {
    const { other, owner } = await owners(mapId)
    const traveller = await world.aTraveller({ mapId, position: spawn })
    await traveller.command(owner, 'enterWorld()')
    const commanding = commandAlways(traveller, other, `moveCharacter(to: { x: ${spawn.x}, y: ${spawn.y} })`)
    await vi.waitUntil(() => commanding.answers.length > 3, PATIENT)
    expect(await owner.stop()).toBe(0)
    await vi.waitUntil(async () => (await world.ownerOf(mapId)) === other, PATIENT)
    const { length } = commanding.answers
    await vi.waitUntil(() => commanding.answers.length > length + 3, PATIENT)
    await commanding.end()
    const ticks = commanding.answers.map(({ tick }) => tick)
    expect(ticks).toEqual(ticks.toSorted((a, b) => a - b))
    stops.push(longestStopMs(commanding.answers))
    expect(await traveller.state(other)).toMatchObject({ online: true, position: spawn, map: { playersOnline: 1 } })
    await traveller.command(other, 'leaveWorld()')
    await owner.start()
    await world.untilShared()
  }
  expect(Math.min(...stops), `stops of ${stops.join(' and ')} ms`).toBeLessThan(500)
})

test('when an owner is killed, another process has its maps within five seconds, with all who were there', async () => {
  const { id: mapId, spawn } = content.start
  const { other, owner } = await owners(mapId)
  const travellers = await Promise.all([0, 1, 2].map(() => world.aTraveller({ mapId, position: spawn })))
  const [walker, stander, leaver] = travellers
  if (walker === undefined || stander === undefined || leaver === undefined) throw new Error('There are three')
  for (const traveller of travellers) expect(await traveller.command(other, 'enterWorld()')).toEqual(accepted)
  await leaver.command(other, 'leaveWorld()')
  const goal = { x: spawn.x + 2, y: spawn.y }
  await walker.command(other, `moveCharacter(to: { x: ${goal.x}, y: ${goal.y} })`)
  const saved = async () =>
    (await world.database.primary.query('SELECT x, y FROM characters WHERE id = $1', [walker.id])).rows[0] as unknown
  await expect.poll(saved, PATIENT).toEqual(goal)

  await owner.kill()
  const killed = performance.now()
  expect(await walker.command(other, 'moveCharacter(to: { x: 1, y: 1 })')).toMatchObject({ reason: 'WORLD_CLOSED' })
  await vi.waitUntil(async () => (await walker.state(other)).online, PATIENT)
  expect(performance.now() - killed).toBeLessThan(5_000)
  await vi.waitUntil(async () => (await stander.state(other)).online, PATIENT)
  expect(await walker.state(other)).toMatchObject({ position: goal, map: { id: mapId, playersOnline: 2 } })
  expect(await leaver.state(other)).toMatchObject({ online: false })
  for (const traveller of [walker, stander]) await traveller.command(other, 'leaveWorld()')
  await owner.start()
  await world.untilShared()
})

test('a process that was suspended saves nothing over its successor, and takes part again', async () => {
  const { id: mapId, spawn } = content.start
  const { other, owner } = await owners(mapId)
  const traveller = await world.aTraveller({ mapId, position: spawn })
  await traveller.command(owner, 'enterWorld()')
  await traveller.command(owner, `moveCharacter(to: { x: ${spawn.x + 5}, y: ${spawn.y} })`)
  owner.freeze()
  await vi.waitUntil(async () => (await world.ownerOf(mapId)) === other, PATIENT)
  await vi.waitUntil(async () => (await traveller.state(other)).online, PATIENT)
  expect(await traveller.command(other, `moveCharacter(to: { x: ${spawn.x}, y: ${spawn.y} })`)).toEqual(accepted)
  await expect.poll(async () => (await traveller.state(other)).position, PATIENT).toEqual(spawn)
  await traveller.command(other, 'leaveWorld()')
  owner.thaw()
  // Asked at once, it knows that its lease has run out.
  expect(await traveller.command(owner, 'enterWorld()')).toEqual(accepted)
  await world.untilShared()
  for (const process of [one, two])
    expect(await traveller.state(process)).toMatchObject({ online: true, position: spawn, map: { playersOnline: 1 } })
  await traveller.command(one, 'leaveWorld()')
})
