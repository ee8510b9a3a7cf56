import { describe, expect, it } from 'vitest'
import {
  aBoxBanner,
  aGroupBanner,
  aTargetBanner,
  heroes,
  modelDefinitionOf,
  sword,
} from '../../../test/banner-model/banner-of-model.js'
import { compileModel } from './compile.js'
import { gatherMemory, mergeKept, scatterMemory, scopesOf, type KeptMemories } from './kept-memory.js'
import { noMemory, type Memory } from './memory.js'

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
        [`banner:${ID}`, { counters: { lost: 1 }, boxes: {}, target: null, wishes: null }],
        ['group:heroes', { counters: { since: 4 }, boxes: {}, target: null, wishes: null }],
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
      ['group:heroes', { counters: { since: 40, other: 3 }, boxes: {}, target: null, wishes: null }],
      [`banner:${ID}`, { counters: {}, boxes: { 'NEW.all': [1] }, target: null, wishes: null }],
    ])
    expect(gatherMemory(group, ID, kept)).toEqual({ ...noMemory, counters: { since: 9 } })
    const after = scatterMemory(group, ID, { ...noMemory, counters: { since: 0, lost: 0 } })
    expect(mergeKept(kept, after)).toEqual(
      new Map([
        ['group:heroes', { counters: { since: 0, other: 3 }, boxes: {}, target: null, wishes: null }],
        [`banner:${ID}`, { counters: { lost: 0 }, boxes: { 'NEW.all': [1] }, target: null, wishes: null }],
      ]),
    )
  })

  it('has a chosen item whose counters stay while another one is chosen, and whether a draw has closed it', () => {
    const wishes = compileModel(modelDefinitionOf({ ...aTargetBanner(), closesOn: 'SSR.wished' }))
    const memory: Memory = { ...noMemory, counters: { misses: 1, luck: 2 }, target: sword, closed: true }
    const kept = scatterMemory(wishes, ID, memory)
    expect(gatherMemory(wishes, ID, kept)).toEqual(memory)
    const other = scatterMemory(wishes, ID, { ...noMemory, counters: { luck: 1 }, target: heroes.featured })
    const both = mergeKept(kept, other)
    expect(gatherMemory(wishes, ID, both)).toEqual({
      ...memory,
      counters: { misses: 1, luck: 1 },
      target: heroes.featured,
    })
    const back = mergeKept(both, new Map([[`banner:${ID}`, { counters: {}, boxes: {}, target: sword, wishes: null }]]))
    expect(gatherMemory(wishes, ID, back)).toEqual(memory)
  })

  it('leaves out an item that is no choice, and that a draw has closed it where none does', () => {
    const kept: KeptMemories = new Map([
      [`banner:${ID}`, { counters: { '*closed': 1, misses: 1 }, boxes: {}, target: heroes.standard, wishes: null }],
    ])
    const wishes = compileModel(modelDefinitionOf(aTargetBanner()))
    expect(gatherMemory(wishes, ID, kept)).toEqual({ ...noMemory, counters: { misses: 1 } })
  })

  it('of an order alone is kept nowhere', () => {
    const definition = aGroupBanner()
    for (const counter of Object.values(definition.counters)) counter['scope'] = 'order'
    expect(scopesOf(modelDefinitionOf(definition), ID)).toEqual([])
  })
})
