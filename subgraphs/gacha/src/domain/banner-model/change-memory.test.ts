import { describe, expect, it } from 'vitest'
import {
  aBoxBanner,
  aTargetBanner,
  heroes,
  modelDefinitionOf,
  sword,
} from '../../../test/banner-model/banner-of-model.js'
import { changeMemory, type MemoryChange } from './change-memory.js'
import { compileModel } from './compile.js'
import { gatherMemory, mergeKept, scatterMemory, type KeptMemories } from './kept-memory.js'
import { noMemory, type Memory } from './memory.js'

const ID = 'a3c2f3de-0000-4000-8000-000000000001'
const modelOf = (change: Record<string, unknown> = {}) => compileModel(modelDefinitionOf(aTargetBanner(change)))
const wishes = modelOf()
const choice = (itemId: string): MemoryChange => ({ kind: 'TARGET', itemId })
const keptOf = (memory: Partial<Memory>, model = wishes) => scatterMemory(model, ID, { ...noMemory, ...memory })

describe('a choice', () => {
  it('is remembered; the first one leaves all counters, another one sets those that it resets', () => {
    const kept = keptOf({ counters: { since: 4, misses: 1 } })
    const first = changeMemory(wishes, ID, { kept, change: choice(sword) })
    if (first.kind !== 'changed') throw new Error(first.kind)
    expect(first.before).toEqual({ ...noMemory, counters: { since: 4, misses: 1 } })
    expect(first.after).toEqual({ ...first.before, target: sword })
    const then: KeptMemories = mergeKept(kept, first.kept)
    const other = changeMemory(wishes, ID, { kept: then, change: choice(heroes.featured) })
    if (other.kind !== 'changed') throw new Error(other.kind)
    expect(other.after).toEqual({ ...noMemory, counters: { since: 4, misses: 0 }, target: heroes.featured })
    expect(gatherMemory(wishes, ID, mergeKept(then, other.kept))).toEqual(other.after)
  })

  it('of the same item changes nothing, also where the first choice stays', () => {
    const fixed = modelOf({ target: { choices: [heroes.featured, sword], change: 'never' } })
    const kept = keptOf({ target: sword })
    for (const model of [wishes, fixed])
      expect(changeMemory(model, ID, { kept, change: choice(sword) })).toEqual({ kind: 'same' })
    expect(changeMemory(fixed, ID, { kept, change: choice(heroes.featured) })).toEqual({ kind: 'fixed', target: sword })
  })

  it('is of an item that is offered, on a banner that is open to the user', () => {
    expect(changeMemory(wishes, ID, { kept: new Map(), change: choice(heroes.standard) })).toEqual({
      kind: 'notOffered',
    })
    const closing = modelOf({ closesOn: 'SSR.wished' })
    const kept = keptOf({ target: sword, closed: true }, closing)
    expect(changeMemory(closing, ID, { kept, change: choice(heroes.featured) })).toEqual({ kind: 'closed' })
  })

  it('resets a counter where other banners share it', () => {
    const { counters } = aTargetBanner()
    const shared = modelOf({ counters: { ...counters, misses: { ...counters.misses, scope: { group: 'wishes' } } } })
    const kept = keptOf({ counters: { misses: 1 }, target: sword }, shared)
    const changed = changeMemory(shared, ID, { kept, change: choice(heroes.featured) })
    if (changed.kind !== 'changed') throw new Error(changed.kind)
    expect(changed.after.counters).toEqual({ misses: 0 })
    expect(changed.kept.get('group:wishes')).toMatchObject({ counters: { misses: 0 } })
  })
})

describe('a refill', () => {
  const refilled = { kind: 'REFILL' } as const
  const refillable = compileModel(modelDefinitionOf(aBoxBanner({ tiers: tiersOf('prizesOut') })))
  function tiersOf(refill: string) {
    const [prize, rest] = aBoxBanner().tiers
    return [{ ...prize, pools: prize?.pools.map(pool => ({ ...pool, refill })) }, rest]
  }

  it('fills the whole box once its prizes are out, and not before', () => {
    const left = keptOf({ boxes: { 'PRIZE.featured': [1], 'REST.all': [0] } }, refillable)
    expect(changeMemory(refillable, ID, { kept: left, change: refilled })).toEqual({ kind: 'prizesLeft' })
    expect(changeMemory(refillable, ID, { kept: new Map(), change: refilled })).toEqual({ kind: 'prizesLeft' })
    const out = keptOf({ boxes: { 'PRIZE.featured': [0], 'REST.all': [3] } }, refillable)
    const changed = changeMemory(refillable, ID, { kept: out, change: refilled })
    if (changed.kind !== 'changed') throw new Error(changed.kind)
    expect(changed.after.boxes).toEqual({ 'PRIZE.featured': [1], 'REST.all': [11] })
    expect(gatherMemory(refillable, ID, mergeKept(out, changed.kept))).toEqual(changed.after)
  })

  it('is offered by a banner whose box its players refill', () => {
    const box = compileModel(modelDefinitionOf(aBoxBanner()))
    expect(changeMemory(box, ID, { kept: new Map(), change: refilled })).toEqual({ kind: 'notOffered' })
  })
})
