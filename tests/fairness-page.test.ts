import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyDefinition, firstLight, founders } from '../subgraphs/gacha/test/definitions.js'
import type { BannerDefinition } from '../subgraphs/gacha/src/domain/banner-definition.js'
import { hashOf } from '../subgraphs/gacha/src/domain/canonical-json.js'
import { drawTableOf, pull as drawPull } from '../subgraphs/gacha/src/domain/draw.js'
import { commitmentOf, FAIRNESS_ALGORITHM, wordsOf } from '../subgraphs/gacha/src/domain/fairness.js'
import { noPity, type Pity } from '../subgraphs/gacha/src/domain/pity.js'
import { verifyPull as verifyAsGacha } from '../subgraphs/gacha/src/domain/verification.js'
import type { ProvenPull } from '../web/src/fairness/proof.js'
import { verifyHistory } from '../web/src/fairness/verify-history.js'
import { verifyPull } from '../web/src/fairness/verify-pull.js'

const BANNER = 'b2d5b7a0-0000-4000-8000-000000000001'
const NEXT_HASH = 'f'.repeat(64)

interface Seed {
  readonly serverSeed: Buffer
  readonly clientSeed: string
  readonly number: number
}
const aSeed = (number = 1): Seed => ({ serverSeed: randomBytes(32), clientSeed: `mine-${number}`, number })

/** As gacha draws it, and as its API answers it. */
function aPull(
  definition: BannerDefinition,
  options: { seed?: Seed; nonce: number; count?: 1 | 10; pityBefore?: Pity; next?: string },
): { pull: ProvenPull; pity: Pity } {
  const { seed = aSeed(), nonce, count = 10, pityBefore = noPity, next = NEXT_HASH } = options
  const { serverSeed, clientSeed, number } = seed
  const drawn = drawPull(drawTableOf(definition), pityBefore, {
    count,
    wordsAt: index => wordsOf({ serverSeed, clientSeed, nonce, index }),
  })
  const items = drawn.items.map(({ itemId, featured, pullsSinceUltraRare }) => ({
    item: { id: itemId },
    featured,
    pullsSinceUltraRare,
  }))
  const proof = {
    serverSeedHash: commitmentOf(serverSeed),
    seedNumber: number,
    nextServerSeedHash: next,
    serverSeed: serverSeed.toString('hex'),
    clientSeed,
    nonce,
    oddsHash: hashOf(definition),
    algorithm: FAIRNESS_ALGORITHM,
    definition,
    pityBefore,
  }
  // As it comes over the wire.
  return { pull: JSON.parse(JSON.stringify({ banner: { id: BANNER }, items, proof })) as ProvenPull, pity: drawn.pity }
}

const failedInPage = async (proven: ProvenPull) =>
  (await verifyPull(proven)).checks.filter(({ matches }) => !matches).map(({ of, index }) => index ?? of)

const NAMES: Readonly<Record<string, string>> = {
  'number of items': 'count',
  algorithm: 'algorithm',
  'hash of the definition': 'oddsHash',
  'commitment to the server seed': 'commitment',
  definition: 'definition',
}
const failedInGacha = (proven: ProvenPull) =>
  verifyAsGacha({
    ...proven,
    items: [...proven.items],
    proof: { ...proven.proof, serverSeed: proven.proof.serverSeed ?? null },
  })
    .filter(({ matches }) => !matches)
    .map(({ name }) => NAMES[name] ?? Number(name.replace('item ', '')))

const anyPity: fc.Arbitrary<Pity> = fc.record({
  pullsSinceUltraRare: fc.integer({ min: 0, max: 89 }),
  pullsSinceSuperRare: fc.integer({ min: 0, max: 40 }),
  ultraRareGuaranteed: fc.boolean(),
  superRareGuaranteed: fc.boolean(),
})

