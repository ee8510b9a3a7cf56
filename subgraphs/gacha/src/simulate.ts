import { runMain } from '@waystone/kit/lifecycle'
import { InvalidArgumentError } from 'commander'
import { createCommand, print, printJson, tableOf, terminalProgress } from '@waystone/kit/command'
import { findBannerFile, type BannerFile } from './banner-files.js'
import { isModel } from './domain/banner.js'
import { compileModel, type CompiledModel } from './domain/banner-model/compile.js'
import { UndrawableOrder } from './domain/banner-simulation/histories.js'
import { P_MIN, simulateModel } from './domain/banner-simulation/simulate-model.js'
import { seededWords } from './domain/seeded-words.js'
import { simulate, SIMULATED_PULLS_MIN, type Comparison, type Measure } from './domain/simulation.js'
import { digits } from './report/digits.js'
import { readModel } from './report/read-model.js'
import { orderTables } from './report/simulated-order.js'

const PULLS_MAX = 1_000_000_000
const SEED_MAX = 2 ** 32 - 1
/** Decimal places of the report, some more than in PRODUCT.md. */
const PLACES = 5
const NOTHING = '–'

/** How the table calls what is measured. */
const measures: Readonly<Record<Measure, { name: string; unit: '%' | 'pulls' }>> = {
  CONSOLIDATED_PERCENT: { name: 'consolidated', unit: '%' },
  EXPECTED_PULLS: { name: 'expected pulls', unit: 'pulls' },
  FEATURED_SHARE_PERCENT: { name: 'featured share', unit: '%' },
  FEATURED_EXPECTED_PULLS: { name: 'featured expected', unit: 'pulls' },
}

const integerBetween = (min: number, max: number) => (text: string) => {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < min || value > max)
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`)
  return value
}

const program = createCommand('waystone simulate')
  .description('Pulls on a banner again and again, and prints what came beside the exact odds.')
  .option('--banner <banner>', 'slug of a default banner (first-light), its id, or the path of a definition file')
  .option('--model <file>', 'the path of a banner model (docs/banners.md), instead of a banner')
  .option('--order <name>', 'only this order of the model; each of its orders if left out')
  .option(
    '--pulls <count>',
    'how many pulls to make; of a model, draws by each order',
    integerBetween(SIMULATED_PULLS_MIN, PULLS_MAX),
    1_000_000,
  )
  .option('--seed <seed>', 'seed of the randomness: the same seed, the same pulls', integerBetween(0, SEED_MAX), 1)
  .option('--json', 'print one JSON value', false)
  .addHelpText('after', helpText())

interface Options {
  readonly banner?: string
  readonly model?: string
  readonly order?: string
  readonly pulls: number
  readonly seed: number
  readonly json: boolean
}

runMain(async () => {
  const options = program.parse().opts<Options>()
  if (options.model !== undefined) return drawModel(readModel(program, options.model), options)
  if (options.banner === undefined)
    return program.error("error: required option '--banner <banner>' or '--model <file>' not specified")
  const { definition } = readBanner(options.banner)
  if (isModel(definition)) return drawModel(compileModel(definition), options)
  const started = process.hrtime.bigint()
  const progress = terminalProgress(process.stderr, 'pulls')
  progress.start({ done: 0, total: options.pulls })
  const rows = simulate(definition, {
    pulls: options.pulls,
    words: seededWords(options.seed),
    onBatch: progress.update,
  })
  progress.stop()
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  const agrees = rows.every(row => row.agrees !== false)
  if (!agrees) process.exitCode = 1
  const { pulls, seed, json } = options
  if (json) {
    const figures = rows.map(({ rarity, measure, ...row }) => ({
      name: `${rarity} ${measures[measure].name}`,
      unit: measures[measure].unit,
      ...row,
    }))
    return printJson({ ok: agrees, banner: definition.name, pulls, seed, seconds, figures })
  }
  print(`\n${definition.name}: ${pulls} pulls, seed ${seed}, ${seconds.toFixed(2)} s\n\n${comparisonTable(rows)}`)
  if (!agrees) print('\nSome figures are more than three standard errors from their exact values.')
})

/** Draws by each order of a model, and prints what came beside the exact odds. */
function drawModel(model: CompiledModel, { order, pulls, seed, json }: Options): void {
  const { name: banner, orders } = model.definition
  if (order !== undefined && !orders.some(({ name }) => name === order))
    return program.error(
      `error: no order is called "${order}": choose one of ${orders.map(({ name }) => name).join(', ')}`,
    )
  const progress = terminalProgress(process.stderr, 'draws')
  let isStarted = false
  const draw = () =>
    simulateModel(model, {
      ...(order !== undefined && { order }),
      draws: pulls,
      wordsOf: place => seededWords((seed + place) % (SEED_MAX + 1)),
      onProgress: ({ done, total }) => {
        if (!isStarted) progress.start({ done: 0, total })
        isStarted = true
        progress.update(done)
      },
    })
  const simulated = orError(draw)
  progress.stop()
  const agrees = simulated.every(each => each.agrees)
  if (!agrees) process.exitCode = 1
  if (json) return printJson({ ok: agrees, banner, pulls, seed, orders: simulated })
  print(`\n${banner}: ${pulls} draws by each order, seed ${seed}`)
  for (const each of simulated) print(orderTables(each))
  if (!agrees) print(`\nSome tests have p below ${P_MIN}: draws and exact odds disagree.`)
}

/** Ends the command with the sentence of an order that can never be drawn. */
function orError<Value>(draw: () => Value): Value {
  try {
    return draw()
  } catch (error) {
    if (error instanceof UndrawableOrder) return program.error(`error: orders[${error.place}] ${error.message}`)
    throw error
  }
}

function helpText(): string {
  return `
Of a model, each order is drawn by itself: first in the long run, whose shares are tested together (Hotelling's test,
with the covariance of batches of 1,000 draws; pools with fewer than 100 expected hits are joined with the next, and the
rarest ones further until there are five batches for each share), then by new players, whose draws until each tier and
pool are tested (Pearson's test; consecutive draws are joined until each cell is expected to have five players and a
fortieth of them).

Exits with 1 when a figure of a banner with rarities is more than three standard errors from its exact value, or a test
of a model has p below ${P_MIN}.`
}

function readBanner(wanted: string): BannerFile {
  try {
    return findBannerFile(wanted)
  } catch (error) {
    return program.error(error instanceof Error ? error.message : String(error))
  }
}

function comparisonTable(rows: readonly Comparison[]): string {
  const lines = rows.map(({ rarity, measure, observed, exact, standardError, agrees }) => {
    const { name, unit } = measures[measure]
    return [
      `${rarity} ${name}`,
      `${digits(observed, PLACES)} ${unit}`,
      `${digits(exact, PLACES)} ${unit}`,
      digits(standardError, PLACES),
      observed === null ? NOTHING : ((observed - exact) / (standardError || 1)).toFixed(2),
      agrees === null ? 'too few' : agrees ? 'yes' : 'NO',
    ]
  })
  return tableOf([['figure', 'observed', 'exact', 'standard error', 'errors apart', 'within three'], ...lines], 'right')
}
