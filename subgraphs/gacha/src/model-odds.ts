import { createCommand, print, printJson, tableOf, terminalProgress } from '@waystone/kit/command'
import { runMain } from '@waystone/kit/lifecycle'
import {
  modelOddsOf,
  type EventOdds,
  type ItemOdds,
  type OrderOdds,
  type Refusal,
} from './domain/banner-odds/model-odds.js'
import { digits } from './report/digits.js'
import { readModel } from './report/read-model.js'

const PLACES = 5
/** A table of items is for reading; --json has all of them. */
const ITEMS_SHOWN_MAX = 40

const program = createCommand('waystone odds')
  .description('Computes the exact odds of a banner model: shares, draws until each tier, pool and item, and costs.')
  .requiredOption('--model <file>', 'the path of a banner model (docs/banners.md)')
  .option('--json', 'print one JSON value, without the odds by position', false)
  .addHelpText('after', '\nExits with 1 when a question is beyond the limits, and 2 when the file is no banner model.')

runMain(async () => {
  const { model: file, json } = program.parse().opts<{ model: string; json: boolean }>()
  const { definition } = readModel(program, file)
  const progress = terminalProgress(process.stderr, 'questions')
  let isStarted = false
  const { orders, items, refusals } = modelOddsOf(definition, ({ done, total }) => {
    if (!isStarted) progress.start({ done: 0, total })
    isStarted = true
    progress.update(done)
  })
  progress.stop()
  const ok = refusals.length === 0
  if (!ok) process.exitCode = 1
  if (json)
    return printJson({
      ok,
      banner: definition.name,
      orders: orders.map(order => ({ ...order, events: order.events.map(withoutPositions) })),
      items,
      refusals,
    })
  print(`\n${definition.name}`)
  for (const order of orders) print(orderText(order))
  print(itemsText(items))
  for (const refusal of refusals) print(refusalText(refusal))
})

function withoutPositions(event: EventOdds): EventOdds {
  return { ...event, positions: null }
}

function orderText({ order, draws, events }: OrderOdds): string {
  const header = ['figure', 'base', 'long run', 'mean', 'p50', 'p90', 'p99', 'at most']
  const rows = events.flatMap(({ event, basePercent, longRunPercent, draws: waits, orders, costs }) => [
    [event, percent(basePercent), percent(longRunPercent), ...waitCells(waits)],
    ...(draws > 1 ? [[`${event}, in orders`, '', '', ...waitCells(orders)]] : []),
    ...costs.map(cost => [`${event}, in ${unitText(cost.unit)}`, '', '', ...waitCells({ ...cost, max: null })]),
  ])
  return `\n${order}: draws until each tier and pool, ${draws} in an order\n\n${tableOf([header, ...rows], 'right')}`
}

function itemsText(items: readonly ItemOdds[]): string {
  const shown = items.slice(0, ITEMS_SHOWN_MAX)
  const header = ['item', 'pool', 'base', 'long run', 'mean with exchange', 'exchange needed']
  const rows = shown.map(({ itemId, event, basePercent, longRunPercent, exchanged }) => [
    itemId,
    event,
    percent(basePercent),
    percent(longRunPercent),
    digits(exchanged?.mean ?? null, PLACES),
    percent(exchanged === null ? null : exchanged.needed * 100),
  ])
  const more = items.length > shown.length ? `\n… ${items.length - shown.length} more items, with --json` : ''
  return `\n${tableOf([header, ...rows], 'right')}${more}`
}

function refusalText({ asked, message }: Refusal): string {
  return `\nNot computed: ${asked}: ${message}`
}

interface WaitFigures {
  readonly mean: number
  readonly p50: number | null
  readonly p90: number | null
  readonly p99: number | null
  readonly max: number | null
}

function waitCells(waits: WaitFigures | null): readonly string[] {
  if (waits === null) return Array<string>(5).fill(digits(null, 0))
  const { mean, p50, p90, p99, max } = waits
  return [digits(mean, PLACES), ...[p50, p90, p99, max].map(each => digits(each, 0))]
}

function percent(value: number | null): string {
  return value === null ? digits(null, 0) : `${digits(value, PLACES)} %`
}

function unitText(unit: EventOdds['costs'][number]['unit']): string {
  return typeof unit === 'string' ? unit : `tickets ${unit.ticket}`
}
