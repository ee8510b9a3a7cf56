import { readFileSync } from 'node:fs'
import { runMain } from '@waystone/kit/lifecycle'
import { SingleBar } from 'cli-progress'
import { InvalidArgumentError } from 'commander'
import { createCommand, print, printJson } from '@waystone/kit/command'
import { findBannerFile, type BannerFile } from './banner-files.js'
import { checkModel } from './domain/banner-model/check-model.js'
import type { CompiledModel } from './domain/banner-model/compile.js'
import { eventsOf, simulateModel } from './domain/banner-model/model-simulation.js'
import { createOdds } from './domain/banner-odds/odds.js'
import { seededWords } from './domain/seeded-words.js'
import { simulate, SIMULATED_PULLS_MIN, type Comparison, type Measure } from './domain/simulation.js'

const PULLS_MAX = 1_000_000_000
const SEED_MAX = 2 ** 32 - 1
/** Without a terminal, a line each tenth. */
const LINES = 10
/** Decimal places of the report, some more than in PRODUCT.md. */
const DIGITS = 5
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
  if (options.model !== undefined) return drawModel(options.model, options)
  if (options.banner === undefined)
    return program.error("error: required option '--banner <banner>' or '--model <file>' not specified")
  const { definition } = readBanner(options.banner)
  const started = process.hrtime.bigint()
  const progress = createProgress(options.pulls)
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
  print(`\n${definition.name}: ${pulls} pulls, seed ${seed}, ${seconds.toFixed(2)} s\n\n${tableOf(rows)}`)
  if (!agrees) print('\nSome figures are more than three standard errors from their exact values.')
})

/** Draws orders of a model, and prints the share of each tier and pool beside the exact one. */
function drawModel(file: string, { order: name, pulls, seed, json }: Options): void {
  const model = readModel(file)
  const { orders } = model.definition
  const order = name === undefined ? orders[0] : orders.find(each => each.name === name)
  if (order === undefined)
    return program.error(
      `error: no order is called "${name}": choose one of ${orders.map(each => each.name).join(', ')}`,
    )
  const odds = createOdds(model, { order: order.name, together: eventsOf(model) })
  const progress = createProgress(pulls)
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
    alignedTable([
      ['figure', 'observed', 'exact', 'standard error', 'within three'],
      ...rows.map(row => [
        `share of ${row.event}`,
        `${digits(row.observed * PERCENT)} %`,
        row.exact === null ? NOTHING : `${digits(row.exact * PERCENT)} %`,
        digits(row.standardError * PERCENT),
        row.exact === null ? NOTHING : row.agrees === null ? 'too few' : row.agrees ? 'yes' : 'NO',
      ]),
    ]),
  )
  if (!agrees) print('\nSome figures are more than three standard errors from their exact values.')
}

function readModel(file: string): CompiledModel {
  let input: unknown
  try {
    input = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    return program.error(`error: ${file} is no JSON file: ${error instanceof Error ? error.message : String(error)}`)
  }
  const { model, problems } = checkModel(input)
  if (model !== null) return model
  const lines = problems.map(({ path, message }) => `- ${path}: ${message}`)
  return program.error(`error: ${file} is no banner model:\n${lines.join('\n')}`)
}

function readBanner(wanted: string): BannerFile {
  try {
    return findBannerFile(wanted)
  } catch (error) {
    return program.error(error instanceof Error ? error.message : String(error))
  }
}

function createProgress(pulls: number): { update: (done: number) => void; stop: () => void } {
  if (process.stderr.isTTY) {
    const bar = new SingleBar({ format: '{bar} {percentage} % | {value}/{total} pulls | {eta} s left' })
    bar.start(pulls, 0)
    return { update: done => bar.update(done), stop: () => bar.stop() }
  }
  let printed = 0
  return {
    update: done => {
      const tenth = Math.floor((done / pulls) * LINES)
      if (tenth === printed) return
      printed = tenth
      process.stderr.write(`${done} of ${pulls} pulls\n`)
    },
    stop: () => {},
  }
}

function tableOf(rows: readonly Comparison[]): string {
  const lines = rows.map(({ rarity, measure, observed, exact, standardError, agrees }) => {
    const { name, unit } = measures[measure]
    return [
      `${rarity} ${name}`,
      `${digits(observed)} ${unit}`,
      `${digits(exact)} ${unit}`,
      digits(standardError),
      observed === null ? NOTHING : ((observed - exact) / (standardError || 1)).toFixed(2),
      agrees === null ? 'too few' : agrees ? 'yes' : 'NO',
    ]
  })
  return alignedTable([['figure', 'observed', 'exact', 'standard error', 'errors apart', 'within three'], ...lines])
}

function alignedTable(table: readonly (readonly string[])[]): string {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map(line => line[column]?.length ?? 0)))
  const padded = table.map(line =>
    line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))),
  )
  return padded.map(line => line.join('  ')).join('\n')
}

function digits(value: number | null): string {
  return value?.toFixed(DIGITS) ?? NOTHING
}
