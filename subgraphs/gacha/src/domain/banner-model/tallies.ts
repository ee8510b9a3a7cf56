import type { CompiledModel } from './compile.js'
import type { Counter, Event, Exchange, Milestone, ModelDefinition, Order } from './definition.js'
import type { Memory } from './memory.js'

export type TallyKind = 'EXCHANGE' | 'MILESTONE' | 'COUNTER'

/** An addition of an order to what is counted beside the memory; of a counter, its value after the order. */
export interface Tallied {
  readonly kind: TallyKind
  readonly name: string
  readonly count: number
  /** Left out unless it counts for a milestone. */
  readonly milestone?: Milestone
}

/** A row of what is counted of a user on a banner. */
export interface Tally {
  readonly counted: number
  readonly spent: number
  readonly ended: number
  readonly uses: number
}

export const noTally: Tally = { counted: 0, spent: 0, ended: 0, uses: 0 }

/** Points that can be exchanged. */
export const pointsOf = ({ counted, spent, ended }: Tally): number => counted - spent - ended

/**
 * The tallies of a drawn order, those that stay left out. Draws that a milestone gives count for no milestone and earn
 * no points.
 */
export function talliesOf(
  model: CompiledModel,
  { order, outcomes, after }: { order: Order; outcomes: readonly string[]; after: Memory },
): readonly Tallied[] {
  const { definition } = model
  const isGiven = order.from !== undefined
  const countOf = (event: Event): number => {
    const wanted = new Set(model.outcomesOf(event).map(outcome => outcome.name))
    return isGiven ? 0 : outcomes.filter(outcome => wanted.has(outcome)).length
  }
  const isCounted = ({ kind, count }: Tallied) => kind === 'COUNTER' || count > 0
  return [
    ...definition.exchanges.map(
      ({ name, pointsPer }): Tallied => ({ kind: 'EXCHANGE', name, count: countOf(pointsPer) }),
    ),
    ...definition.milestones.map(
      (milestone): Tallied => ({
        kind: 'MILESTONE',
        name: milestone.name,
        count: countOf(milestone.counts),
        milestone,
      }),
    ),
    ...Object.entries(definition.counters).flatMap(([name, counter]): readonly Tallied[] => {
      const value = after.counters[name]
      return isConverted(counter) && value !== undefined ? [{ kind: 'COUNTER', name, count: value }] : []
    }),
  ].filter(isCounted)
}

/** The conversion of a counter or of an exchange at the end of its banner; null where it is kept or lapses. */
export const conversionOf = ({ onClose }: Pick<Counter | Exchange, 'onClose'>) =>
  typeof onClose === 'object' ? { currency: onClose.convert, rate: onClose.rate } : null

const isConverted = (counter: Counter): boolean => conversionOf(counter) !== null

/** A tally that ends when its banner closes. */
export interface Ending {
  readonly kind: 'EXCHANGE' | 'COUNTER'
  readonly name: string
  /** Null: the points lapse. */
  readonly conversion: ReturnType<typeof conversionOf>
}

export const endingsOf = ({ exchanges, counters }: ModelDefinition): readonly Ending[] => [
  ...exchanges.flatMap((exchange): readonly Ending[] =>
    exchange.onClose === 'keep' ? [] : [{ kind: 'EXCHANGE', name: exchange.name, conversion: conversionOf(exchange) }],
  ),
  ...Object.entries(counters).flatMap(([name, counter]): readonly Ending[] =>
    isConverted(counter) ? [{ kind: 'COUNTER', name, conversion: conversionOf(counter) }] : [],
  ),
]

/** The counters of a player less those that have ended, once the banner has closed. */
export function leftAt(now: Date, { closesAt, counters }: ModelDefinition, values: Memory['counters']) {
  if (closesAt === null || now < new Date(closesAt)) return values
  return Object.fromEntries(Object.entries(values).filter(([name]) => counters[name]?.onClose === 'keep'))
}

/** The exchange takes place while the banner is open, and afterwards where its points are kept. */
export const isExchangeable = (
  { onClose }: Pick<Exchange, 'onClose'>,
  { opensAt, closesAt }: Pick<ModelDefinition, 'opensAt' | 'closesAt'>,
  now: Date,
): boolean => now >= new Date(opensAt) && (onClose === 'keep' || closesAt === null || now < new Date(closesAt))
