import { setTimeout as delay } from 'node:timers/promises'
import { residentBytes, threadTimesMs } from '../cpu-time.js'
import { startServers } from '../economy/servers.js'
import { say, step } from '../progress.js'
import { percentile, rounded } from '../statistics.js'
import { startClients } from './client-process.js'
import { installColyseus, startColyseus } from './colyseus-server.js'
import { createDatabases, prepareHouse, startHouse } from './house-server.js'
import { createMaps, MONSTERS_EACH } from './maps.js'
import { createPlayers, type BenchPlayer } from './players.js'

export interface WorldOptions {
  readonly players: readonly number[]
  /** Players on one screen; 0 for none. */
  readonly crowd: number
  readonly seconds: number
  readonly warmUpSeconds: number
  readonly maps: number
  readonly peers: boolean
}

export interface Case {
  readonly players: number
  readonly where: 'spread' | 'crowd'
}

/** The figures of one contestant in one case. */
export interface Measured extends Case {
  readonly subject: string
  /** 0 where nobody subscribes. */
  readonly everyTicks: number
  /** Of the server's process, for each player and second. */
  readonly cpuMs: number
  /** Shares of it: the main thread, the busiest other thread, which is ours for the loop and encoding, the rest. */
  readonly mainMs: number
  readonly secondMs: number
  readonly restMs: number
  /** Of Colyseus, writes included; of ours without them, over the last minute. */
  readonly tickP50Ms: number
  readonly tickP99Ms: number
  /** To each player. */
  readonly updatesPerSecond: number
  readonly bytesPerUpdate: number
  readonly kbPerSecond: number
  readonly residentMb: number
  /** Of each player, in a second; those that were answered. Colyseus answers none. */
  readonly commandsPerSecond: number
  readonly answeredPerSecond: number | null
  readonly acceptedShare: number | null
  /** Connections that the server has closed. */
  readonly closed: number
}

export interface WorldResult {
  readonly measured: readonly Measured[]
  readonly monsters: number
}

/** The last one is what commands and the loop cost without updates. */
const subjects = [
  { subject: 'Waystone', everyTicks: 1 },
  { subject: 'Waystone, one update in two ticks', everyTicks: 2 },
  { subject: 'Waystone, commands without updates', everyTicks: 0 },
] as const

export async function runWorld(options: WorldOptions): Promise<WorldResult> {
  const maps = createMaps(options.maps)
  const peersMissing = options.peers ? await step('Colyseus is installed', async () => installColyseus()) : 'left out'
  if (peersMissing !== null) say(`  Without Colyseus: ${peersMissing}`)
  const servers = await startServers()
  try {
    const build = await step('The production build has the maps', async () => prepareHouse(servers, maps))
    const { issuer } = await step('Databases', () => createDatabases(servers))
    const measured: Measured[] = []
    const note = (one: Measured) => {
      measured.push(one)
      say(
        `    ${one.cpuMs} ms of CPU for a player and second, ${one.updatesPerSecond} updates of ${one.bytesPerUpdate} bytes`,
      )
    }
    for (const { players, where } of casesOf(options)) {
      const all = createPlayers(players, maps, where)
      const measure = { players, where, options }
      if (peersMissing === null)
        note(
          await step(`Colyseus, ${players} players, ${where}`, () =>
            measureColyseus({ ...measure, all, contentDirectory: build.contentDirectory }),
          ),
        )
      const house = await startHouse({ servers, build, issuer, maps, players: all, name: `${where}_${players}` })
      try {
        for (const { subject, everyTicks } of subjects)
          note(
            await step(`${subject}, ${players} players, ${where}`, () =>
              measureHouse({ ...measure, all, house, subject, everyTicks }),
            ),
          )
      } finally {
        await house.stop()
      }
    }
    return { measured, monsters: options.maps * MONSTERS_EACH }
  } finally {
    await servers.lifecycle.close()
  }
}

