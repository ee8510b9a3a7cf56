import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../random.js'
import { commitmentOf } from './fairness.js'
import { createSeedSealer, plainSeedOf } from './seed-sealing.js'

const first = { id: 'first', key: randomBytes(32) }
const second = { id: 'second', key: randomBytes(32) }
const seed = randomBytes(32)
const place = { userId: '60e1ec70-d5c4-4c4c-9f72-f56f84d4808e', serverSeedHash: commitmentOf(seed) }
const sealer = createSeedSealer([first], systemRandom)

describe('a sealed seed', () => {
  it('opens to the seed, and shows nothing of it', () => {
    const sealed = sealer.seal(seed, place)
    expect(sealer.open(sealed, place)).toEqual(seed)
    expect(sealed).toMatch(/^first:[A-Za-z0-9_-]{80}$/)
    expect(Buffer.from(sealed.slice(6), 'base64url').includes(seed)).toBe(false)
  })

  it('is another text each time', () => {
    expect(sealer.seal(seed, place)).not.toBe(sealer.seal(seed, place))
  })

  it('opens after its key has been replaced, while the old key is known', () => {
    const sealed = sealer.seal(seed, place)
    const later = createSeedSealer([second, first], systemRandom)
    expect(later.open(sealed, place)).toEqual(seed)
    expect(later.seal(seed, place)).toMatch(/^second:/)
    expect(() => createSeedSealer([second], systemRandom).open(sealed, place)).toThrow(/"first", which is not known/)
  })

  it('opens for no other user, hash or key, and not when any of its bytes is another', () => {
    const sealed = sealer.seal(seed, place)
    const other = createSeedSealer([{ ...first, key: second.key }], systemRandom)
    expect(() => sealer.open(sealed, { ...place, userId: 'another' })).toThrow(/authenticate|Invalid/)
    expect(() => sealer.open(sealed, { ...place, serverSeedHash: commitmentOf(randomBytes(32)) })).toThrow(
      /authenticate|Invalid/,
    )
    expect(() => other.open(sealed, place)).toThrow(/authenticate|Invalid/)
    const bytes = Buffer.from(sealed.slice('first:'.length), 'base64url')
    for (const index of bytes.keys()) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index)
      expect(() => sealer.open(`first:${changed.toString('base64url')}`, place), `byte ${index}`).toThrow(
        /authenticate|Invalid/,
      )
    }
    expect(() => sealer.open(`first:${bytes.subarray(0, -1).toString('base64url')}`, place)).toThrow(
      /authenticate|Invalid/,
    )
    expect(() => sealer.open('first:', place)).toThrow(/authenticate|Invalid/)
  })

  it('is told from one that never was sealed, which no key opens', () => {
    const plain = `plain:${seed.toString('base64')}`
    expect(plainSeedOf(plain)).toEqual(seed)
    expect(plainSeedOf(sealer.seal(seed, place))).toBeNull()
    expect(() => sealer.open(plain, place)).toThrow(/not known/)
  })

  it('needs a key', () => {
    expect(() => createSeedSealer([], systemRandom)).toThrow(/need a key/)
  })
})
