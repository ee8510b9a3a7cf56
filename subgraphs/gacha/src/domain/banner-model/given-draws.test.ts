import { expect, it } from 'vitest'
import { givenModel, givenRules, givenValues } from '../../../test/banner-model/short-form.js'
import { seededWords } from '../seeded-words.js'
import { STANDARD_ERRORS_MAX } from '../simulation.js'
import { compileModel, type CompiledModel } from './compile.js'
import { drawOrder, type DrawnModelItem } from './draw-order.js'
import { noMemory, type Memory } from './memory.js'

/** `BANNER_DRAWS=2000000` is the long form. */
const DRAWS = Number(process.env['BANNER_DRAWS'] ?? 60_000)
/** Draws that hardly depend on those of the next batch. */
const BATCH = 1_000
const TIMEOUT_MS = 600_000

/** The mean of a passage and its spread, of the reference. */
interface Passage {
  readonly mean: number
  readonly sd: number
}

interface Values {
  readonly longRunShares?: Readonly<Record<string, number>>
  readonly top?: Passage
  readonly target?: Passage
  readonly withExchange?: Passage & { readonly exchangeNeeded: number }
  readonly orders?: Passage
  readonly cost?: { readonly mean: number }
  readonly first?: Passage
  readonly from?: readonly (Passage & { readonly state: Readonly<Record<string, number>> })[]
}

interface Measure {
  readonly top?: string
  readonly target: string
}

interface Measured {
  readonly what: string
  readonly observed: number
  readonly exact: number
  readonly standardError: number
}

/** Items without end, order after order from the memory; `restart` begins with it again. */
class Player {
  readonly #model: CompiledModel
  readonly #words
  #memory: Memory = noMemory
  #waiting: DrawnModelItem[] = []

  constructor(model: CompiledModel, seed: number) {
    this.#model = model
    this.#words = seededWords(seed)
  }

  restart(counters: Memory['counters']): void {
    this.#memory = { ...noMemory, counters }
    this.#waiting = []
  }

  next(): DrawnModelItem {
    const item = this.#waiting.shift()
    if (item !== undefined) return item
    const [order] = this.#model.definition.orders
    if (order === undefined) throw new Error('The model has no order')
    const drawn = drawOrder(this.#model, this.#memory, { order, wordsAt: () => this.#words })
    if (drawn.kind !== 'drawn') throw new Error(`Nothing was drawn: ${drawn.kind}`)
    this.#memory = drawn.after
    this.#waiting = [...drawn.items]
    return this.next()
  }
}

/** Draws until the event comes, again and again from the same counters. */
function passages(
  player: Player,
  from: Memory['counters'],
  isEnd: (item: DrawnModelItem) => boolean,
): readonly number[] {
  const lengths: number[] = []
  for (let made = 0; made < DRAWS; ) {
    player.restart(from)
    let length = 1
    while (!isEnd(player.next())) length += 1
    lengths.push(length)
    made += length
  }
  return lengths
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

function measuredPassage(what: string, lengths: readonly number[], { mean, sd }: Passage): Measured {
  return { what, observed: meanOf(lengths), exact: mean, standardError: sd / Math.sqrt(lengths.length) }
}

/** Shares in the long run, with the standard error of their batches. */
function measuredShares(
  model: CompiledModel,
  player: Player,
  shares: Readonly<Record<string, number>>,
): readonly Measured[] {
  const names = Object.keys(shares)
  if (names.length === 0) return []
  const events = names.map(name => new Set(model.outcomesOf(name)))
  player.restart({})
  const batches = Array.from({ length: Math.ceil(DRAWS / BATCH) }, () => {
    const counts = names.map(() => 0)
    for (let draw = 0; draw < BATCH; draw++) {
      const { outcome } = player.next()
      for (const [index, event] of events.entries()) if (event.has(outcome)) counts[index] = (counts[index] ?? 0) + 1
    }
    return counts
  })
  return names.map((name, index) => {
    const ofBatches = batches.map(counts => (counts[index] ?? 0) / BATCH)
    const mean = meanOf(ofBatches)
    const spread = ofBatches.reduce((sum, share) => sum + (share - mean) ** 2, 0)
    const standardError = Math.sqrt(spread / (ofBatches.length * (ofBatches.length - 1)))
    return { what: `share of ${name}`, observed: mean, exact: shares[name] ?? 0, standardError }
  })
}

function measuredOf(id: string, seed: number): readonly Measured[] {
  const model = compileModel(givenModel(id))
  const player = new Player(model, seed)
  const {
    measure,
    draws = 1,
    exchange,
  } = givenRules.find(rule => rule.id === id) as unknown as {
    measure: Measure
    draws?: number
    exchange?: { at: number }
  }
  const { longRunShares = {}, top, target, withExchange, orders, cost, first, from = [] } = givenValues[id] as Values
  const isIn = (event: string | undefined) => {
    const outcomes = new Set(event === undefined ? [] : model.outcomesOf(event))
    return ({ outcome }: DrawnModelItem) => outcomes.has(outcome)
  }
  const isTarget = isIn(measure.target)
  const lengths = passages(player, {}, isTarget)
  const rows = [...measuredShares(model, player, longRunShares)]
  if (top !== undefined) rows.push(measuredPassage('draws to the top', passages(player, {}, isIn(measure.top)), top))
  const passage = target ?? first
  if (passage !== undefined) rows.push(measuredPassage('draws to the target', lengths, passage))
  for (const { state, ...values } of from)
    rows.push(measuredPassage(`draws from ${JSON.stringify(state)}`, passages(player, state, isTarget), values))
  if (withExchange !== undefined && exchange !== undefined) {
    const needed = lengths.filter(length => length > exchange.at).length / lengths.length
    const share = withExchange.exchangeNeeded
    const cut = lengths.map(length => Math.min(length, exchange.at))
    rows.push(measuredPassage('draws to the target or the exchange', cut, withExchange), {
      what: 'exchange needed',
      observed: needed,
      exact: share,
      standardError: Math.sqrt((share * (1 - share)) / lengths.length),
    })
  }
  if (orders !== undefined && cost !== undefined) {
    const made = lengths.map(length => Math.ceil(length / draws))
    rows.push(measuredPassage('orders to the target', made, orders))
    // 1,500 for the first order, 3,000 for each after it.
    const paid = made.map(count => count * 3_000 - 1_500)
    rows.push(measuredPassage('cost of the target', paid, { mean: cost.mean, sd: orders.sd * 3_000 }))
  }
  return rows
}

it.each(givenRules.map(({ id }, index) => [id, index + 1] as const))(
  'draws %s as often as the reference says, within three standard errors',
  (id, seed) => {
    const rows = measuredOf(id, seed)
    expect(rows.length).toBeGreaterThan(0)
    const wrong = rows.filter(
      ({ observed, exact, standardError }) => Math.abs(observed - exact) > STANDARD_ERRORS_MAX * standardError,
    )
    expect(wrong).toEqual([])
  },
  TIMEOUT_MS,
)
