import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { atLeast, atMost, table, type Target } from '../economy/report.js'
import { built } from '../processes.js'
import { step } from '../progress.js'
import { median, rounded } from '../statistics.js'
import { figuresSchema, type Case, type Figures } from './contract.js'
import { givenSubjects, twoPities } from './definitions.js'

const OUTPUT_MAX_BYTES = 10_000_000
const DENSE = { title: 'genshin-character-5.0', event: 'FIVE.featured' }

export interface BannersOptions {
  readonly rounds: number
}

export interface BannersRow {
  readonly title: string
  readonly states: number | null
  /** The first time in its process, and the median of all rounds. */
  readonly firstMs: number
  readonly medianMs: number
}

export interface BannersResult {
  readonly rows: readonly BannersRow[]
  /** Dense elimination by cycles, medians, on the same chain. */
  readonly timesFasterThanDense: number
  readonly memoryMb: number
  readonly lookUpUs: Readonly<Record<string, number>>
  readonly targets: readonly Target[]
}

/** Exact odds of banner models by the built gacha subgraph, each case in a process of its own. */
export async function runBanners({ rounds }: BannersOptions): Promise<BannersResult> {
  const subjects = await givenSubjects()
  const odds = await step('all odds of each given rule set', () =>
    measure({ kind: 'odds', rounds, subjects: [...subjects] }),
  )
  const dense = await step('one chain by dense elimination', () =>
    measure({
      kind: 'dense',
      rounds,
      event: DENSE.event,
      definition: subjects.find(({ title }) => title === DENSE.title)?.definition,
    }),
  )
  const [ten, limit, beyond] = [100, 141, 245].map(side => () => chainOf(side, rounds))
  const chains = [ten, limit, beyond].flatMap(run => run ?? [])
  const measured: { title: string; figures: Figures }[] = []
  for (const run of chains) measured.push(await run())
  const given = Object.keys(odds.firstMs).map(title => rowOf(title, odds, title, null))
  const rows = [
    ...given,
    ...['by cycles', 'by dense elimination'].map(name =>
      rowOf(`${DENSE.event} of ${DENSE.title}, ${name}`, dense, name, dense.states),
    ),
    ...measured.flatMap(({ title, figures }) =>
      Object.keys(figures.firstMs).map(name => rowOf(`${title}, ${name}`, figures, name, figures.states)),
    ),
  ]
  const timesFasterThanDense = rounded(
    median(dense.roundsMs['by dense elimination'] ?? []) / median(dense.roundsMs['by cycles'] ?? []),
  )
  const memoryMb = rounded(measured[1]?.figures.memoryMb ?? Number.NaN)
  const result = { rows, timesFasterThanDense, memoryMb, lookUpUs: odds.lookUpUs }
  return { ...result, targets: targetsOf(result, { given, tenThousand: measured[0]?.figures }) }
}

async function chainOf(side: number, rounds: number): Promise<{ title: string; figures: Figures }> {
  const { title, definition } = twoPities(side)
  const figures = await step(`one chain of ${title}`, () =>
    measure({ kind: 'chain', rounds, definition, event: 'LOW' }),
  )
  return { title, figures }
}

async function measure(given: Case): Promise<Figures> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [built('banners/measured-odds'), JSON.stringify(given)],
    { maxBuffer: OUTPUT_MAX_BYTES },
  )
  return figuresSchema.parse(JSON.parse(stdout))
}

const rowOf = (title: string, figures: Figures, name: string, states: number | null): BannersRow => ({
  title,
  states,
  firstMs: rounded(figures.firstMs[name] ?? Number.NaN),
  medianMs: rounded(median(figures.roundsMs[name] ?? [])),
})

function targetsOf(
  { timesFasterThanDense, memoryMb, lookUpUs }: Omit<BannersResult, 'targets'>,
  of: { given: readonly BannersRow[]; tenThousand: Figures | undefined },
): readonly Target[] {
  const sumOfMedians = Object.values(of.tenThousand?.roundsMs ?? {}).reduce((sum, times) => sum + median(times), 0)
  return [
    atMost(
      'all odds of a given rule set after the first, CPU ms, the slowest',
      100,
      Math.max(...of.given.map(row => row.medianMs)),
    ),
    atMost('odds of a chain of 10,000 states, CPU ms', 1_000, rounded(sumOfMedians)),
    atLeast('times faster than dense elimination of the same chain', 10, timesFasterThanDense),
    atMost('memory at the limit of 20,000 states, MB', 100, memoryMb),
    atMost('a definition that has been computed, µs', 10, rounded(Math.max(...Object.values(lookUpUs)))),
  ]
}

/** The rows for a terminal. */
export function bannersTable({ rows, lookUpUs }: BannersResult): string {
  return table([
    ['exact odds', 'states', 'first, CPU ms', 'median, CPU ms'],
    ...rows.map(row => [row.title, String(row.states ?? ''), String(row.firstMs), String(row.medianMs)]),
    ...Object.entries(lookUpUs).map(([title, us]) => [title, '', '', `${rounded(us)} µs`]),
  ])
}
