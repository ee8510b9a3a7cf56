import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstLight, definitionOf } from '../../test/definitions.js'
import { canonicalJson, hashOf } from './canonical-json.js'

/** The same value with the keys of every object in reverse. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, part]) => [key, reversed(part)]),
  )
}

describe('canonical JSON', () => {
  it('sorts keys and leaves out white space', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: 0.6 })).toBe('{"a":0.6,"b":[1,{"c":"x","d":null}]}')
  })

  it('is one text for one value, however its keys are ordered, and reads back as the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const text = canonicalJson(value)
        expect(canonicalJson(reversed(value))).toBe(text)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('hashes a definition and its spelled-out form alike, and any change differently', () => {
    const { closesAt: _, dailyPullLimit: __, ...short } = firstLight
    expect(hashOf(definitionOf(short))).toBe(hashOf(firstLight))
    expect(hashOf({ ...firstLight, pullCost: 101 })).not.toBe(hashOf(firstLight))
  })

  it('hashes First Light, published before there were pictures or translations, to what its odds have always shown', () => {
    const { art: _, translations: __, ...before } = firstLight
    expect(hashOf(definitionOf(before))).toBe('83daef97a1827ad8ce5ce72581ae8dbd5142106d7be6729fb37ee3e1dfb078aa')
  })
})
