import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyModel, anyModelWithoutStock } from '../../../test/banner-model/any-model.js'
import { chainOf, type Chain } from './chain.js'
import type { CompiledModel } from './compile.js'
import { EDGES_MAX, STATES_MAX } from './definition.js'
import { sliceOf, type Slice } from './slice.js'

const limits = { statesMax: STATES_MAX, edgesMax: EDGES_MAX }
/** Draws over which sliced and whole chains are compared. */
const STEPS = 24

/**
 * The whole chain: every counter, every outcome by itself; null where it is larger than a question's may
 * be.
 */
function wholeOf(model: CompiledModel): { slice: Slice; chain: Chain } | null {
  const slice = sliceOf(model, {
    events: model.outcomes.map(({ name }) => name),
    counters: [...model.counters.keys()],
  })
  const { chain } = chainOf(model, slice, { draws: drawsOf(model), ...limits })
  return chain === null ? null : { slice, chain }
}

const drawsOf = ({ definition }: CompiledModel): number => definition.orders[0]?.draws ?? 1

/** Chance of the event at each of the first draws of a player without history. */
function chancesOver(chain: Chain, isHit: (class_: number) => boolean): readonly number[] {
  let now = new Float64Array(chain.states.length)
  for (const { state, chance } of chain.starts) now[state] = (now[state] ?? 0) + chance
  return Array.from({ length: STEPS }, () => {
    const later = new Float64Array(now.length)
    let hits = 0
    for (const [state, weight] of now.entries()) {
      for (let step = chain.first[state] ?? 0; step < (chain.first[state + 1] ?? 0); step++) {
        const flow = weight * (chain.chances[step] ?? 0)
        const to = chain.to[step] ?? 0
        later[to] = (later[to] ?? 0) + flow
        if (isHit(chain.classes[step] ?? 0)) hits += flow
      }
    }
    now = later
    return hits
  })
}

function chancesOf(model: CompiledModel, event: string, { slice, chain }: { slice: Slice; chain: Chain }) {
  const wanted = new Set(model.outcomesOf(event))
  return chancesOver(chain, index => slice.classes[index]?.some(outcome => wanted.has(outcome)) ?? false)
}

describe('any banner model', () => {
  it('has shares that add up to exactly one in every reachable state, and doubles that agree with them', () => {
    fc.assert(
      fc.property(anyModel, model => {
        const into = new Float64Array(model.outcomes.length)
        const wrong = (wholeOf(model)?.chain.states ?? []).filter(state => {
          const { total, shares } = model.outcomesAt(state)
          model.chancesAt(state, into)
          const exact = new Float64Array(into.length)
          for (const { value, share } of shares) exact[value.index] = Number(share) / Number(total)
          const apart = Math.max(...exact.map((chance, index) => Math.abs(chance - (into[index] ?? 0))))
          const sum = shares.reduce((all, { share }) => all + share, 0n)
          return sum !== total || shares.some(({ share }) => share <= 0n) || apart > 1e-14
        })
        expect(wrong).toEqual([])
      }),
      { numRuns: 30 },
    )
  })

  it('keeps every counter between 0 and its max, whatever is drawn', () => {
    fc.assert(
      fc.property(anyModel, model => {
        const reached = (wholeOf(model)?.chain.states ?? []).flatMap(state =>
          model.outcomes.flatMap(outcome => [true, false].map(endsOrder => model.after(state, outcome, endsOrder))),
        )
        const isWithin = (value: number, index: number) => value >= 0 && value <= (model.counters[index]?.max ?? 0)
        expect(reached.filter(state => !state.every(isWithin))).toEqual([])
      }),
      { numRuns: 20 },
    )
  })

  it('has the same chances over the counters that a question depends on as over all of them', () => {
    fc.assert(
      fc.property(anyModelWithoutStock, model => {
        const whole = wholeOf(model)
        if (whole === null) return
        for (const { name } of [...model.outcomes, ...model.definition.tiers]) {
          const slice = sliceOf(model, { events: [name] })
          const { chain } = chainOf(model, slice, { draws: drawsOf(model), ...limits })
          if (chain === null) throw new Error('A slice is larger than the whole')
          expect(chain.states.length).toBeLessThanOrEqual(whole.chain.states.length)
          const [sliced, all] = [chancesOf(model, name, { slice, chain }), chancesOf(model, name, whole)]
          expect(Math.max(...sliced.map((chance, step) => Math.abs(chance - (all[step] ?? 0))))).toBeLessThan(1e-12)
        }
      }),
      { numRuns: 20 },
    )
  })
})
