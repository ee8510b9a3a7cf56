import { describe, expect, it } from 'vitest'
import type { JsonObject } from './json.js'
import { mergeInto, Shared } from './merge.js'

const merged = (target: JsonObject, source: JsonObject): JsonObject => {
  mergeInto(target, source, { shared: new Shared(), isForSeveral: false })
  return target
}

describe('merging answers', () => {
  it('objects merge, and other values are replaced, also by null', () => {
    const target = { a: { x: 1 }, b: 1, c: { y: 1 } }
    expect(merged(target, { a: { z: 2 }, b: 2, c: null })).toEqual({ a: { x: 1, z: 2 }, b: 2, c: null })
  })

  it('lists of one length merge item by item, and others are replaced', () => {
    const target = { same: [{ x: 1 }, null, { x: 3 }], other: [{ x: 1 }] }
    const source = { same: [{ y: 1 }, { y: 2 }, null], other: [] }
    expect(merged(target, source)).toEqual({ same: [{ x: 1, y: 1 }, { y: 2 }, null], other: [] })
  })

  it('lists within lists merge, too', () => {
    const target = { rows: [[{ x: 1 }], [{ x: 2 }], null] }
    const source = { rows: [[{ y: 1 }], [], [{ y: 3 }]] }
    expect(merged(target, source)).toEqual({ rows: [[{ x: 1, y: 1 }], [], [{ y: 3 }]] })
  })

  it('what is undefined changes nothing', () => {
    expect(merged({ a: 1 }, { a: undefined, b: undefined })).toEqual({ a: 1 })
  })

  it('values of impossible types never throw', () => {
    expect(merged({ a: 'text', b: [1], c: { x: 1 } }, { a: { x: 1 }, b: { x: 1 }, c: [1] })).toEqual({
      a: { x: 1 },
      b: [1],
      c: [1],
    })
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
    for (const target of [one, other]) mergeInto(target, source, { shared, isForSeveral: true })
    expect(one['object']).toBe(other['object'])
    mergeInto(one, { object: { inner: { y: 2 } }, list: [[{ y: 2 }]] }, { shared, isForSeveral: false })
    expect(one).toEqual({ object: { inner: { x: 1, y: 2 } }, list: [[{ x: 1, y: 2 }]] })
    expect(other).toEqual({ object: { inner: { x: 1 } }, list: [[{ x: 1 }]] })
  })

  it('what was asked for an object is for what has been cloned from it meanwhile, too', () => {
    const shared = new Shared()
    const [one, other]: [JsonObject, JsonObject] = [{}, {}]
    const source = { next: { id: 1 } }
    for (const target of [one, other]) mergeInto(target, source, { shared, isForSeveral: true })
    const asked = [one['next'] as JsonObject]
    mergeInto(one, { next: { x: 1 } }, { shared, isForSeveral: false })
    for (const target of shared.withClones(asked)) mergeInto(target, { y: 2 }, { shared, isForSeveral: false })
    expect([one, other]).toEqual([{ next: { id: 1, x: 1, y: 2 } }, { next: { id: 1, y: 2 } }])
  })
})
