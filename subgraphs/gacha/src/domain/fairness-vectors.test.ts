import { createHash } from 'node:crypto'
import path from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyDefinition, firstLight, founders } from '../../test/definitions.js'
import type { BannerDefinition } from './banner-definition.js'
import { hashOf } from './canonical-json.js'
import { drawTableOf, pull } from './draw.js'
import { commitmentOf, FAIRNESS_ALGORITHM, wordsOf } from './fairness.js'
import { noPity, type Pity } from './pity.js'
import { verifyPull, type PlacedPull } from './verification.js'

/** Read by the test of the pages' own verification, which knows no source of a server. */
const VECTORS = path.join(import.meta.dirname, '../../../../web/src/fairness/vectors.ndjson')
const SAMPLE_SEED = 10
const BANNER = 'b2d5b7a0-0000-4000-8000-000000000001'

const seedOf = (text: string): Buffer => createHash('sha256').update(text).digest()

function drawn(
  definition: BannerDefinition,
  order: { seed: number; nonce: number; count: number; pityBefore: Pity },
): { pull: PlacedPull; pity: Pity } {
  const { seed, nonce, count, pityBefore } = order
  const [serverSeed, next] = [seedOf(`seed ${seed}`), seedOf(`seed ${seed + 1}`)]
  const clientSeed = `client_${seed}`
  const { items, pity } = pull(drawTableOf(definition), pityBefore, {
    count,
    wordsAt: index => wordsOf({ serverSeed, clientSeed, nonce, index }),
  })
  const proof = {
    serverSeedHash: commitmentOf(serverSeed),
    seedNumber: seed,
    nextServerSeedHash: commitmentOf(next),
    serverSeed: serverSeed.toString('hex'),
    clientSeed,
    nonce,
    oddsHash: hashOf(definition),
    algorithm: FAIRNESS_ALGORITHM,
    definition,
    pityBefore,
  }
  const said = items.map(({ itemId, ...item }) => ({
    item: { id: itemId },
    featured: item.featured,
    pullsSinceUltraRare: item.pullsSinceUltraRare,
  }))
  return { pull: { banner: { id: BANNER }, items: said, proof }, pity }
}

/** Over banners of every kind, and pities from none to overdue. */
function singlePulls(): readonly PlacedPull[] {
  const definitions = [firstLight, founders, ...fc.sample(anyDefinition, { numRuns: 8, seed: SAMPLE_SEED })]
  return Array.from({ length: 240 }, (_, at) => {
    const pityBefore = {
      pullsSinceUltraRare: (at * 7) % 90,
      pullsSinceSuperRare: (at * 3) % 12,
      ultraRareGuaranteed: at % 3 === 0,
      superRareGuaranteed: at % 5 === 0,
    }
    const definition = definitions[at % definitions.length] ?? firstLight
    return drawn(definition, { seed: at + 1, nonce: at * at, count: at % 6 === 0 ? 10 : 1, pityBefore }).pull
  })
}

/** All pulls of a player on one banner, over two seeds. */
function history(): readonly PlacedPull[] {
  let pityBefore: Pity = noPity
  return Array.from({ length: 16 }, (_, at) => {
    const order = { seed: at < 8 ? 1 : 2, nonce: at % 8, count: at % 3 === 0 ? 10 : 1, pityBefore }
    const { pull: next, pity } = drawn(firstLight, order)
    pityBefore = pity
    return next
  })
}

function forgeries(): readonly PlacedPull[] {
  const pityBefore = { ...noPity, pullsSinceUltraRare: 70 }
  const { pull: right } = drawn(firstLight, { seed: 1, nonce: 1, count: 10, pityBefore })
  const { items, proof } = right
  const { ULTRA_RARE: ultraRare, ...rarities } = firstLight.rarities
  const withProof = (change: object): PlacedPull => ({ ...right, proof: { ...proof, ...change } })
  const withRule = (change: object): PlacedPull => {
    const definition = { ...firstLight, rarities: { ...rarities, ULTRA_RARE: { ...ultraRare, ...change } } }
    return withProof({ definition, oddsHash: hashOf(definition) })
  }
  const withItem = (place: number, change: object): PlacedPull => ({
    ...right,
    items: items.map((entry, index) => (index === place ? { ...entry, ...change } : entry)),
  })
  return [
    ...items.map((_, place) => withItem(place, { item: { id: BANNER } })),
    withItem(3, { featured: true }),
    withItem(5, { pullsSinceUltraRare: 0 }),
    ...[2, 7, 9].map(count => ({ ...right, items: items.slice(0, count) })),
    withProof({ serverSeed: '00'.repeat(32) }),
    withProof({ serverSeedHash: '00'.repeat(32) }),
    withProof({ clientSeed: 'another' }),
    withProof({ nonce: 2 }),
    withProof({ algorithm: 'waystone-hmac-sha256-v2' }),
    withProof({ oddsHash: '00'.repeat(32) }),
    withProof({ definition: { ...firstLight, pullCost: 1 } }),
    withProof({ definition: {} }),
    withProof({ pityBefore: noPity }),
    withRule({ items: [] }),
    withRule({ ratePercent: 50 }),
    withRule({ featuredSharePercent: null }),
    withRule({ items: ultraRare.items.map(entry => ({ ...entry, weight: 0 })) }),
    withRule({ items: ultraRare.items.map(entry => ({ ...entry, featured: true })) }),
  ]
}

it('has written the pulls that the pages verify, right and forged, as it draws and verifies them', async () => {
  const definitions: string[] = []
  const vectorOf = (kind: 'pull' | 'history' | 'forgery') => (vector: PlacedPull) => {
    const failed = verifyPull(vector).flatMap(({ name, matches }) => (matches ? [] : [name]))
    const { definition, ...proof } = vector.proof
    const text = JSON.stringify({ definition })
    if (!definitions.includes(text)) definitions.push(text)
    return JSON.stringify({ kind, definition: definitions.indexOf(text), failed, pull: { ...vector, proof } })
  }
  const vectors = [
    ...singlePulls().map(vectorOf('pull')),
    ...history().map(vectorOf('history')),
    ...forgeries().map(vectorOf('forgery')),
  ]
  await expect([...definitions, ...vectors, ''].join('\n')).toMatchFileSnapshot(VECTORS)
})
