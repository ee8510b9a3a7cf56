import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json/json.js'
import { differingLists, mergeInto, Shared } from './merge.js'

const merged = (target: JsonObject, source: JsonObject): JsonObject => {
  mergeInto(target, source, alone())
  return target
}
const alone = () => new Shared().forOne

describe('merging answers', () => {
  it('objects merge, and a leaf gives way to a later one', () => {
    const target = { a: { x: 1 }, b: 1 }
    expect(merged(target, { a: { z: 2 }, b: 2 })).toEqual({ a: { x: 1, z: 2 }, b: 2 })
  })

  it('the name of an interface never takes the place of the name of a type, whichever comes first', () => {
    const shared = new Shared(name => name === 'Media' || name === 'Node')
    const merge = (...names: unknown[]) => {
      const target: JsonObject = {}
      for (const name of names) mergeInto(target, { below: [{ __typename: name }] }, shared.forOne)
      return target['below']
    }
    expect(merge('Book', 'Media')).toEqual([{ __typename: 'Book' }])
    expect(merge('Media', 'Book', 'Node')).toEqual([{ __typename: 'Book' }])
    expect(merge('Media', 'Node')).toEqual([{ __typename: 'Node' }])
    expect(merge('Book', 'Movie')).toEqual([{ __typename: 'Movie' }])
    expect(merge(undefined, 'Media')).toEqual([{ __typename: 'Media' }])
    expect(merge(null, 'Media')).toEqual([{ __typename: 'Media' }])
    expect(merge('', 'Media')).toEqual([{ __typename: 'Media' }])
  })

  it('null never takes the place of what another subgraph answered, whichever comes first', () => {
    const values = { leaf: 1, object: { x: 1 }, list: [{ x: 1 }], items: [1, { x: 1 }, null] }
    const nulls = { leaf: null, object: null, list: null, items: [null, null, 3] }
    const both = { leaf: 1, object: { x: 1 }, list: [{ x: 1 }], items: [1, { x: 1 }, 3] }
    expect(merged(structuredClone(values), structuredClone(nulls))).toEqual(both)
    expect(merged(structuredClone(nulls), structuredClone(values))).toEqual(both)
    expect(merged({}, { leaf: null })).toEqual({ leaf: null })
  })

  it('lists of one length merge item by item, also within lists', () => {
    const target = { same: [{ x: 1 }, null, { x: 3 }], rows: [[{ x: 1 }], null] }
    const source = { same: [{ y: 1 }, { y: 2 }, null], rows: [[{ y: 1 }], [{ y: 3 }]] }
    expect(merged(target, source)).toEqual({
      same: [{ x: 1, y: 1 }, { y: 2 }, { x: 3 }],
      rows: [[{ x: 1, y: 1 }], [{ y: 3 }]],
    })
  })

  it('lists of different lengths are no list any more, whatever else comes', () => {
    const lists = [
      { list: [{ x: 1 }] },
      { list: [{ y: 1 }, { y: 2 }] },
      { list: null },
      { list: { x: 1 } },
      { list: 'x' },
    ]
    for (let first = 0; first < lists.length; first++) {
      const target: JsonObject = {}
      for (let turn = 0; turn < lists.length; turn++)
        mergeInto(target, structuredClone(lists[(first + turn) % lists.length]) as JsonObject, alone())
      expect(target).toEqual({ list: differingLists })
    }
  })

  it('what is undefined changes nothing', () => {
    expect(merged({ a: 1 }, { a: undefined, b: undefined })).toEqual({ a: 1 })
  })

  it('of values of different kinds the same one stays, whichever comes first', () => {
    const one = { a: 'text', b: [1], c: { x: 1 }, d: [] }
    const other = { a: { x: 1 }, b: { x: 1 }, c: [1], d: 0 }
    const both = { a: { x: 1 }, b: [1], c: [1], d: [] }
    expect(merged(structuredClone(one), structuredClone(other))).toEqual(both)
    expect(merged(structuredClone(other), structuredClone(one))).toEqual(both)
  })

  it('keys that objects inherit are keys like any other', () => {
    const source = JSON.parse('{ "__proto__": { "polluted": true }, "constructor": "c" }') as JsonObject
    const target = merged({}, source)
    expect(Object.getPrototypeOf(target)).toBe(Object.prototype)
    expect(JSON.stringify(target)).toBe('{"__proto__":{"polluted":true},"constructor":"c"}')
  })

  it('what several places hold changes at the one place that gets more', () => {
    const shared = new Shared()
    const [one, other]: [JsonObject, JsonObject] = [{}, {}]
    const source = { object: { inner: { x: 1 } }, list: [[{ x: 1 }]] }
    for (const target of [one, other]) mergeInto(target, source, shared.forSeveral)
    expect(one['object']).toBe(other['object'])
    mergeInto(one, { object: { inner: { y: 2 } }, list: [[{ y: 2 }]] }, shared.forOne)
    expect(one).toEqual({ object: { inner: { x: 1, y: 2 } }, list: [[{ x: 1, y: 2 }]] })
    expect(other).toEqual({ object: { inner: { x: 1 } }, list: [[{ x: 1 }]] })
  })

  it('what was asked for an object is for what has been cloned from it meanwhile, too', () => {
    const shared = new Shared()
    const [one, other]: [JsonObject, JsonObject] = [{}, {}]
    const source = { next: { id: 1 } }
    for (const target of [one, other]) mergeInto(target, source, shared.forSeveral)
    const asked = [one['next'] as JsonObject]
    mergeInto(one, { next: { x: 1 } }, shared.forOne)
    for (const target of shared.withClones(asked)) mergeInto(target, { y: 2 }, shared.forOne)
    expect([one, other]).toEqual([{ next: { id: 1, x: 1, y: 2 } }, { next: { id: 1, y: 2 } }])
  })
})
