import { median, percentile, rounded } from '../statistics.js'
import { FLOOR, OTHER_BUILD, OTHER_UNREPEATED, OURS, STOCK, UNREPEATED, WHOLE } from './contestants.js'
import type { LoadName } from './shop.js'

/** unique: no two requests under way have the same Authorization. identical: all have. */
export type Mode = 'unique' | 'identical'

/** One trial. */
export interface Cell {
  readonly contestant: string
  readonly isWhole: boolean
  readonly load: LoadName
  readonly mode: Mode
  readonly perSecond: number
  readonly latenciesMs: readonly number[]
  /** Of the gateway's processes, by the kernel's accounting; null where it does not tell. */
  readonly cpuMsEach: number | null
  /** With the subgraphs' process. */
  readonly totalCpuMsEach: number | null
  readonly residentBytes: number
  readonly callsEach: number
}

/** The medians of a contestant's trials with a load in a mode. */
export interface Line {
  readonly load: LoadName
  readonly mode: Mode
  readonly contestant: string
  /** Compared by its total, since the subgraphs' work is within it. */
  readonly isWhole: boolean
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly cpuMsEach: number | null
  readonly totalCpuMsEach: number | null
  /** How many times less CPU than stock, by the median of the rounds' ratios. */
  readonly timesLessThanStock: number | null
  /** CPU by that of the other build under the same settings, by the median of the rounds' ratios. */
  readonly timesOfOtherBuild: number | null
  readonly residentMegabytes: number
  readonly callsEach: number
  /** Its answer is not stock's. */
  readonly isWrong: boolean
}

export interface Target {
  readonly what: string
  readonly target: string
  readonly found: string
  readonly isMet: boolean
}

export interface GatewayResult {
  readonly pinned: boolean
  /** Why the other gateways are not there. */
  readonly missing: string | null
  readonly lines: readonly Line[]
  readonly targets: readonly Target[]
}

const OF_THE_HOUSE: ReadonlySet<string> = new Set([OURS, UNREPEATED, OTHER_BUILD, OTHER_UNREPEATED, WHOLE, FLOOR])

/** The contestant of the other build with the same settings. */
const SAME_OF_OTHER_BUILD: Readonly<Record<string, string>> = { [OURS]: OTHER_BUILD, [UNREPEATED]: OTHER_UNREPEATED }

const TIMES_OF_OTHER_BUILD = 1.03
const TIMES_LESS_THAN_STOCK = 8
const TIMES_THE_FLOOR = 1.6
const RESIDENT_MAX_MEGABYTES = 200
const WHOLE_TIMES_LESS = 12
const START_MAX_MS = 1_000

export function summarize(run: {
  cells: readonly Cell[]
  wrong: Readonly<Record<string, readonly LoadName[]>>
  missing: string | null
  pinned: boolean
  /** From the command to the first answer. */
  startMs: number
  measured: readonly string[]
}): GatewayResult {
  const { cells, wrong, missing, pinned, startMs, measured } = run
  const keys = [...new Map(cells.map(({ load, mode }) => [`${load} ${mode}`, { load, mode }])).values()]
  const trialsOf = (contestant: string, { load, mode }: { load: LoadName; mode: Mode }) =>
    cells.filter(cell => cell.contestant === contestant && cell.load === load && cell.mode === mode)
  const lines = keys.flatMap(key =>
    measured.map((contestant): Line => {
      const trials = trialsOf(contestant, key)
      const isTotal = contestant === WHOLE
      const costs = (list: readonly Cell[]) =>
        list.flatMap(({ cpuMsEach, totalCpuMsEach }) => (isTotal ? totalCpuMsEach : cpuMsEach) ?? [])
      const own = costs(trials)
      /** Round by round, since what else the machine does hits both of a round. */
      const timesOf = (other: string | undefined): number | null => {
        const theirs = other === undefined ? [] : costs(trialsOf(other, key))
        const ratios = own.flatMap((cost, round) => (theirs[round] === undefined ? [] : cost / theirs[round]))
        return ratios.length === 0 ? null : median(ratios)
      }
      const timesOfStock = timesOf(STOCK)
      const timesOfOtherBuild = timesOf(SAME_OF_OTHER_BUILD[contestant])
      return {
        ...key,
        contestant,
        isWhole: isTotal,
        perSecond: rounded(median(trials.map(({ perSecond }) => perSecond))),
        p50Ms: rounded(median(trials.map(({ latenciesMs }) => percentile(latenciesMs, 0.5)))),
        p99Ms: rounded(median(trials.map(({ latenciesMs }) => percentile(latenciesMs, 0.99)))),
        cpuMsEach: own.length === 0 ? null : rounded(median(trials.flatMap(({ cpuMsEach }) => cpuMsEach ?? []))),
        totalCpuMsEach:
          own.length === 0 ? null : rounded(median(trials.flatMap(({ totalCpuMsEach }) => totalCpuMsEach ?? []))),
        timesLessThanStock: timesOfStock === null ? null : rounded(1 / timesOfStock),
        timesOfOtherBuild: timesOfOtherBuild === null ? null : rounded(timesOfOtherBuild),
        residentMegabytes: Math.round(Math.max(...trials.map(({ residentBytes }) => residentBytes)) / 1e6),
        callsEach: rounded(median(trials.map(({ callsEach }) => callsEach))),
        isWrong: wrong[contestant]?.includes(key.load) === true,
      }
    }),
  )
  return { pinned, missing, lines, targets: targetsOf(lines, startMs) }
}

