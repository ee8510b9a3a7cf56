import { describe, expect, it } from 'vitest'
import { aBoxBanner, aGroupBanner, modelDefinitionOf } from '../../../test/banner-model/banner-of-model.js'
import { compileModel } from './compile.js'
import { gatherMemory, mergeKept, scatterMemory, scopesOf, type KeptMemories } from './kept-memory.js'
import { noMemory } from './memory.js'

const ID = 'a3c2f3de-0000-4000-8000-000000000001'
const group = compileModel(modelDefinitionOf(aGroupBanner()))
const box = compileModel(modelDefinitionOf(aBoxBanner()))

describe('what a banner remembers', () => {
  it('is kept by scope: what banners share, and what is its own', () => {
    expect(scopesOf(group.definition, ID)).toEqual([`banner:${ID}`, 'group:heroes'])
    const memory = { ...noMemory, counters: { since: 4, lost: 1 } }
    const kept = scatterMemory(group, ID, memory)
    expect(kept).toEqual(
      new Map([
        [`banner:${ID}`, { counters: { lost: 1 }, boxes: {} }],
        ['group:heroes', { counters: { since: 4 }, boxes: {} }],
      ]),
    )
    expect(gatherMemory(group, ID, kept)).toEqual(memory)
  })

  it('has boxes, which belong to their banner', () => {
    expect(scopesOf(box.definition, ID)).toEqual([`banner:${ID}`])
    const memory = { ...noMemory, boxes: { 'PRIZE.featured': [0], 'REST.all': [3] } }
    expect(gatherMemory(box, ID, scatterMemory(box, ID, memory))).toEqual(memory)
    expect(gatherMemory(box, ID, new Map())).toEqual(noMemory)
  })

  it('leaves out what others keep in its scopes, and cuts what a larger max has left', () => {
    const kept: KeptMemories = new Map([
      ['group:heroes', { counters: { since: 40, other: 3 }, boxes: {} }],
      [`banner:${ID}`, { counters: {}, boxes: { 'NEW.all': [1] } }],
    ])
    expect(gatherMemory(group, ID, kept)).toEqual({ ...noMemory, counters: { since: 9 } })
    const after = scatterMemory(group, ID, { ...noMemory, counters: { since: 0, lost: 0 } })
    expect(mergeKept(kept, after)).toEqual(
      new Map([
        ['group:heroes', { counters: { since: 0, other: 3 }, boxes: {} }],
        [`banner:${ID}`, { counters: { lost: 0 }, boxes: { 'NEW.all': [1] } }],
      ]),
    )
  })

  it('of an order alone is kept nowhere', () => {
    const definition = aGroupBanner()
    for (const counter of Object.values(definition.counters)) counter['scope'] = 'order'
    expect(scopesOf(modelDefinitionOf(definition), ID)).toEqual([])
  })
})