const casesOf = ({ crowd, players }: WorldOptions): readonly Case[] => [
  ...players.map(count => ({ players: count, where: 'spread' }) as const),
  ...(crowd > 0 ? [{ players: crowd, where: 'crowd' } as const] : []),
]

interface Measure extends Case {
  readonly options: WorldOptions
  readonly all: readonly BenchPlayer[]
}

async function measureColyseus(given: Measure & { contentDirectory: string }): Promise<Measured> {
  const server = await startColyseus(given.contentDirectory)
  try {
    const figures = await drive(given, {
      server: 'colyseus',
      url: server.url,
      pid: server.pid,
      everyTicks: 1,
      tokenOf: () => Promise.resolve(''),
      atReset: server.reset,
    })
    const ticksMs = await server.ticksMs()
    const [tickP50Ms, tickP99Ms] = [rounded(percentile(ticksMs, 0.5)), rounded(percentile(ticksMs, 0.99))]
    return { ...figures, subject: 'Colyseus', tickP50Ms, tickP99Ms, answeredPerSecond: null, acceptedShare: null }
  } finally {
    await server.stop()
  }
}

async function measureHouse(
  given: Measure & { house: Awaited<ReturnType<typeof startHouse>>; subject: string; everyTicks: number },
): Promise<Measured> {
  const { house, subject, everyTicks } = given
  const { pid, tokenOf, url } = house
  const figures = await drive(given, { server: 'waystone', url, pid, everyTicks, tokenOf, atReset: async () => {} })
  const { p50Ms, p99Ms } = await house.tickTimes()
  return { ...figures, subject, tickP50Ms: rounded(p50Ms), tickP99Ms: rounded(p99Ms) }
}

type Driven = Omit<Measured, 'subject' | 'tickP50Ms' | 'tickP99Ms'>

/** Lets all players play before a server, and measures its process. */
async function drive(
  { all, options, players, where }: Measure,
  contestant: {
    readonly server: 'waystone' | 'colyseus'
    readonly url: string
    readonly pid: number
    readonly everyTicks: number
    readonly tokenOf: (player: BenchPlayer) => Promise<string>
    readonly atReset: () => Promise<void>
  },
): Promise<Driven> {
  const { atReset, everyTicks, pid, server, tokenOf, url } = contestant
  const clients = startClients()
  try {
    const withTokens = await Promise.all(all.map(async player => ({ ...player, token: await tokenOf(player) })))
    await clients.open({ server, url, mapCount: options.maps, players: withTokens, everyTicks })
    await delay(options.warmUpSeconds * 1_000)
    await atReset()
    await clients.reset()
    const before = threadTimesMs(pid)
    const started = performance.now()
    await delay(options.seconds * 1_000)
    const after = threadTimesMs(pid)
    const counted = await clients.count()
    const seconds = (performance.now() - started) / 1_000
    const each = (value: number) => rounded(value / players / seconds)
    const threads = [...after].map(([id, ms]) => ({ id, ms: ms - (before.get(id) ?? 0) }))
    const main = threads.find(({ id }) => id === pid)?.ms ?? 0
    const others = threads.flatMap(({ id, ms }) => (id === pid ? [] : [ms]))
    const second = Math.max(0, ...others)
    const sum = others.reduce((total, ms) => total + ms, 0)
    const { accepted, bytes, closed, commands, refused, updates } = counted
    return {
      players,
      where,
      everyTicks,
      cpuMs: each(main + sum),
      mainMs: each(main),
      secondMs: each(second),
      restMs: each(sum - second),
      updatesPerSecond: each(updates),
      bytesPerUpdate: updates === 0 ? 0 : Math.round(bytes / updates),
      kbPerSecond: each(bytes / 1_000),
      residentMb: Math.round(residentBytes(pid) / 2 ** 20),
      commandsPerSecond: each(commands),
      answeredPerSecond: each(accepted + refused),
      acceptedShare: rounded(accepted / Math.max(1, accepted + refused)),
      closed,
    }
  } finally {
    await clients.stop()
  }
}
