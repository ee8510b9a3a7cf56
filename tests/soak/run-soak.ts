import { setTimeout as delay } from 'node:timers/promises'
import { startBots } from '../chaos/bots.js'
import { createClientLedger, messagesOf } from '../chaos/ledger-of-clients.js'
import { startLoad } from '../chaos/load.js'
import { brokenPromises, findLost } from '../chaos/promises-kept.js'
import type { Cluster } from '../cluster/cluster.js'
import { startChat } from './chat.js'
import { startComers } from './comers.js'
import {
  latencyChanges,
  latencyProblems,
  memoryChanges,
  memoryProblems,
  tableProblems,
  windowsOf,
  type Change,
  type Grows,
  type TableGrowth,
} from './judge.js'
import { countRows, databaseBytes, watchMemory } from './observe.js'
import { startProbe } from './probe.js'
import { tableKeeping } from './table-keeping.js'

export interface SoakSize {
  readonly minutes: number
  /** Players who sign in, buy, pull and claim. */
  readonly clients: number
  /** Players who walk and fight in the world. */
  readonly bots: number
  /** Devices that subscribe, stay for a while and go. */
  readonly devices: number
  readonly chatReaders: number
}

export interface SoakResult {
  readonly minutes: number
  readonly memory: readonly Change[]
  readonly latency: readonly Change[]
  readonly tables: readonly TableGrowth[]
  readonly databaseBytes: { readonly before: number; readonly after: number }
  readonly counts: Readonly<Record<string, number>>
  /** Acknowledged, but not in the databases, or there twice or otherwise. */
  readonly lostOperations: number
  /** Empty when all that was promised held. */
  readonly problems: readonly string[]
}

const CLIENT_PAUSE_MS = 200
const CHAT_TALKERS = 4
/** Two messages a second of all talkers. */
const CHAT_PAUSE_MS = 2_000
const LOOK_INTERVAL_MS = 1_000

/** By `subgraph.table`. */
const growth: ReadonlyMap<string, Grows> = new Map(
  Object.entries(tableKeeping).flatMap(([subgraph, tables]) =>
    Object.entries(tables).map(([table, { grows }]) => [`${subgraph}.${table}`, grows] as const),
  ),
)

/**
 * Has players of every kind at a system for a while, and looks whether anything grows that is not to grow.
 * @throws Error when a process ends, or clients find no answer at all
 */
export async function runSoak(
  cluster: Cluster,
  size: SoakSize,
  { say, played }: { say: (text: string) => void; played: (seconds: number) => void },
): Promise<SoakResult> {
  const { url, postgres } = cluster
  const durationMs = size.minutes * 60_000
  const windows = windowsOf(durationMs)
  const bots = startBots({ players: size.bots, url })
  const problems: string[] = []
  try {
    const startedAtMs = performance.now()
    const memory = watchMemory(cluster, startedAtMs)
    const load = startLoad({ url, clients: size.clients, readers: 0, seed: 1, pauseMs: CLIENT_PAUSE_MS })
    const { ledger } = load
    const chat = await startChat({
      url,
      ledger: createClientLedger(),
      talkers: CHAT_TALKERS,
      readers: size.chatReaders,
      pauseMs: CHAT_PAUSE_MS,
    })
    const comers = startComers(url, { ledger, count: size.devices })
    const probe = startProbe(url, startedAtMs)
    const until = async (moment: number) => {
      for (let now = 0; (now = performance.now() - startedAtMs) < moment; played(now / 1_000))
        await Promise.race([
          delay(Math.min(LOOK_INTERVAL_MS, moment - now)),
          load.failed,
          chat.failed,
          probe.failed,
          memory.failed,
        ])
    }
    await until(windows.warmUpMs)
    const [rowsBefore, bytesBefore] = [await countRows(postgres), await databaseBytes(postgres)]
    await until(durationMs)
    const [rowsAfter, bytesAfter] = [await countRows(postgres), await databaseBytes(postgres)]
    memory.stop()
    say('letting the clients bring what they do to an end …')
    await probe.stop()
    await load.stop()
    problems.push(...(await chat.stop()), ...(await comers.stop()), ...probe.problems)
    const { kills, commands } = await bots.stop()
    say('comparing what was acknowledged with the databases …')
    const lost = await findLost(cluster, ledger)
    const memoryOfAll = memoryChanges(memory.samples, windows)
    const latency = latencyChanges(probe.latencies, windows)
    const tables = [...rowsAfter].map(([table, rows]) => ({
      table,
      rowsBefore: rowsBefore.get(table) ?? 0,
      rowsAfter: rows,
    }))
    return {
      minutes: size.minutes,
      memory: memoryOfAll,
      latency,
      tables,
      databaseBytes: { before: bytesBefore, after: bytesAfter },
      counts: {
        operations: ledger.counts.operations,
        failedRequests: ledger.counts.errors,
        signUps: ledger.players.length,
        kills,
        worldCommands: commands.accepted,
        messagesSent: chat.counts().sent,
        messagesReceived: chat.counts().received,
        connections: comers.counts().connections,
        eventsTold: comers.counts().events,
        probes: probe.latencies.length,
      },
      lostOperations: lost.length,
      problems: [
        ...problems,
        ...messagesOf(ledger),
        ...lost,
        ...(await brokenPromises(cluster)),
        ...memoryProblems(memoryOfAll),
        ...latencyProblems(latency),
        ...tableProblems(tables, table => growth.get(table)),
      ],
    }
  } finally {
    bots.kill()
  }
}
