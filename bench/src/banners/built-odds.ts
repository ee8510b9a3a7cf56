import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../processes.js'

/** The parts of the built gacha subgraph that are measured, as far as they are used here. */
export interface BuiltOdds {
  readonly modelDefinition: { parse(input: unknown): unknown }
  compileModel(definition: unknown): unknown
  modelOddsOf(definition: unknown): ModelOdds
  createModelForecasts(): {
    get(hash: string, compute: () => Promise<unknown>, tell: () => void): Promise<unknown>
    known(hash: string): unknown
  }
  oddsAt(table: unknown, position: Readonly<Record<string, number>>): unknown
  orderOf(model: unknown, name: null): unknown
  walkOf(model: unknown, asking: object): Walk
  explore(walk: Walk, limits: object): { readonly chain: Chain }
  waitingFor(chain: Chain, isEvent: readonly boolean[]): unknown
  passagesOf(waiting: unknown): unknown
  closedClasses(chain: Chain): readonly Int32Array[]
  stationaryByCycle(chain: Chain, members: Int32Array): Float64Array
  stationaryOf(rows: readonly Float64Array[]): Float64Array
}

export interface ModelOdds {
  readonly orders: readonly { readonly events: readonly { readonly positions: unknown }[] }[]
  readonly refusals: readonly unknown[]
}

interface Walk {
  isAny(events: readonly number[]): readonly boolean[]
}

export interface Chain {
  readonly size: number
  readonly rowStart: Int32Array
  readonly to: Int32Array
  readonly probability: Float64Array
}

const files = [
  'domain/markov.js',
  'domain/banner-model/definition.js',
  'domain/banner-model/compile.js',
  'domain/banner-odds/chain.js',
  'domain/banner-odds/explore.js',
  'domain/banner-odds/model-odds.js',
  'domain/banner-odds/passage.js',
  'domain/banner-odds/positions.js',
  'domain/banner-odds/question.js',
  'domain/banner-odds/reach.js',
  'domain/banner-odds/solve.js',
  'domain/banner-odds/walk.js',
  'forecast/model-forecasts.js',
]

export async function importOdds(): Promise<BuiltOdds> {
  const parts = await Promise.all(
    files.map(
      async file =>
        (await import(pathToFileURL(path.join(root, 'subgraphs', 'gacha', 'dist', file)).href)) as Partial<BuiltOdds>,
    ),
  )
  return Object.assign({}, ...parts) as BuiltOdds
}
