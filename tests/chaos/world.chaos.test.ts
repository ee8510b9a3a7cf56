import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { auditEconomy, untilSettled } from './audit.js'
import type { Instance } from './instances.js'
import { createBudget, roundsOf, startWorldStage, type WorldStage } from './world-stage.js'

const KILLS = roundsOf(50, 3)
const PLAYERS = 20
/** Of the world, between two kills. */
const PLAY_MS = 2_000
const TAKEOVER_MAX_MS = 5_000
/** A kill takes some 15 seconds, the start of the process that was killed included. */
const SECONDS_EACH = 45
/** The fastest of the bots' characters walks five cells a second; a character is saved once a second at least. */
const CELLS_LOST_MAX = 6
const PATIENT = { timeout: 60_000, interval: 50 }

const budget = createBudget({ rounds: KILLS, secondsEach: SECONDS_EACH })
let world: WorldStage
let hasFailed = true

beforeAll(async () => {
  world = await startWorldStage(PLAYERS)
  await world.untilShared(PLAYERS)
}, 180_000)
afterAll(() => world.close({ keepLogs: hasFailed }))

interface State {
  readonly id: string
  readonly online: boolean
  readonly position: { readonly x: number; readonly y: number }
  readonly map: { readonly id: string }
}

/** As any client sees them. */
async function see(ids: readonly string[]): Promise<readonly State[]> {
  const fields = ids.map((id, place) => `c${place}: character(id: "${id}") { id online position { x y } map { id } }`)
  const response = await fetch(`${world.stage.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-waystone-client': 'chaos' },
    body: JSON.stringify({ query: `{ ${fields.join(' ')} }` }),
  })
  const { data, errors } = (await response.json()) as { data?: Record<string, State>; errors?: unknown }
  if (data === undefined || data === null || errors !== undefined) throw new Error(JSON.stringify(errors))
  return Object.values(data)
}

/** The process that runs most characters: its end is felt by most. */
async function busiestOwner(): Promise<{ owner: Instance; maps: readonly string[] }> {
  const characters = await world.inWorld()
  const [busiest] = [...(await world.mapsByHolder())]
    .map(([url, maps]) => ({ url, maps, players: characters.filter(({ mapId }) => maps.includes(mapId)).length }))
    .toSorted((one, other) => other.players - one.players)
  if (busiest === undefined) throw new Error('No process has maps')
  return { owner: world.instanceAt(busiest.url), maps: busiest.maps }
}

async function killOwner(): Promise<{ takeoverMs: number; cellsLost: number }> {
  await world.untilShared(PLAYERS)
  await delay(PLAY_MS * (0.5 + Math.random()))
  const { maps, owner } = await busiestOwner()
  const there = (await world.inWorld()).filter(({ mapId }) => maps.includes(mapId))
  const seen = await see(there.map(({ id }) => id))
  await owner.kill()
  const killedMs = performance.now()
  // No process writes these characters before it has taken their maps.
  const saved = new Map((await world.inWorld()).map(place => [place.id, place]))
  const steps = seen
    .filter(({ id, map }) => saved.get(id)?.mapId === map.id)
    .map(({ id, position }) => {
      const { x, y } = saved.get(id) ?? position
      return Math.max(Math.abs(position.x - x), Math.abs(position.y - y))
    })
  await vi.waitUntil(
    async () => {
      const held = await world.mapsByHolder()
      held.delete(owner.url)
      return maps.every(mapId => [...held.values()].flat().includes(mapId))
    },
    { timeout: TAKEOVER_MAX_MS, interval: 20 },
  )
  const takeoverMs = performance.now() - killedMs
  // All who were there are there again by themselves.
  await vi.waitUntil(async () => (await see(there.map(({ id }) => id))).every(({ online }) => online), PATIENT)
  owner.start()
  await owner.untilReady()
  return { takeoverMs, cellsLost: Math.max(0, ...steps) }
}

describe('the world under bots, while the process that runs most of it is killed', () => {
  it.each(Array.from({ length: KILLS }, (_, index) => index + 1))(
    'goes on in another process within five seconds, with all who were there: %i',
    async number => {
      hasFailed = true
      budget.check(number)
      const { cellsLost, takeoverMs } = await killOwner()
      budget.say(number, `taken over after ${(takeoverMs / 1_000).toFixed(2)} s, ${cellsLost} cells lost`)
      expect(takeoverMs).toBeLessThan(TAKEOVER_MAX_MS)
      expect(cellsLost).toBeLessThanOrEqual(CELLS_LOST_MAX)
      expect(await auditEconomy(world.stage.postgres, { settled: false })).toBe('')
      hasFailed = false
    },
  )
})

describe('after it all', () => {
  it('has every gain once: what players were told of, and nothing twice', async () => {
    hasFailed = true
    const { commands, drops, kills } = await world.bots.stop()
    expect(await untilSettled(world.stage.postgres)).toEqual([])
    const counts = await world.rows<{ source: string; n: string }>(
      'SELECT source, count(*) AS n FROM gain GROUP BY source',
    )
    const saved = new Map(counts.map(({ n, source }) => [source, Number(n)]))
    process.stdout.write(
      `  ${commands.accepted} commands; ${kills} kills seen, ${saved.get('KILL') ?? 0} saved; ${drops} drops, ${saved.get('PICK_UP') ?? 0} saved\n`,
    )
    expect(kills).toBeGreaterThan(0)
    // A kill is shown when it is saved.
    expect(saved.get('KILL') ?? 0).toBeGreaterThanOrEqual(kills)
    // An answer may be lost with its process, a gain that was answered may not.
    expect(saved.get('PICK_UP') ?? 0).toBeGreaterThanOrEqual(drops)
    expect(await auditEconomy(world.stage.postgres, { settled: true })).toBe('')
    hasFailed = false
  })

  it('has nobody in the world whose player has left it', async () => {
    await expect.poll(async () => (await world.inWorld()).length, PATIENT).toBe(0)
  })
})