describe("the fairness page's verification", () => {
  it('draws each of 400 pulls as gacha has drawn it, whatever the banner and the pity', async () => {
    const drawn = fc.record({
      definition: fc.oneof(fc.constantFrom(firstLight, founders), anyDefinition),
      nonce: fc.nat(),
      count: fc.constantFrom(1 as const, 10 as const),
      pityBefore: anyPity,
    })
    const check = fc.asyncProperty(drawn, async ({ definition, ...options }) => {
      expect(await failedInPage(aPull(definition, options).pull)).toEqual([])
    })
    await fc.assert(check, { numRuns: 400 })
  })

  it('takes the rarity, the share and the item from words of the message that it shows', async () => {
    const seed = aSeed()
    const { pull: proven } = aPull(firstLight, { seed, nonce: 7 })
    const { steps } = await verifyPull(proven)
    for (const [index, { digests, rolls }] of steps.entries()) {
      expect(digests[0]?.message).toBe(`${seed.clientSeed}:7:${index}`)
      const words = wordsOf({ ...seed, nonce: 7, index })
      expect(rolls.map(({ word }) => word)).toEqual(rolls.map(() => words()))
    }
  })

  it('finds each kind of forgery where verify-pull finds it', async () => {
    const { pull: proven } = aPull(firstLight, { nonce: 1, pityBefore: { ...noPity, pullsSinceUltraRare: 70 } })
    const { items, proof } = proven
    const withProof = (change: object): ProvenPull => ({ ...proven, proof: { ...proof, ...change } })
    const forgeries: readonly ProvenPull[] = [
      ...items.map((_, at) => ({
        ...proven,
        items: items.map((entry, index) => (index === at ? { ...entry, item: { id: BANNER } } : entry)),
      })),
      { ...proven, items: items.map((entry, at) => (at === 3 ? { ...entry, featured: !entry.featured } : entry)) },
      ...[2, 7, 9].map(count => ({ ...proven, items: items.slice(0, count) })),
      withProof({ serverSeed: '00'.repeat(32) }),
      withProof({ serverSeedHash: '00'.repeat(32) }),
      withProof({ clientSeed: 'another' }),
      withProof({ nonce: 2 }),
      withProof({ algorithm: 'waystone-hmac-sha256-v2' }),
      withProof({ oddsHash: '00'.repeat(32) }),
      withProof({ definition: { ...firstLight, pullCost: 1 } }),
      withProof({ definition: {} }),
      withProof({ pityBefore: noPity }),
    ]
    for (const forged of forgeries) {
      const found = await failedInPage(forged)
      expect(found.length).toBeGreaterThan(0)
      expect(found).toEqual(failedInGacha(forged))
    }
  })

  it('finds a client seed that could stand for two messages, and a server seed that is none', async () => {
    const { pull: proven } = aPull(firstLight, { nonce: 1 })
    const withProof = (change: object): ProvenPull => ({ ...proven, proof: { ...proven.proof, ...change } })
    expect(await failedInPage(withProof({ clientSeed: 'mine:1' }))).toContain('clientSeed')
    for (const serverSeed of ['', 'ab', 'z'.repeat(64), 'A'.repeat(64)])
      expect(await failedInPage(withProof({ serverSeed }))).toEqual(['commitment'])
  })

  it('refuses definitions that no draw could be repeated from', async () => {
    const { pull: proven } = aPull(firstLight, { nonce: 1 })
    const { ULTRA_RARE: ultraRare, ...rarities } = firstLight.rarities
    const wrong = [
      { ...ultraRare, items: [] },
      { ...ultraRare, ratePercent: 50 },
      { ...ultraRare, featuredSharePercent: null },
      { ...ultraRare, items: ultraRare.items.map(entry => ({ ...entry, weight: 0 })) },
      { ...ultraRare, items: ultraRare.items.map(entry => ({ ...entry, featured: true })) },
    ]
    for (const ULTRA_RARE of wrong) {
      const definition = { ...firstLight, rarities: { ...rarities, ULTRA_RARE } }
      const forged = { ...proven, proof: { ...proven.proof, definition, oddsHash: hashOf(definition) } }
      expect(await failedInPage(forged)).toEqual(['definition'])
      expect(failedInGacha(forged)).toEqual(['definition'])
    }
  })
})

describe('the verification of all pulls', () => {
  const seeds = [aSeed(1), aSeed(2)] as const
  const hashOfSecond = commitmentOf(seeds[1].serverSeed)
  function history(): ProvenPull[] {
    let pityBefore = noPity
    return seeds.flatMap((seed, at) =>
      Array.from({ length: 8 }, (_, nonce) => {
        const next = at === 0 ? hashOfSecond : NEXT_HASH
        const drawn = aPull(firstLight, { seed, nonce, pityBefore, next })
        pityBefore = drawn.pity
        return drawn.pull
      }),
    )
  }
  const found = async (pulls: readonly ProvenPull[]) => (await verifyHistory(pulls)).problems.map(({ of }) => of)
  const change = (pull: ProvenPull, proof: object): ProvenPull => ({ ...pull, proof: { ...pull.proof, ...proof } })

  it('matches pulls over two seeds, whatever order they come in', async () => {
    expect(await verifyHistory(history().toReversed())).toEqual({ recomputed: 16, secret: 0, problems: [] })
  })

  it('leaves pulls of the seed in use for later', async () => {
    const pulls = history().map(pull => (pull.proof.seedNumber === 2 ? change(pull, { serverSeed: null }) : pull))
    expect(await verifyHistory(pulls)).toEqual({ recomputed: 8, secret: 8, problems: [] })
  })

  it('finds a pull that was left out, by its number and by its pity', async () => {
    const found2 = await found(history().filter((_, at) => at !== 3))
    expect(found2).toContain('nonces')
    expect(found2).toContain('pity')
  })

  it('finds pity that was not handed on', async () => {
    const forged = history().map((pull, at) =>
      at === 5 ? change(pull, { pityBefore: { ...pull.proof.pityBefore, superRareGuaranteed: true } }) : pull,
    )
    expect(await found(forged)).toContain('pity')
  })

  it('finds a second seed that was not the one committed to', async () => {
    const forged = history().map(pull =>
      pull.proof.seedNumber === 1 ? change(pull, { nextServerSeedHash: NEXT_HASH }) : pull,
    )
    expect(await found(forged)).toEqual(['link'])
  })

  it('finds two seeds under one number, and one that stays secret', async () => {
    const forged = history().map((pull, at) => (at === 2 ? change(pull, { clientSeed: 'other' }) : pull))
    expect(await found(forged)).toContain('seed')
    const secret = history().map(pull => (pull.proof.seedNumber === 1 ? change(pull, { serverSeed: null }) : pull))
    expect(await found(secret)).toContain('seed')
  })
})
