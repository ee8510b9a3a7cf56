import type { DefinitionProblem } from '../check-banner.js'
import { MICROS, MICROS_PER_PERCENT } from '../chance.js'
import { chainOf, type Chain } from './chain.js'
import { chanceAt } from './chances.js'
import { checkCollections } from './check-collections.js'
import type { CompiledModel } from './compile.js'
import { EDGES_MAX, STATES_MAX } from './definition.js'
import type { Outcome, State } from './model.js'
import { sliceOf, type Slice } from './slice.js'

/** Which states of one asked quantity there are; a chain for each number of draws that orders have. */
interface Asked {
  readonly path: string
  readonly what: string
  readonly question: Parameters<typeof sliceOf>[1]
}

/**
 * Walks the states that a player can come to: each asked quantity stays within the limits, each tier, pool, counter and
 * force can occur, and what is said of base chances is possible.
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
  readonly #known = new Map<string, readonly Chain[] | 'states' | 'edges'>()

  constructor(model: CompiledModel) {
    this.#model = model
    this.#draws = [...new Set(model.definition.orders.filter(({ moves }) => moves).map(({ draws }) => draws))]
  }

  /** @returns the chains, or the problem that the limits are passed */
  of({ path, what, question }: Asked): {
    slice: Slice
    chains: readonly Chain[]
    problems: readonly DefinitionProblem[]
  } {
    const slice = sliceOf(this.#model, question)
    const key = `${slice.counters.join(' ')}|${slice.classes.map(outcomes => outcomes.map(({ index }) => index).join(' ')).join(',')}`
    const walked = this.#known.get(key) ?? this.#walk(slice)
    this.#known.set(key, walked)
    if (typeof walked !== 'string') return { slice, chains: walked, problems: [] }
    return { slice, chains: [], problems: [tooLarge(this.#model, slice, { path, what, exceeded: walked })] }
  }

  #walk(slice: Slice): readonly Chain[] | 'states' | 'edges' {
    const chains: Chain[] = []
    for (const draws of slice.hasPlace ? this.#draws : [1]) {
      const { chain, exceeded } = chainOf(this.#model, slice, { draws, statesMax: STATES_MAX, edgesMax: EDGES_MAX })
      if (chain === null) return exceeded
      chains.push(chain)
    }
    return chains
  }
}

/** Names the counters to blame, the largest first. */
function tooLarge(
  { counters }: CompiledModel,
  slice: Slice,
  { path, what, exceeded }: { path: string; what: string; exceeded: 'states' | 'edges' },
): DefinitionProblem {
  const blamed = slice.counters
    .flatMap(index => counters[index] ?? [])
    .toSorted((a, b) => b.max - a.max || (a.name < b.name ? -1 : 1))
  const named = blamed.map(({ name, max }) => `${name} (${max + 1} values)`).join(', ')
  const max = exceeded === 'states' ? STATES_MAX : EDGES_MAX
  const limit = exceeded === 'states' ? `${max} states` : `${max} steps between their states`
  return {
    path,
    message: `${what} depends on counters that together have more than ${limit}: ${named}`,
    rule: 'RANGE',
    max,
    names: blamed.map(({ name }) => name),
  }
}

/** Each tier and pool can be drawn in some reachable state. */
function checkOutcomes(model: CompiledModel, walks: Walks): DefinitionProblem[] {
  return model.definition.tiers.flatMap(({ name, pools }, tier) => {
    const ofTier = asked(
      walks,
      { path: `tiers[${tier}]`, what: name, question: { events: [name] } },
      'other tiers and forces leave no draw for it',
    )
    if (ofTier.length > 0 || pools.length === 1) return ofTier
    return pools.flatMap((pool, index) => {
      const event = `${name}.${pool.name}`
      const path = `tiers[${tier}].pools[${index}]`
      return asked(
        walks,
        { path, what: event, question: { events: [event] } },
        'other pools and forces leave no draw for it',
      )
    })
  })

  function asked(from: Walks, question: Asked, message: string): DefinitionProblem[] {
    const { slice, chains, problems } = from.of(question)
    if (problems.length > 0) return [...problems]
    const wanted: ReadonlySet<Outcome> = new Set(model.outcomesOf(question.what))
    // A class lies within the event or outside of it, since the event is part of the question.
    const classes = new Set(
      slice.classes.flatMap(([first], index) => (first !== undefined && wanted.has(first) ? [index] : [])),
    )
    return chains.some(chain => chain.classes.some(each => classes.has(each))) || isFreeOnly(model, question.what)
      ? []
      : [{ path: question.path, message }]
  }
}

/** An outcome of the start state can come from a free order, even if no other order moves a counter. */
const isFreeOnly = (model: CompiledModel, event: string): boolean => {
  if (model.definition.orders.some(({ moves }) => moves)) return false
  const wanted = new Set(model.outcomesOf(event))
  return model.starts.shares.some(({ value }) => model.outcomesAt(value).shares.some(each => wanted.has(each.value)))
}

/** Each force holds in some reachable state, and none before it holds there, too. */
function checkForces(model: CompiledModel, walks: Walks): DefinitionProblem[] {
  const { forces } = model.chances
  return forces.flatMap(({ when }, index) => {
    const counters = forces.slice(0, index + 1).flatMap(force => force.when.map(([counter]) => counter))
    const path = `forces[${index}]`
    const { chains, problems } = walks.of({ path, what: 'the force', question: { counters } })
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
    const { chains, problems } = walks.of({ path, what: name, question: { counters: [counter] } })
    if (problems.length > 0) return [...problems]
    const values = new Set(chains.flatMap(({ states }) => states.map(state => state[counter])))
    if (values.size > 1 || start.shares.length > 1) return []
    return [{ path, message: 'never moves from its start', names: [name] }]
  })
}

/**
 * Where no chance is certain, those of a player without history add up to 100 percent at most: what is cut off from a
 * lower tier there is a mistake. A later state may cut it, as a soft pity does.
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
    const message = `the chances at the start add up to ${actual} percent, which is more than 100`
    return [{ path, message, rule: 'RANGE', max: 100, actual, names: list.map(({ name }) => name) }]
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
