import { caseSchema, type Case, type Figures } from './contract.js'
import { importOdds, type BuiltOdds, type Chain } from './built-odds.js'

/** Measures one case in a process of its own, with the production build, and says the figures. */

const LOOK_UPS = 20_000
const NO_LIMITS = { statesMax: 1_000_000, edgesMax: 10_000_000 }
const MB = 1_000_000
const KB = 1_024

async function measure(built: BuiltOdds, asked: Case): Promise<Figures> {
  const watch = new StopWatch()
  const before = process.memoryUsage.rss()
  const found = asked.kind === 'odds' ? await measureOdds(built, asked, watch) : measureChain(built, asked, watch)
  const memoryMb = Math.max(0, process.resourceUsage().maxRSS * KB - before) / MB
  return { firstMs: watch.firstMs, roundsMs: watch.roundsMs, states: 0, edges: 0, lookUpUs: {}, ...found, memoryMb }
}

/** CPU time, V8's own threads included: it drifts less than the clock on a machine that has other work. */
class StopWatch {
  readonly firstMs: Record<string, number> = {}
  readonly roundsMs: Record<string, number[]> = {}

  time<Value>(step: string, run: () => Value): Value {
    const begun = process.cpuUsage()
    const value = run()
    const { user, system } = process.cpuUsage(begun)
    const elapsed = (user + system) / 1_000
    this.firstMs[step] ??= elapsed
    this.roundsMs[step] = [...(this.roundsMs[step] ?? []), elapsed]
    return value
  }
}

async function measureOdds(
  built: BuiltOdds,
  { subjects, rounds }: Extract<Case, { kind: 'odds' }>,
  watch: StopWatch,
): Promise<Partial<Figures>> {
  const definitions = subjects.map(({ title, definition }) => ({
    title,
    definition: built.modelDefinition.parse(definition),
  }))
  for (let round = 0; round < rounds; round++)
    for (const { title, definition } of definitions) watch.time(title, () => built.modelOddsOf(definition))
  return { lookUpUs: await lookUps(built, definitions[0]?.definition) }
}

async function lookUps(built: BuiltOdds, definition: unknown): Promise<Record<string, number>> {
  const odds = built.modelOddsOf(definition)
  const table = odds.orders[0]?.events[1]?.positions
  const forecasts = built.createModelForecasts()
  await forecasts.get(
    'hash',
    () => Promise.resolve({ definition, hash: 'hash', odds }),
    () => undefined,
  )
  const each = (run: () => unknown): number => {
    const begun = performance.now()
    for (let times = 0; times < LOOK_UPS; times++) if (run() === null) throw new Error('Expected something to be found')
    return ((performance.now() - begun) * 1_000) / LOOK_UPS
  }
  return {
    'a kept definition by its hash': each(() => forecasts.known('hash')),
    'a position in its table': each(() => built.oddsAt(table, { since5: 40, lost5: 1 })),
  }
}

function measureChain(
  built: BuiltOdds,
  { kind, definition, event, rounds }: Exclude<Case, { kind: 'odds' }>,
  watch: StopWatch,
): Partial<Figures> {
  let chain: Chain | null = null
  for (let round = 0; round < rounds; round++) {
    const explored = watch.time('states', () => exploreFor(built, definition, event))
    chain = explored.chain
    if (kind === 'dense') compareWithDense(built, explored.chain, watch)
    else {
      watch.time('long run', () => stationary(built, explored.chain))
      watch.time('passages from all states', () => built.passagesOf(built.waitingFor(explored.chain, explored.isEvent)))
    }
  }
  return { states: chain?.size ?? 0, edges: chain?.to.length ?? 0 }
}

function exploreFor(built: BuiltOdds, definition: unknown, event: string) {
  const model = built.compileModel(built.modelDefinition.parse(definition))
  const walk = built.walkOf(model, { asked: [event], order: built.orderOf(model, null) })
  const { chain } = built.explore(walk, NO_LIMITS)
  return { chain, isEvent: walk.isAny([0]) }
}

function stationary(built: BuiltOdds, chain: Chain): Float64Array {
  const [members] = built.closedClasses(chain)
  if (members === undefined) throw new Error('Expected a closed class')
  return built.stationaryByCycle(chain, members)
}

function compareWithDense(built: BuiltOdds, chain: Chain, watch: StopWatch): void {
  const sparse = watch.time('by cycles', () => stationary(built, chain))
  const rows = Array.from({ length: chain.size }, (_, state) => rowOf(chain, state))
  const dense = watch.time('by dense elimination', () => built.stationaryOf(rows))
  const difference = dense.reduce((most, share, state) => Math.max(most, Math.abs(share - (sparse[state] ?? 0))), 0)
  if (!(difference < 1e-10)) throw new Error(`Expected one distribution, got a difference of ${difference}`)
}

function rowOf({ size, rowStart, to, probability }: Chain, state: number): Float64Array {
  const row = new Float64Array(size)
  for (let edge = rowStart[state] ?? 0; edge < (rowStart[state + 1] ?? 0); edge++) {
    const target = to[edge] ?? 0
    row[target] = (row[target] ?? 0) + (probability[edge] ?? 0)
  }
  return row
}

// Last, since a class is not there before its line has run.
const given: Case = caseSchema.parse(JSON.parse(process.argv[2] ?? ''))
process.stdout.write(JSON.stringify(await measure(await importOdds(), given)))
