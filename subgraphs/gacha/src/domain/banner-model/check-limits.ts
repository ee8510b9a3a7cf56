import type { DefinitionProblem } from '../check-banner.js'
import { MICROS, MICROS_PER_PERCENT } from '../chance.js'
import { chainOf, type Chain } from './chain.js'
import { chanceAt } from './chances.js'
import { checkCollections } from './check-collections.js'
import type { CompiledModel } from './compile.js'
import { EDGES_MAX, STATES_MAX } from './definition.js'
import type { Outcome, State } from './model.js'
import { sliceOf, type Slice } from './slice.js'

const ALL_PERCENT = 100

/** One question that a player or a page asks of the banner. */
interface Asked {
  readonly path: string
  readonly question: Parameters<typeof sliceOf>[1]
  /**
   * If true, the long run is asked for as well, but no draws from a fresh start: where these have too many
   * states, it is enough that the settled chain has few. Of the first tier, draws from a fresh start are
   * what players ask.
   */
  readonly isLongRun?: boolean
}

/**
 * Walks the states that a player can come to: each asked quantity stays within the limits, each tier, pool,
 * counter and force can occur, and what is said of base chances is possible.
 */
export function checkLimits(model: CompiledModel): readonly DefinitionProblem[] {
  const starts = model.counters.reduce((product, { start }) => product * start.shares.length, 1)
  if (starts > STATES_MAX)
    return [
      {
        path: 'counters',
        message: `have ${starts} combinations of rolled starts`,
        rule: 'RANGE',
        max: STATES_MAX,
        actual: starts,
      },
    ]
  const walks = new Walks(model)
  const problems = [
    ...checkOutcomes(model, walks),
    ...checkForces(model, walks),
    ...checkMoves(model, walks),
    ...checkBaseSums(model),
    ...checkCollections(model),
  ]
  return uniqueOf(problems)
}

/** Chains of a model, each walked once: many questions have the same slice. */
class Walks {
  readonly #model: CompiledModel
  readonly #draws: readonly number[]
  /** Counters of slices that have too many states. */
  readonly #tooLarge: (readonly number[])[] = []
  readonly #known = new Map<string, readonly Chain[] | 'states' | 'edges'>()
  readonly #settled = new Map<string, readonly Chain[] | 'states' | 'edges'>()

  constructor(model: CompiledModel) {
    this.#model = model
    // Free orders, too: counters of the order move within them.
    this.#draws = [...new Set(model.definition.orders.map(({ draws }) => draws))]
  }

  /**
   * @returns the chains from a fresh start, empty where only the settled ones are within the limits, or the
   * problem
   */
  of({ path, question, isLongRun = false }: Asked): {
    slice: Slice
    chains: readonly Chain[]
    /** True if the chains are all that a player can come to. */
    isWhole: boolean
    problems: readonly DefinitionProblem[]
  } {
    const slice = sliceOf(this.#model, question)
    const classes = slice.classes.map(outcomes => outcomes.map(({ index }) => index).join(' '))
    const key = `${slice.counters.join(' ')}|${classes.join(',')}`
    const walked = this.#known.get(key) ?? this.#exceededWithin(slice) ?? this.#walk(slice, false)
    this.#known.set(key, walked)
    if (typeof walked !== 'string') return { slice, chains: walked, isWhole: true, problems: [] }
    const settled = isLongRun ? (this.#settled.get(key) ?? this.#walk(slice, true)) : walked
    this.#settled.set(key, settled)
    if (typeof settled !== 'string') return { slice, chains: settled, isWhole: false, problems: [] }
    const problem = tooLarge(this.#model, slice, { path, exceeded: settled })
    return { slice, chains: [], isWhole: false, problems: [problem] }
  }

  /**
   * A slice has no fewer states than one with some of its counters, so it need not be walked to the limit
   * again.
   */
  #exceededWithin({ counters }: Slice): 'states' | null {
    return this.#tooLarge.some(smaller => smaller.every(counter => counters.includes(counter))) ? 'states' : null
  }

  #walk(slice: Slice, isSettled: boolean): readonly Chain[] | 'states' | 'edges' {
    const chains: Chain[] = []
    const sizes = slice.hasPlace ? this.#draws : [1]
    for (const draws of sizes) {
      const { chain, exceeded } = chainOf(this.#model, slice, {
        draws,
        statesMax: STATES_MAX,
        edgesMax: EDGES_MAX,
        isSettled,
      })
      if (chain === null) {
        if (exceeded === 'states' && !isSettled) this.#tooLarge.push(slice.counters)
        return exceeded
      }
      chains.push(chain)
    }
    return chains
  }
}

/** Names the counters to blame, the largest first. */
function tooLarge(
  { counters }: CompiledModel,
  slice: Slice,
  { path, exceeded }: { path: string; exceeded: 'states' | 'edges' },
): DefinitionProblem {
  const blamed = slice.counters
    .flatMap(index => counters[index] ?? [])
    .toSorted((a, b) => b.max - a.max || (a.name < b.name ? -1 : 1))
  const names = blamed.map(({ name }) => name)
  const max = exceeded === 'states' ? STATES_MAX : EDGES_MAX
  const message =
    exceeded === 'states'
      ? `depends on counters that together have more than ${max} states: ${names.join(', ')}`
      : `depends on counters that together have more than ${max} steps between their states: ${names.join(', ')}`
  return { path, message, rule: 'RANGE', max, names }
}

