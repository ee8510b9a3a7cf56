import { countersOf } from './chances.js'
import type { CompiledModel } from './compile.js'
import { partsOf } from './events.js'
import type { Outcome } from './model.js'

/**
 * The counters that a question depends on, and nothing else: the chances of its answers and the next values
 * of these counters are functions of them.
 */
export interface Slice {
  /** Places in `BannerModel.counters`, in rising order. */
  readonly counters: readonly number[]
  /** Outcomes that are alike to the question and to all counters of the slice. */
  readonly classes: readonly (readonly Outcome[])[]
  /** True if a counter of the slice belongs to orders: the place in the order is part of a state then. */
  readonly hasPlace: boolean
}

/**
 * Finds the slice of a question: about the events, or about the values of counters (by their places).
 * @throws Error for an event that the definition does not have
 */
export function sliceOf(
  model: CompiledModel,
  { events = [], counters = [] }: { events?: readonly string[]; counters?: readonly number[] },
): Slice {
  const found = new Set<number>()
  const told = new Set<string>()
  const waiting: ({ event: string } | { counter: number })[] = [
    ...events.map(event => ({ event })),
    ...counters.map(counter => ({ counter })),
  ]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if ('event' in next) {
      if (told.has(next.event)) continue
      told.add(next.event)
      waiting.push(...countersOfEvent(model, next.event).map(counter => ({ counter })))
    } else {
      if (found.has(next.counter)) continue
      found.add(next.counter)
      waiting.push(...neededBy(model, next.counter))
    }
  }
  const kept = [...found].toSorted((a, b) => a - b)
  return {
    counters: kept,
    classes: classesOf(model, told),
    hasPlace: kept.some(place => {
      const counter = model.counters[place]
      return counter !== undefined && (counter.isOfOrder || counter.perOrder)
    }),
  }
}

/** Counters and events that the next value of a counter is a function of. */
function neededBy(model: CompiledModel, counter: number): ({ event: string } | { counter: number })[] {
  const rule = model.definition.counters[model.counters[counter]?.name ?? '']
  const last = rule?.on.findIndex(([event, , when]) => event === '*' && when === undefined) ?? -1
  // Entries after an unconditional "*" never apply.
  const applied = (last === -1 ? rule?.on : rule?.on.slice(0, last + 1)) ?? []
  return applied.flatMap(([event, , when]) => [
    { event },
    ...Object.keys(when ?? {}).map(name => ({ counter: model.counters.findIndex(each => each.name === name) })),
  ])
}

/**
 * Counters that the chance of an event is a function of. A tier has min(its chance, what the better ones
 * leave), so it depends on the chances up to its own; the last one on all before it. A force may take any
 * draw.
 */
function countersOfEvent({ definition, chances }: CompiledModel, event: string): readonly number[] {
  const { tier, pool } = partsOf(event)
  if (tier === null || chances.isBox) return []
  const place = definition.tiers.findIndex(({ name }) => name === tier)
  const upTo = chances.tiers.slice(0, place + 1).flatMap(({ chance }) => (chance === null ? [] : countersOf(chance)))
  const forced = chances.forces.flatMap(({ when }) => when.map(([counter]) => counter))
  const pools = chances.tiers[place]?.pools ?? []
  const poolPlace = definition.tiers[place]?.pools.findIndex(({ name }) => name === pool) ?? -1
  // Weighted pools follow those with curves, and share what these leave.
  const before = pools.slice(0, poolPlace + 1).flatMap(({ chance }) => (chance === null ? [] : countersOf(chance)))
  return [...upTo, ...forced, ...before]
}

/** Groups outcomes that belong to the same of the events. */
function classesOf(model: CompiledModel, events: ReadonlySet<string>): readonly (readonly Outcome[])[] {
  const sets = [...events].map(event => new Set(model.outcomesOf(event)))
  const groups = new Map<string, Outcome[]>()
  for (const outcome of model.outcomes) {
    const key = sets.map(set => (set.has(outcome) ? '1' : '0')).join('')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [outcome])
    else group.push(outcome)
  }
  return [...groups.values()]
}
