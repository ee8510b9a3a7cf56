import { performance } from 'node:perf_hooks'
import { vi } from 'vitest'
import { startBots, type Bots } from './bots.js'
import type { Instance } from './instances.js'
import { isShort } from './short-form.js'
import { startStage, type Stage } from './stage.js'

const PATIENT = { timeout: 60_000, interval: 50 }

export interface Place {
  readonly id: string
  readonly mapId: string
  readonly x: number
  readonly y: number
}

/** Two processes of characters, and bots that play through the gateway. */
export interface WorldStage {
  readonly stage: Stage
  readonly bots: Bots
  rows<Row extends object>(text: string): Promise<readonly Row[]>
  /** Characters in the world, as they were last saved. */
  inWorld(): Promise<readonly Place[]>
  /** By the URL of its holder, the maps that have a live lease. */
  mapsByHolder(): Promise<Map<string, readonly string[]>>
  /** Resolves when both processes have maps, every map has a process, and so many characters are in the world. */
  untilShared(characters: number): Promise<void>
  /** The process that has this URL. */
  instanceAt(url: string): Instance
  close(options: { keepLogs: boolean }): Promise<void>
}

export async function startWorldStage(players: number): Promise<WorldStage> {
  const stage = await startStage({}, { characters: 2 })
  const rows: WorldStage['rows'] = async <Row extends object>(text: string) =>
    (await stage.postgres.pool('characters').query<Row>(text)).rows
  const inWorld = async () =>
    await rows<Place>(`SELECT id, map_id AS "mapId", x, y FROM characters WHERE world_epoch IS NOT NULL ORDER BY id`)
  const mapsByHolder = async () => {
    const found = new Map<string, string[]>()
    for (const { mapId, url } of await rows<{ mapId: string; url: string }>(
      'SELECT map_id AS "mapId", url FROM map_lease WHERE holder IS NOT NULL AND expires_at > clock_timestamp()',
    ))
      found.set(url, [...(found.get(url) ?? []), mapId])
    return found
  }
  const isShared = async (): Promise<boolean> => {
    const held = [...(await mapsByHolder()).values()].map(maps => maps.length)
    const [count] = await rows<{ n: string }>('SELECT count(*) AS n FROM map_lease')
    return held.length === 2 && held.reduce((sum, maps) => sum + maps, 0) === Number(count?.n)
  }
  const bots = startBots({ players, url: stage.url })
  return {
    stage,
    bots,
    rows,
    inWorld,
    mapsByHolder,
    untilShared: async characters => {
      await vi.waitUntil(isShared, PATIENT)
      await vi.waitUntil(async () => (await inWorld()).length === characters, PATIENT)
    },
    instanceAt: url => {
      const instance = stage.of('characters').find(one => one.url === url)
      if (instance === undefined) throw new Error(`No process of characters is at ${url}`)
      return instance
    },
    close: async options => {
      bots.kill()
      if (options.keepLogs) process.stdout.write(`The processes' logs are in ${stage.logs}\n`)
      await stage.close(options)
    },
  }
}

/** The set-up starts, and the bots sign up, within it. */
const START_SECONDS = 180

/** Bounds a long run, and says how far it is. */
export function createBudget({ rounds, secondsEach }: { readonly rounds: number; readonly secondsEach: number }) {
  const beganMs = performance.now()
  const budgetSeconds = START_SECONDS + rounds * secondsEach
  const spentSeconds = () => (performance.now() - beganMs) / 1_000
  return {
    /** @throws Error when the run as a whole takes too long */
    check: (round: number) => {
      if (spentSeconds() > budgetSeconds)
        throw new Error(
          `Before round ${round} of ${rounds}, ${Math.round(spentSeconds())} s of ${budgetSeconds} s were spent`,
        )
    },
    say: (round: number, what: string) =>
      process.stdout.write(
        `  ${round} of ${rounds}, ${Math.round(spentSeconds())} s of at most ${budgetSeconds} s: ${what}\n`,
      ),
  }
}

/** How often a world's process is ended: `CHAOS_ROUNDS`, or so often. */
export function roundsOf(long: number, short: number): number {
  const given = Number(process.env['CHAOS_ROUNDS'] ?? Number.NaN)
  if (Number.isInteger(given) && given > 0) return given
  return isShort ? short : long
}