/** Each tier and pool can be drawn in some reachable state. */
function checkOutcomes(model: CompiledModel, walks: Walks): DefinitionProblem[] {
  return model.definition.tiers.flatMap(({ name, pools }, tier) => {
    const ofTier = asked(
      walks,
      { path: `tiers[${tier}]`, question: { events: [name] }, isLongRun: tier > 0 },
      'other tiers and forces leave no draw for it',
    )
    if (ofTier.length > 0 || pools.length === 1) return ofTier
    return pools.flatMap((pool, index) => {
      const event = `${name}.${pool.name}`
      const path = `tiers[${tier}].pools[${index}]`
      return asked(
        walks,
        { path, question: { events: [event] }, isLongRun: tier > 0 },
        'other pools and forces leave no draw for it',
      )
    })
  })

  function asked(from: Walks, question: Asked, message: string): DefinitionProblem[] {
    const { slice, chains, isWhole, problems } = from.of(question)
    // In a settled chain an outcome may be missing that comes before.
    if (problems.length > 0 || !isWhole) return [...problems]
    const wanted: ReadonlySet<Outcome> = new Set(
      (question.question.events ?? []).flatMap(event => model.outcomesOf(event)),
    )
    // A class lies within the event or outside of it, since the event is part of the question.
    const classes = new Set(
      slice.classes.flatMap(([first], index) => (first !== undefined && wanted.has(first) ? [index] : [])),
    )
    return chains.some(chain => chain.classes.some(each => classes.has(each))) ? [] : [{ path: question.path, message }]
  }
}

/** Each force holds in some reachable state, and none before it holds there, too. */
function checkForces(model: CompiledModel, walks: Walks): DefinitionProblem[] {
  const { forces } = model.chances
  return forces.flatMap(({ when }, index) => {
    const counters = forces.slice(0, index + 1).flatMap(force => force.when.map(([counter]) => counter))
    const path = `forces[${index}]`
    const { chains, problems } = walks.of({ path, question: { counters } })
    if (problems.length > 0) return [...problems]
    const isFirst = (state: State) =>
      forces.findIndex(force => force.when.every(([counter, value]) => state[counter] === value)) === index
    if (chains.some(({ states }) => states.some(isFirst))) return []
    const names = when.flatMap(([counter]) => model.counters[counter]?.name ?? [])
    return [{ path: `${path}.when`, message: `never decides a draw: no reachable state has these values first`, names }]
  })
}

/** Each counter takes more than one value, and each value that a condition asks for can occur. */
function checkMoves(model: CompiledModel, walks: Walks): DefinitionProblem[] {
  return model.counters.flatMap(({ name, start }, counter) => {
    const path = `counters.${name}`
    const question = { counters: [counter] }
    const { chains, isWhole, problems } = walks.of({ path, question, isLongRun: true })
    if (problems.length > 0 || !isWhole) return [...problems]
    const values = new Set(chains.flatMap(({ states }) => states.map(state => state[counter])))
    if (values.size > 1 || start.shares.length > 1) return []
    return [{ path, message: 'never moves from its start', names: [name] }]
  })
}

/**
 * Where no chance is certain, those of a player without history add up to 100 percent at most: what is cut
 * off from a lower tier there is a mistake. A later state may cut it, as a soft pity does.
 */
function checkBaseSums({ definition, chances, starts }: CompiledModel): DefinitionProblem[] {
  const start = starts.shares[0]?.value
  if (start === undefined || chances.isBox) return []
  const sums = [
    { path: 'tiers', rules: chances.tiers },
    ...chances.tiers.map(({ pools }, tier) => ({ path: `tiers[${tier}].pools`, rules: pools })),
  ]
  return sums.flatMap(({ path, rules }): DefinitionProblem[] => {
    const base = rules.map(({ chance }) => (chance === null ? 0 : chanceAt(chance, start)))
    const sum = base.reduce((total, each) => total + each, 0)
    if (sum <= MICROS || base.includes(MICROS)) return []
    const actual = sum / MICROS_PER_PERCENT
    const list = path === 'tiers' ? definition.tiers : (definition.tiers[Number(/\d+/.exec(path)?.[0])]?.pools ?? [])
    const message = `the chances at the start add up to ${actual} percent, which is more than ${ALL_PERCENT}`
    return [{ path, message, rule: 'RANGE', max: ALL_PERCENT, actual, names: list.map(({ name }) => name) }]
  })
}

/** One problem for each path and message: questions with one slice have one fault. */
function uniqueOf(problems: readonly DefinitionProblem[]): readonly DefinitionProblem[] {
  const seen = new Set<string>()
  return problems.filter(({ path, message }) => {
    const key = `${path} ${message}`
    return !seen.has(key) && seen.add(key)
  })
}
