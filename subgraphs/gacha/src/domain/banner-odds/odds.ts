import type { CompiledModel } from '../banner-model/compile.js'
import { sliceOf } from '../banner-model/slice.js'
import { waitingFor, type Waiting } from './chain.js'
import { constantCosts, costsOf, priceOf, type Costs, type Unit } from './cost.js'
import { exchangedPassage, type Exchanged, type ExchangedPassage } from './exchanged.js'
import { explore, LIMITS, type Explored, type Limits, type TooLarge } from './explore.js'
import { giftedPassage, type Gift } from './gifted.js'
import { EVENTS_MAX } from './labels.js'
import { longRunOf, shareOf, type LongRun, type Start } from './long-run.js'
import { passagesOf } from './passage.js'
import { positionTable, type PositionTable } from './positions.js'
import { nameOf, orderOf, type Asked } from './question.js'
import { createSurvivors } from './survivors.js'
import { ordersIn, passageOf, type Passage, type Waits } from './waits.js'
import { walkOf, type AskedWalk, type Position } from './walk.js'

export interface OddsOptions {
  /** The order that draws are made by; left out, the first one. */
  readonly order?: string
  readonly limits?: Limits
  /** Events that will be asked about: those with the same slice share a chain. */
  readonly together?: readonly string[]
  /** Keeps all counters; for tests, which compare the answers. */
  readonly unsliced?: boolean
}

/** Exact odds for draws that are made by one order. `from` is a player's position; null: a player without history. */
export interface Odds {
  /** Draws until the event. */
  passage(asked: Asked, from?: Position | null): Passage
  /** The same from each reachable state at once. */
  positions(asked: Asked): PositionTable
  /** Orders until the event. */
  orders(asked: Asked, from?: Position | null): Waits
  /** Draws until the event, or until something else gives the same: an exchange of points, a milestone. */
  exchanged(asked: Asked, exchanges: readonly Exchanged[], from?: Position | null): ExchangedPassage
  /** Paid draws until the event, where milestones give free orders. */
  gifted(asked: Asked, gifts: readonly Gift[], from?: Position | null): Waits
  /** The amount paid until the event. */
  costs(asked: Asked, unit: Unit, options?: { from?: Position | null; freeOrders?: number }): Costs
  /** The share of the event among all draws in the long run; null where draws end. */
  share(asked: Asked): number | null
  /** How often the event comes in some draws, on average. */
  expectedIn(asked: Asked, draws: number, from?: Position | null): number
  /** The number of states of the question's chain. */
  states(asked: Asked): number
}

/** @throws BeyondLimits where the chain of a question is too large; `counters` are to blame */
export class BeyondLimits extends Error {
  readonly asked: string
  readonly counters: readonly string[]

  constructor(asked: string, { counters, message }: TooLarge) {
    super(`${asked}: ${message}`)
    this.asked = asked
    this.counters = counters
  }
}

interface Chained {
  readonly walk: AskedWalk
  readonly explored: Explored
  /** The place of the event in what the walk was asked. */
  readonly event: number
}

