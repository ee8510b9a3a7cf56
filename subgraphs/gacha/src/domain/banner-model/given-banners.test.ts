import { describe, expect, it } from 'vitest'
import { givenModel, givenRules, givenValues } from '../../../test/banner-model/short-form.js'
import { chainOf } from './chain.js'
import { compileModel, type CompiledModel } from './compile.js'
import { EDGES_MAX, STATES_MAX } from './definition.js'
import type { State } from './model.js'
import { sliceOf } from './slice.js'

const modelOf = (id: string) => compileModel(givenModel(id))

/** A state by the names of its counters; those left out have their start. */
function stateOf(model: CompiledModel, values: Readonly<Record<string, number>> = {}): State {
  return model.counters.map(({ name, start }) => values[name] ?? start.shares[0]?.value ?? 0)
}

const namedOf = (model: CompiledModel, state: State): Readonly<Record<string, number>> =>
  Object.fromEntries(model.counters.map(({ name }, index) => [name, state[index] ?? 0]))

/** The shares of a state in percent, by the names of outcomes. */
function percentsAt(model: CompiledModel, values: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const { total, shares } = model.outcomesAt(stateOf(model, values))
  return Object.fromEntries(shares.map(({ value, share }) => [value.name, Number((share * 10n ** 12n) / total) / 1e10]))
}

function nextOf(
  model: CompiledModel,
  values: Readonly<Record<string, number>>,
  outcome: string,
  endsOrder = false,
): Readonly<Record<string, number>> {
  const [drawn] = model.outcomesOf(outcome)
  if (drawn === undefined) throw new Error(`No ${outcome}`)
  return namedOf(model, model.after(stateOf(model, values), drawn, endsOrder))
}

describe('the given banners', () => {
  it('are eight, and each passes the check', () => {
    expect(givenRules.map(({ id }) => givenModel(id).tiers.length)).toEqual([3, 3, 3, 5, 2, 3, 3, 2])
  })

  it.each(givenRules.filter(({ box }) => box === undefined).map(({ id, draws = 1 }) => [id, draws] as const))(
    '%s has as many states for each question as the reference',
    (id, draws) => {
      const model = modelOf(id)
      const { states } = givenValues[id] as { states: Readonly<Record<string, number>> }
      const { measure } = givenRules.find(each => each.id === id) as unknown as {
        measure: { top: string; target: string }
      }
      const counts = Object.keys(states).filter(name => name !== 'unslicedBound').map(name => {
        const event = name === 'top' ? measure.top : name === 'target' ? measure.target : name
        const { chain } = chainOf(model, sliceOf(model, { events: [event] }), { draws, statesMax: STATES_MAX, edgesMax: EDGES_MAX })
        return [name, chain?.states.length]
      })
      const { unslicedBound, ...sliced } = states
      expect(Object.fromEntries(counts)).toEqual(sliced)
    },
  )
})
