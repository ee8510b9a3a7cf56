import { runMain } from '@waystone/kit/lifecycle'
import { InvalidArgumentError } from 'commander'
import { createCommand, print, printJson, tableOf, terminalProgress } from '@waystone/kit/command'
import { findBannerFile, type BannerFile } from './banner-files.js'
import { isModel } from './domain/banner.js'
import { compileModel, type CompiledModel } from './domain/banner-model/compile.js'
import { eventNames } from './domain/banner-model/events.js'
import { simulateModel } from './domain/banner-model/model-simulation.js'
import { createOdds } from './domain/banner-odds/odds.js'
import { seededWords } from './domain/seeded-words.js'
import { simulate, SIMULATED_PULLS_MIN, type Comparison, type Measure } from './domain/simulation.js'
import { digits } from './report/digits.js'
import { readModel } from './report/read-model.js'

const PULLS_MAX = 1_000_000_000
const SEED_MAX = 2 ** 32 - 1
/** Decimal places of the report, some more than in PRODUCT.md. */
const PLACES = 5
const NOTHING = '–'
const PERCENT = 100

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
  .option('--order <name>', 'the order of the model that is drawn; the first one if left out')
  .option('--pulls <count>', 'how many pulls to make', integerBetween(SIMULATED_PULLS_MIN, PULLS_MAX), 1_000_000)
  .option('--seed <seed>', 'seed of the randomness: the same seed, the same pulls', integerBetween(0, SEED_MAX), 1)
  .option('--json', 'print one JSON value', false)
  .addHelpText('after', '\nExits with 1 when a figure is more than three standard errors from its exact value.')

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

/** Draws orders of a model, and prints the share of each tier and pool beside the exact one. */
function drawModel(model: CompiledModel, { order: name, pulls, seed, json }: Options): void {
  const { orders } = model.definition
  const order = name === undefined ? orders[0] : orders.find(each => each.name === name)
  if (order === undefined)
    return program.error(
      `error: no order is called "${name}": choose one of ${orders.map(each => each.name).join(', ')}`,
    )
  const odds = createOdds(model, { order: order.name, together: eventNames(model.definition) })
  const progress = terminalProgress(process.stderr, 'draws')
  progress.start({ done: 0, total: pulls })
  const words = seededWords(seed)
  const exact = (event: string) => odds.share(event)
  const rows = simulateModel(model, { order, draws: pulls, words, exact, onBatch: progress.update })
  progress.stop()
  const agrees = rows.every(row => row.agrees !== false)
  if (!agrees) process.exitCode = 1
  const { name: banner } = model.definition
  if (json) return printJson({ ok: agrees, banner, order: order.name, pulls, seed, figures: rows })
  print(`\n${banner}: ${pulls} draws by ${order.name}, seed ${seed}\n`)
  print(
    tableOf([
      ['figure', 'observed', 'exact', 'standard error', 'within three'],
      ...rows.map(row => [
        `share of ${row.event}`,
        `${digits(row.observed * PERCENT, PLACES)} %`,
        row.exact === null ? NOTHING : `${digits(row.exact * PERCENT, PLACES)} %`,
        digits(row.standardError * PERCENT, PLACES),
        row.exact === null ? NOTHING : row.agrees === null ? 'too few' : row.agrees ? 'yes' : 'NO',
      ]),
    ]),
  )
  if (!agrees) print('\nSome figures are more than three standard errors from their exact values.')
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