/** Each question is answered on the chain of its own slice, exactly up to the rounding of doubles. */
export function createOdds(model: CompiledModel, options: OddsOptions = {}): Odds {
  const order = orderOf(model, options.order ?? null)
  const chains = new Map<string, Pick<Chained, 'walk' | 'explored'> | TooLarge>()
  const longRuns = new WeakMap<Explored, LongRun>()
  const groups = groupsBySlice(model, options.together ?? [])
  const explored = (asked: readonly Asked[], more: Additions): Pick<Chained, 'walk' | 'explored'> | TooLarge => {
    const key = JSON.stringify([asked, more])
    const known = chains.get(key)
    if (known !== undefined) return known
    const walk = walkOf(model, { asked, order, ...more, unsliced: options.unsliced ?? false })
    const found = explore(walk, options.limits ?? LIMITS)
    const made = 'counters' in found ? found : { walk, explored: found }
    chains.set(key, made)
    return made
  }
  const chained = (asked: readonly Asked[], more: Additions = {}): Chained => {
    const [first] = asked
    const group = asked.length === 1 && Object.keys(more).length === 0 ? groups.get(first) : undefined
    const shared = group === undefined ? null : explored(group, more)
    if (group !== undefined && shared !== null && 'walk' in shared)
      return { ...shared, event: group.findIndex(other => other === first) }
    // Moves of several events are more than those of one: beyond the limits, each has a chain of its own.
    const own = explored(asked, more)
    if ('walk' in own) return { ...own, event: 0 }
    throw new BeyondLimits(asked.map(nameOf).join(', '), own)
  }
  const longRun = ({ explored: found }: Chained): LongRun => {
    const known = longRuns.get(found) ?? longRunOf(found.chain, found.starts)
    longRuns.set(found, known)
    return known
  }
  const fromStart = new Map<string, Passage>()
  const passage = (asked: Asked, from: Position | null = null): Passage => {
    const key = JSON.stringify(asked)
    const known = from === null ? fromStart.get(key) : undefined
    if (known !== undefined) return known
    const chain = chained([asked])
    const found = passageOf(waitingOf(chain), startsFrom(chain, from), chain.walk.period)
    if (from === null) fromStart.set(key, found)
    return found
  }
  return {
    passage,
    positions: asked => {
      const chain = chained([asked])
      const { walk } = chain
      const passages = passagesOf(waitingOf(chain), walk.period)
      const head = { coordinates: walk.coordinates.map(({ name }) => name), start: walk.vectorOf({}) }
      return positionTable(head, chain.explored, passages)
    },
    orders: (asked, from) => ordersIn(passage(asked, from), order.draws),
    exchanged: (asked, exchanges, from = null) => {
      const points = exchanges.filter(({ pointsPer }) => pointsPer !== '*')
      const reached = points.map(({ pointsPer, cost }) => ({ event: pointsPer, times: cost }))
      const chain = chained([asked, ...reached])
      return exchangedPassage({
        event: waitingOf(chain),
        either: waitingOf(chain, [chain.event, ...reached.map((_, place) => place + 1)]),
        starts: startsFrom(chain, from),
        period: chain.walk.period,
        drawsMax: Math.min(
          ...exchanges.map(({ pointsPer, cost }) => (pointsPer === '*' ? cost : Number.POSITIVE_INFINITY)),
        ),
      })
    },
    gifted: (asked, gifts, from = null) => {
      const chain = chained([asked])
      const waiting = waitingOf(chain)
      return giftedPassage({
        waiting,
        starts: startsFrom(chain, from),
        gifts: gifts.map(gift => ({ ...gift, missed: missedBy(model, asked, gift.order) })),
        period: chain.walk.period,
      })
    },
    costs: (asked, unit, { from = null, freeOrders = 0 } = {}) => {
      const price = priceOf(order, unit)
      if (price.by === null)
        return constantCosts(passage(asked, from), { draws: order.draws, price: price.at(0), freeOrders })
      const chain = chained([asked], { withPlace: true, counters: [price.by] })
      return costsOf({
        waiting: waitingOf(chain),
        starts: startsFrom(chain, from),
        draws: order.draws,
        priceAt: pricesIn(chain, price),
        free: freeOrders,
      })
    },
    share: asked => {
      const chain = chained([asked])
      const found = longRun(chain)
      return found.isEndless ? shareOf(chain.explored.chain, found, chain.walk.isAny([chain.event])) : null
    },
    expectedIn: (asked, draws, from = null) => {
      const chain = chained([asked])
      const { hit } = waitingOf(chain)
      const survivors = createSurvivors(waitingOf(chain, []))
      survivors.load(startsFrom(chain, from))
      let count = 0
      for (let draw = 0; draw < draws; draw++) {
        for (const { state, probability } of survivors.states()) count += probability * (hit[state] ?? 0)
        survivors.draw()
      }
      return count
    },
    states: asked => chained([asked]).explored.chain.size,
  }
}

/** @param events places in what was asked; any of them is waited for */
const waitingOf = ({ explored, walk, event }: Chained, events: readonly number[] = [event]): Waiting =>
  waitingFor(explored.chain, walk.isAny(events))

interface Additions {
  readonly counters?: readonly string[]
  readonly withPlace?: boolean
}

/** Events by their slices, where what is left of pools is no part of a state. */
function groupsBySlice(model: CompiledModel, events: readonly string[]): ReadonlyMap<unknown, readonly string[]> {
  const groups = new Map<string, string[]>()
  if (model.hasStock) return groups
  const { closesOn } = model.definition
  for (const event of events) {
    const slice = sliceOf(model, { events: [event, ...(closesOn === undefined ? [] : [closesOn])] })
    const key = JSON.stringify([slice.counters, slice.hasPlace])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [event])
    else if (group.length < EVENTS_MAX) group.push(event)
  }
  return new Map([...groups.values()].flatMap(group => group.map(event => [event, group] as const)))
}

/** @throws Error for a position that no player can come to */
function startsFrom({ walk, explored }: Chained, from: Position | null): readonly Start[] {
  if (from === null) return explored.starts
  const state = explored.find(walk.vectorOf(from))
  if (state !== null) return [{ state, probability: 1 }]
  const known = walk.coordinates.flatMap(({ name, values }) => (values > 1 ? [`${name} 0 to ${values - 1}`] : []))
  throw new Error(`Expected a reachable state of ${known.join(', ')}, got ${JSON.stringify(from)}`)
}

/** The probability that an order which moves no counter has no draw that is the event. */
function missedBy(model: CompiledModel, asked: Asked, name: string): number | null {
  const order = orderOf(model, name)
  if (order.moves) return null
  const walk = walkOf(model, { asked: [asked], order, withPlace: true })
  const explored = explore(walk)
  if ('counters' in explored) throw new BeyondLimits(nameOf(asked), explored)
  const survivors = createSurvivors(waitingFor(explored.chain, walk.isAny([0])))
  survivors.load(explored.starts)
  for (let draw = 0; draw < order.draws; draw++) survivors.draw()
  return survivors.mass()
}

function pricesIn({ walk, explored }: Chained, price: ReturnType<typeof priceOf>): (state: number) => number {
  const place = walk.coordinates.findIndex(({ name }) => name === 'place in the order')
  const by = walk.coordinates.findIndex(({ name }) => name === price.by)
  const prices = explored.states.map(state => (state[place] === 0 ? price.at(by < 0 ? 0 : (state[by] ?? 0)) : 0))
  return state => prices[state] ?? 0
}

export type { Passage, Position, Waits }
