import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { auditEconomy, untilSettled } from './audit.js'
import { startBots, type Bots } from './bots.js'
import type { Instance } from './instances.js'
import { startStage, type Stage } from './stage.js'

const isShort = process.env['CHAOS'] === 'short'
const KILLS = isShort ? 3 : 50
const PLAYERS = 20
/** Of the world, between two kills. */
const PLAY_MS = 2_000
const TAKEOVER_MAX_MS = 5_000
/** The fastest of the bots' characters walks five cells a second; a character is saved once a second at least. */
const CELLS_LOST_MAX = 6
const PATIENT = { timeout: 60_000, interval: 50 }

let stage: Stage
let bots: Bots
let hasFailed = true

beforeAll(async () => {
  stage = await startStage({}, { characters: 2 })
  bots = startBots({ players: PLAYERS, url: stage.url })
  await vi.waitUntil(async () => (await inWorld()).length === PLAYERS, PATIENT)
}, 180_000)
afterAll(async () => {
  bots.kill()
  if (hasFailed) process.stdout.write(`The processes' logs are in ${stage.logs}\n`)
  await stage.close({ keepLogs: hasFailed })
})

interface Place {
  readonly id: string
  readonly mapId: string
  readonly x: number
  readonly y: number
}

const rows = async <Row extends object>(text: string): Promise<readonly Row[]> =>
  (await stage.postgres.pool('characters').query<Row>(text)).rows
/** Characters in the world, as they were last saved. */
const inWorld = async (): Promise<readonly Place[]> =>
  await rows(`SELECT id, map_id AS "mapId", x, y FROM characters WHERE world_epoch IS NOT NULL ORDER BY id`)
/** By the URL of its holder, the maps that have a live lease. */
const mapsByHolder = async (): Promise<Map<string, readonly string[]>> => {
  const found = new Map<string, string[]>()
  for (const { mapId, url } of await rows<{ mapId: string; url: string }>(
    'SELECT map_id AS "mapId", url FROM map_lease WHERE holder IS NOT NULL AND expires_at > clock_timestamp()',
  ))
    found.set(url, [...(found.get(url) ?? []), mapId])
  return found
}
const mapCount = async () => Number((await rows<{ n: string }>('SELECT count(*) AS n FROM map_lease'))[0]?.n)
const isShared = async (): Promise<boolean> => {
  const held = [...(await mapsByHolder()).values()].map(maps => maps.length)
  return held.length === 2 && held.reduce((sum, maps) => sum + maps, 0) === (await mapCount())
}

interface State {
  readonly id: string
  readonly online: boolean
  readonly position: { readonly x: number; readonly y: number }
  readonly map: { readonly id: string }
}

/** As any client sees them. */
async function see(ids: readonly string[]): Promise<readonly State[]> {
  const fields = ids.map((id, place) => `c${place}: character(id: "${id}") { id online position { x y } map { id } }`)
  const response = await fetch(`${stage.url}/graphql`, {
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
  const characters = await inWorld()
  const [busiest] = [...(await mapsByHolder())]
    .map(([url, maps]) => ({ url, maps, players: characters.filter(({ mapId }) => maps.includes(mapId)).length }))
    .toSorted((one, other) => other.players - one.players)
  const owner = stage.of('characters').find(({ url }) => url === busiest?.url)
  if (owner === undefined || busiest === undefined) throw new Error('No process has maps')
  return { owner, maps: busiest.maps }
}

async function killOwner(): Promise<{ takeoverMs: number; cellsLost: number }> {
  await vi.waitUntil(isShared, PATIENT)
  await vi.waitUntil(async () => (await inWorld()).length === PLAYERS, PATIENT)
  await delay(PLAY_MS * (0.5 + Math.random()))
  const { maps, owner } = await busiestOwner()
  const there = (await inWorld()).filter(({ mapId }) => maps.includes(mapId))
  const seen = await see(there.map(({ id }) => id))
  await owner.kill()
  const killedMs = performance.now()
  // No process writes these characters before it has taken their maps.
  const saved = new Map((await inWorld()).map(place => [place.id, place]))
  const steps = seen
    .filter(({ id, map }) => saved.get(id)?.mapId === map.id)
    .map(({ id, position }) => {
      const { x, y } = saved.get(id) ?? position
      return Math.max(Math.abs(position.x - x), Math.abs(position.y - y))
    })
  await vi.waitUntil(
    async () => {
      const held = await mapsByHolder()
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
      const { cellsLost, takeoverMs } = await killOwner()
      process.stdout.write(`  kill ${number}: ${(takeoverMs / 1_000).toFixed(2)} s, ${cellsLost} cells lost\n`)
      expect(takeoverMs).toBeLessThan(TAKEOVER_MAX_MS)
      expect(cellsLost).toBeLessThanOrEqual(CELLS_LOST_MAX)
      expect(await auditEconomy(stage.postgres, { settled: false })).toBe('')
      hasFailed = false
    },
  )
})

describe('after it all', () => {
  it('has every gain once: what players were told of, and nothing twice', async () => {
    hasFailed = true
    const { commands, drops, kills } = await bots.stop()
    expect(await untilSettled(stage.postgres)).toEqual([])
    const counts = await rows<{ source: string; n: string }>('SELECT source, count(*) AS n FROM gain GROUP BY source')
    const saved = new Map(counts.map(({ n, source }) => [source, Number(n)]))
    process.stdout.write(
      `  ${commands.accepted} commands; ${kills} kills seen, ${saved.get('KILL') ?? 0} saved; ${drops} drops, ${saved.get('PICK_UP') ?? 0} saved\n`,
    )
    expect(kills).toBeGreaterThan(0)
    // An answer may be lost with its process, a gain that was answered may not.
    expect(saved.get('PICK_UP') ?? 0).toBeGreaterThanOrEqual(drops)
    expect(await auditEconomy(stage.postgres, { settled: true })).toBe('')
    hasFailed = false
  })

  it('has nobody in the world whose player has left it', async () => {
    await expect.poll(async () => (await inWorld()).length, PATIENT).toBe(0)
  })
})
