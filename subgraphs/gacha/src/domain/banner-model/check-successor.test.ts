import { describe, expect, it } from 'vitest'
import { firstLight } from '../../../test/definitions.js'
import {
  aBoxBanner,
  aGroupBanner,
  heroes,
  modelDefinitionOf,
  stone,
} from '../../../test/banner-model/banner-of-model.js'
import { checkShared, checkSuccessor } from './check-successor.js'

const current = modelDefinitionOf(aGroupBanner())
const withCounter = (name: string, change: Record<string, unknown>) => {
  const definition = aGroupBanner()
  definition.counters[name] = { ...definition.counters[name], ...change }
  return modelDefinitionOf(definition)
}
const problemsOf = (...args: Parameters<typeof checkSuccessor>) =>
  checkSuccessor(...args).map(({ path, message }) => `${path}: ${message}`)

describe('a version of a model', () => {
  it('may have other chances, prices and names, more counters, and a larger max', () => {
    expect(checkSuccessor(current, current)).toEqual([])
    const next = aGroupBanner({
      name: 'Later',
      orders: [{ name: 'one', draws: 1, prices: [{ unit: 'GOLD', amount: 1 }] }],
    })
    next.counters['fresh'] = { max: 3, on: [['*', { add: 1 }]] }
    expect(checkSuccessor(current, modelDefinitionOf(next))).toEqual([])
    expect(checkSuccessor(current, withCounter('since', { max: 12 }))).toEqual([])
    expect(checkSuccessor(firstLight, { ...firstLight, pullCost: 1 })).toEqual([])
  })

  it('keeps the counters of its players: name, scope and max', () => {
    const without = aGroupBanner()
    delete without.counters['lost']
    Object.assign(without.tiers[0]?.pools[0] ?? {}, { chance: [{ points: [[1, 50]] }] })
    expect(problemsOf(current, modelDefinitionOf(without))).toEqual([
      'counters: must keep lost: players have values of it',
    ])
    expect(problemsOf(current, withCounter('since', { scope: 'banner' }))).toEqual([
      'counters.since.scope: must stay as it is: players have values in this scope',
    ])
    expect(problemsOf(withCounter('since', { max: 12 }), current)).toEqual([
      'counters.since.max: must be 12 or more: players may have as much',
    ])
  })

  it('keeps what is left of boxes', () => {
    const box = modelDefinitionOf(aBoxBanner())
    const tiers = (name: string, count: number) => [
      aBoxBanner().tiers[0],
      { name, pools: [{ name: 'all', source: 'box', items: [{ id: stone, count }] }] },
    ]
    expect(problemsOf(box, modelDefinitionOf(aBoxBanner({ tiers: tiers('REST', 12) })))).toEqual([
      'tiers[1].pools[0].items: must stay as they are: players have drawn from this box',
    ])
    expect(problemsOf(box, modelDefinitionOf(aBoxBanner({ tiers: tiers('OTHERS', 11) })))).toEqual([
      'tiers: must keep the box REST.all: players have drawn from it',
    ])
  })

  it('is no version of a banner with rarities, nor the other way around', () => {
    expect(problemsOf(firstLight, current)).toEqual([expect.stringMatching(/^tiers: .+ make a new banner$/)])
    expect(problemsOf(current, firstLight)).toEqual([expect.stringMatching(/^rarities: .+ make a new banner$/)])
  })
})

describe('banners that share a counter', () => {
  const other = { id: heroes.featured, definition: withCounter('since', { max: 12 }) }

  it('have one max of it', () => {
    expect(checkShared(current, [{ ...other, definition: current }])).toEqual([])
    expect(checkShared(current, [other])).toEqual([
      {
        path: 'counters.since.max',
        message: `must be 12, as banner ${heroes.featured} has it, which shares the counter`,
        rule: 'RANGE',
        min: 12,
        max: 12,
        actual: 9,
        names: [heroes.featured],
      },
    ])
  })

  it('share it by its name and scope, and nothing else', () => {
    expect(checkShared(withCounter('since', { scope: { group: 'others' } }), [other])).toEqual([])
    expect(checkShared(withCounter('since', { scope: 'user' }), [other])).toEqual([])
    expect(checkShared(current, [{ ...other, definition: withCounter('lost', { max: 4 }) }])).toEqual([])
  })
})
