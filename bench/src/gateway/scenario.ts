import { isDeepStrictEqual } from 'node:util'
import { cpuTimeMs, residentBytes } from '../cpu-time.js'
import { say, step } from '../progress.js'
import { median } from '../statistics.js'
import { closedLoop, requestText } from './closed-loop.js'
import { contestants, OURS, STOCK, type Contestant } from './contestants.js'
import { installPeers } from './peers.js'
import { canPin, pinThisProcess } from './pinned-process.js'
import { summarize, type Cell, type GatewayResult, type Mode } from './report.js'
import { recordLoads, setUp, type Running, type SetUp } from './set-up.js'
import { loads, type LoadName } from './shop.js'

export interface GatewayOptions {
  /** How long one trial sends requests. */
  readonly seconds: number
  readonly rounds: number
  /** Before the first trial, of each load in each mode. */
  readonly warmUpSeconds: number
  readonly connections: number
  /** True when the other gateways are measured, too. */
  readonly peers: boolean
  readonly loads: readonly LoadName[]
  readonly profiles: string | null
  /** The root of another checkout, whose build is measured beside ours. */
  readonly beside: string | null
}

const MODES: readonly Mode[] = ['unique', 'identical']
const SETTLE_WARM_UP_SECONDS = 0.3
const RESIDENT_SAMPLE_MS = 200
const STARTS = 5

/** All gateways before the same subgraphs, taking turns. */
export async function runGateway(options: GatewayOptions): Promise<GatewayResult> {
  const pinned = canPin()
  if (!pinned) say('  Processes cannot be kept to cores here: figures are less sure.')
  const missing = options.peers ? await step('The other gateways are installed', async () => installPeers()) : null
  if (missing !== null) say(`  They cannot be installed, and are not measured: ${missing}`)
  const set = await setUp({ pinned })
  try {
    const all = contestants({ ...set, profiles: options.profiles, beside: options.beside })
    const ours = all.find(({ name }) => name === OURS) as Contestant
    const startMs = await step('Our gateway starts, again and again', () => measureStarts(set, ours))
    const first = await step('Calls of each load are recorded', async () => {
      const running = await set.start(ours)
      await recordLoads(set, running)
      return running
    })
    const chosen = all.filter(({ isPeer, name }) => name !== OURS && (!isPeer || (options.peers && missing === null)))
    const running = [first, ...(await startAll(set, chosen))]
    const wrong = await step('Answers are compared', () => compareAnswers(running, options.loads))
    if (pinned) pinThisProcess()
    const cells = await measureAll(set, running, options)
    return summarize({ cells, wrong, missing, pinned, startMs, measured: running.map(({ name }) => name) })
  } finally {
    await set.lifecycle.close()
  }
}

/** From the command to the first answer, planning included; the median. */
async function measureStarts(set: SetUp, contestant: Contestant): Promise<number> {
  const timesMs: number[] = []
  for (let start = 0; start < STARTS; start++) {
    const startedMs = performance.now()
    const { process } = await set.start(contestant, { core: null })
    timesMs.push(performance.now() - startedMs)
    await process.stop()
  }
  return median(timesMs)
}

/** One that does not start is said and left out. */
async function startAll(set: SetUp, chosen: readonly Contestant[]): Promise<Running[]> {
  const running: Running[] = []
  for (const contestant of chosen) {
    try {
      running.push(await step(`${contestant.name} runs`, () => set.start(contestant)))
    } catch (error) {
      say(`  ${contestant.name} is left out: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return running
}

/** @returns which loads each contestant answers otherwise than stock, or than ours where there is no stock. */
async function compareAnswers(
  running: readonly Running[],
  chosen: readonly LoadName[],
): Promise<Record<string, LoadName[]>> {
  const judge = running.find(({ name }) => name === STOCK) ?? running[0]
  const wrong: Record<string, LoadName[]> = {}
  for (const load of chosen) {
    const expected = await judge?.ask(load)
    for (const each of running) {
      if (isDeepStrictEqual(await each.ask(load), expected)) continue
      ;(wrong[each.name] ??= []).push(load)
      say(`    ${each.name} answers ${load} otherwise than ${judge?.name}`)
    }
  }
  return wrong
}

async function measureAll(set: SetUp, running: readonly Running[], options: GatewayOptions): Promise<Cell[]> {
  const cells: Cell[] = []
  const plan = options.loads.flatMap(load => MODES.map(mode => ({ load, mode })))
  await step('Everyone has warmed up', async () => {
    for (const each of running)
      for (const { load, mode } of plan)
        await trial(set, each, { load, mode, seconds: options.warmUpSeconds, connections: options.connections })
  })
  for (let round = 1; round <= options.rounds; round++) {
    await step(`Round ${round} of ${options.rounds}`, async () => {
      for (const { load, mode } of plan) {
        for (const each of running) {
          await trial(set, each, { load, mode, seconds: SETTLE_WARM_UP_SECONDS, connections: options.connections })
          cells.push(await trial(set, each, { load, mode, seconds: options.seconds, connections: options.connections }))
        }
      }
    })
  }
  return cells
}

async function trial(
  set: SetUp,
  { name, port, process: gateway, isWhole }: Running,
  { load, mode, seconds, connections }: { load: LoadName; mode: Mode; seconds: number; connections: number },
): Promise<Cell> {
  const body = JSON.stringify({ query: loads[load] })
  const texts = mode === 'unique' ? set.authorizations : set.authorizations.slice(0, 1)
  const requests = texts.map(authorization => requestText(body, authorization))
  let turn = 0
  let residentMax = residentBytes(gateway.pid)
  const sampling = setInterval(() => {
    residentMax = Math.max(residentMax, residentBytes(gateway.pid))
  }, RESIDENT_SAMPLE_MS)
  const before = { calls: await set.calls(), cpuMs: cpuTimeMs(gateway.pid), subgraphsMs: cpuTimeMs(set.subgraphs.pid) }
  const {
    requests: count,
    elapsedMs,
    latenciesMs,
  } = await closedLoop({
    port,
    connections,
    durationMs: seconds * 1_000,
    next: () => requests[turn++ % requests.length] as string,
  }).finally(() => clearInterval(sampling))
  const after = { cpuMs: cpuTimeMs(gateway.pid), subgraphsMs: cpuTimeMs(set.subgraphs.pid), calls: await set.calls() }
  const each = (from: number | null, to: number | null) => (from === null || to === null ? null : (to - from) / count)
  return {
    contestant: name,
    isWhole,
    load,
    mode,
    perSecond: (count * 1_000) / elapsedMs,
    latenciesMs,
    cpuMsEach: each(before.cpuMs, after.cpuMs),
    totalCpuMsEach: each(
      before.cpuMs === null ? null : before.cpuMs + (before.subgraphsMs ?? 0),
      after.cpuMs === null ? null : after.cpuMs + (after.subgraphsMs ?? 0),
    ),
    residentBytes: residentMax,
    callsEach: (after.calls - before.calls) / count,
  }
}