function targetsOf(lines: readonly Line[], startMs: number): Target[] {
  const ours = lines.filter(({ contestant }) => contestant === OURS)
  const at = (contestant: string, { load, mode }: Line) =>
    lines.find(line => line.contestant === contestant && line.load === load && line.mode === mode)
  const targets: Target[] = []
  const compare = (what: string, found: number | null, target: { atLeast?: number; atMost?: number }, unit: string) => {
    if (found === null) return
    const { atLeast, atMost } = target
    const isMet = atLeast === undefined ? found <= (atMost ?? Infinity) : found >= atLeast
    const words = atLeast === undefined ? `≤ ${atMost}${unit}` : `≥ ${atLeast}${unit}`
    targets.push({ what, target: words, found: `${rounded(found)}${unit}`, isMet })
  }
  for (const line of ours.filter(({ mode }) => mode === 'unique')) {
    compare(`${line.load}: less CPU than ${STOCK}`, line.timesLessThanStock, { atLeast: TIMES_LESS_THAN_STOCK }, '×')
    const floor = at(FLOOR, line)?.cpuMsEach ?? null
    const times = floor === null || line.cpuMsEach === null ? null : line.cpuMsEach / floor
    compare(`${line.load}: CPU of the floor`, times, { atMost: TIMES_THE_FLOOR }, '×')
    const whole = at(WHOLE, line)?.timesLessThanStock ?? null
    compare(`${line.load}, subgraphs in process: less CPU in all`, whole, { atLeast: WHOLE_TIMES_LESS }, '×')
  }
  for (const line of lines.filter(({ contestant }) => contestant in SAME_OF_OTHER_BUILD))
    compare(
      `${line.load}, ${line.mode}: CPU of ${line.contestant} by the other build's`,
      line.timesOfOtherBuild,
      { atMost: TIMES_OF_OTHER_BUILD },
      '×',
    )
  const resident = Math.max(...ours.map(({ residentMegabytes }) => residentMegabytes))
  compare('resident memory under load', resident, { atMost: RESIDENT_MAX_MEGABYTES }, ' MB')
  compare('start, from the command to the first answer', Math.round(startMs), { atMost: START_MAX_MS }, ' ms')
  for (const line of ours) {
    const peers = lines.filter(
      ({ contestant, load, mode }) => load === line.load && mode === line.mode && !OF_THE_HOUSE.has(contestant),
    )
    const [best] = peers.toSorted((one, other) => (one.cpuMsEach ?? Infinity) - (other.cpuMsEach ?? Infinity))
    if (best === undefined || best.cpuMsEach === null || line.cpuMsEach === null) continue
    targets.push({
      what: `${line.load}, ${line.mode}: less CPU than every other gateway`,
      target: `< ${best.cpuMsEach} ms (${best.contestant})`,
      found: `${line.cpuMsEach} ms`,
      isMet: line.cpuMsEach < best.cpuMsEach,
    })
  }
  const wrong = ours.filter(({ isWrong }) => isWrong).map(({ load }) => load)
  targets.push({
    what: `answers are ${STOCK}'s`,
    target: 'all',
    found: wrong.length === 0 ? 'all' : `not ${[...new Set(wrong)].join(', ')}`,
    isMet: wrong.length === 0,
  })
  return targets
}
