import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstLight } from '../../test/definitions.js'
import { hashOf } from './canonical-json.js'
import { drawTableOf, pull } from './draw.js'
import { commitmentOf, FAIRNESS_ALGORITHM, wordsOf } from './fairness.js'
import { noPity } from './pity.js'
import { verifyPull, type ProvenPull } from './verification.js'

const serverSeed = randomBytes(32)
const seedText = serverSeed.toString('hex')

function aPull(nonce: number, pityBefore = { ...noPity, pullsSinceUltraRare: 70 }): ProvenPull {
  const drawn = pull(drawTableOf(firstLight), pityBefore, {
    count: 10,
    wordsAt: index => wordsOf({ serverSeed, clientSeed: 'mine', nonce, index }),
  })
  return {
    items: drawn.items.map(({ itemId, featured, pullsSinceUltraRare }) => ({
      item: { id: itemId },
      featured,
      pullsSinceUltraRare,
    })),
    proof: {
      serverSeedHash: commitmentOf(serverSeed),
      serverSeed: seedText,
      clientSeed: 'mine',
      nonce,
      oddsHash: hashOf(firstLight),
      algorithm: FAIRNESS_ALGORITHM,
      definition: firstLight,
      pityBefore,
    },
  }
}

const mismatches = (proven: ProvenPull) =>
  verifyPull(proven)
    .filter(check => !check.matches)
    .map(check => check.name)

describe('verification', () => {
  it('matches every pull that was drawn as it says', () => {
    fc.assert(
      fc.property(fc.nat(), nonce => {
        expect(mismatches(aPull(nonce))).toEqual([])
      }),
    )
  })

  it('finds an item that was exchanged', () => {
    const proven = aPull(1)
    const items = proven.items.map((entry, index) => (index === 4 ? { ...entry, item: { id: seedText } } : entry))
    expect(mismatches({ ...proven, items })).toEqual(['item 4'])
  })

  it('finds a price that is not that of the definition, where the pull says one', () => {
    const proven = aPull(1)
    expect(mismatches({ ...proven, cost: firstLight.tenPullCost, currency: 'DIAMOND' })).toEqual([])
    expect(mismatches({ ...proven, cost: firstLight.tenPullCost + 1, currency: 'DIAMOND' })).toEqual(['price'])
    expect(mismatches({ ...proven, cost: firstLight.tenPullCost, currency: 'GOLD' })).toEqual(['price'])
    const tickets = { item: { id: '00000000-0000-4000-8000-000000000001' }, amount: 1 }
    expect(mismatches({ ...proven, cost: 0, currency: 'DIAMOND', tickets })).toEqual(['price'])
  })

  it('finds items that were kept back, wherever they stood', () => {
    const proven = aPull(1)
    for (const count of [2, 7, 9])
      expect(mismatches({ ...proven, items: proven.items.slice(0, count) })).toEqual(['number of items'])
  })

  it('finds a seed that was not the one committed to', () => {
    const proven = aPull(1)
    expect(mismatches({ ...proven, proof: { ...proven.proof, serverSeed: '00'.repeat(32) } })).toContain(
      'commitment to the server seed',
    )
  })

  it('finds a definition that was changed after the pull', () => {
    const proven = aPull(1)
    const definition = { ...firstLight, pullCost: 1 }
    expect(mismatches({ ...proven, proof: { ...proven.proof, definition } })).toEqual(['hash of the definition'])
  })

  it('finds pity that was left out', () => {
    const proven = aPull(1)
    expect(mismatches({ ...proven, proof: { ...proven.proof, pityBefore: noPity } })).toContain('item 0')
  })

  it('says of a definition that is none what is wrong with it', () => {
    const proven = aPull(1)
    expect(mismatches({ ...proven, proof: { ...proven.proof, definition: {} } })).toEqual([
      'hash of the definition',
      'definition',
    ])
  })
})
