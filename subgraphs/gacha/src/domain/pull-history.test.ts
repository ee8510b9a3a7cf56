import { createHash, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstLight, founders } from '../../test/definitions.js'
import { hashOf } from './canonical-json.js'
import { drawTableOf, pull } from './draw.js'
import { commitmentOf, FAIRNESS_ALGORITHM, wordsOf } from './fairness.js'
import { noPity, type Pity } from './pity.js'
import { verifyHistory, type KnownBefore } from './pull-history.js'
import type { PlacedPull } from './verification.js'

const banners = [
  { id: randomUUID(), definition: firstLight },
  { id: randomUUID(), definition: founders },
] as const
const published = {
  definitions: new Map(banners.map(({ id, definition }) => [hashOf(definition), id])),
  isComplete: true,
}

interface Order {
  readonly banner: 0 | 1
  readonly count: 1 | 10
}

const serverSeedOf = (salt: number, number: number) => createHash('sha256').update(`${salt} ${number}`).digest()

/**
 * As the service draws them: each inner list is what is pulled under one seed, and the last seed may be in
 * use still.
 */
function historyOf(salt: number, seeds: readonly (readonly Order[])[], isLastRevealed = true): PlacedPull[] {
  const pities = new Map<string, Pity>()
  return seeds.flatMap((orders, place) => {
    const seedNumber = place + 1
    const serverSeed = serverSeedOf(salt, seedNumber)
    const clientSeed = `mine-${seedNumber}`
    return orders.map(({ banner, count }, nonce): PlacedPull => {
      const { id, definition } = banners[banner]
      const pityBefore = pities.get(id) ?? noPity
      const wordsAt = (index: number) => wordsOf({ serverSeed, clientSeed, nonce, index })
      const drawn = pull(drawTableOf(definition), pityBefore, { count, wordsAt })
      pities.set(id, drawn.pity)
      return {
        banner: { id },
        items: drawn.items.map(({ itemId, ...item }) => ({ ...item, item: { id: itemId } })),
        proof: {
          seedNumber,
          serverSeedHash: commitmentOf(serverSeed),
          serverSeed: seedNumber < seeds.length || isLastRevealed ? serverSeed.toString('hex') : null,
          nextServerSeedHash: commitmentOf(serverSeedOf(salt, seedNumber + 1)),
          clientSeed,
          nonce,
          oddsHash: hashOf(definition),
          algorithm: FAIRNESS_ALGORITHM,
          definition,
          pityBefore,
        },
      }
    })
  })
}

const anOrder = fc.record({
  banner: fc.constantFrom(0 as const, 1 as const),
  count: fc.constantFrom(1 as const, 10 as const),
})
const anySeeds = fc.array(fc.array(anOrder, { minLength: 2, maxLength: 8 }), { minLength: 1, maxLength: 4 })

const mismatches = (pulls: readonly PlacedPull[], known: KnownBefore = { published }) =>
  verifyHistory(pulls, known).checks.filter(({ matches }) => !matches)

type Proof = PlacedPull['proof']
const changed = (given: PlacedPull, proof: Partial<Proof>): PlacedPull => ({
  ...given,
  proof: { ...given.proof, ...proof },
})
const otherHex = (hex: string, at: number) => {
  const index = at % hex.length
  return `${hex.slice(0, index)}${hex[index] === '0' ? '1' : '0'}${hex.slice(index + 1)}`
}

/** One field of one pull with another value, for each field that there is. */
const tampers: Readonly<Record<string, (given: PlacedPull, at: number, seeds: number) => PlacedPull>> = {
  'the server seed': (given, at) => changed(given, { serverSeed: otherHex(given.proof.serverSeed ?? '', at) }),
  'its hash': (given, at) => changed(given, { serverSeedHash: otherHex(given.proof.serverSeedHash, at) }),
  'the hash of the next': (given, at) =>
    changed(given, { nextServerSeedHash: otherHex(given.proof.nextServerSeedHash ?? '', at) }),
  'the client seed': given => changed(given, { clientSeed: `${given.proof.clientSeed}0` }),
  'the nonce': (given, at) => changed(given, { nonce: given.proof.nonce + 1 + (at % 20) }),
  'the number of the seed': (given, at, seeds) =>
    changed(given, { seedNumber: seeds === 1 ? 2 : 1 + ((given.proof.seedNumber + (at % (seeds - 1))) % seeds) }),
  'the odds hash': (given, at) => changed(given, { oddsHash: otherHex(given.proof.oddsHash, at) }),
  'the algorithm': given => changed(given, { algorithm: 'waystone-hmac-sha256-v0' }),
  'the definition': given => changed(given, { definition: { ...firstLight, pullCost: 1 } }),
  'definition and odds hash': given => {
    const definition = { ...(given.proof.definition as typeof firstLight), pullCost: 1 }
    return changed(given, { definition, oddsHash: hashOf(definition) })
  },
  'the banner': given => ({ ...given, banner: { id: banners.find(({ id }) => id !== given.banner.id)?.id ?? '' } }),
  'a counter of pity': (given, at) => {
    const key = at % 2 === 0 ? 'pullsSinceUltraRare' : 'pullsSinceSuperRare'
    return changed(given, {
      pityBefore: { ...given.proof.pityBefore, [key]: given.proof.pityBefore[key] + 1 + (at % 90) },
    })
  },
  'a guarantee of pity': (given, at) => {
    const key = at % 2 === 0 ? 'ultraRareGuaranteed' : 'superRareGuaranteed'
    return changed(given, { pityBefore: { ...given.proof.pityBefore, [key]: !given.proof.pityBefore[key] } })
  },
  'an item': (given, at) => withItem(given, at, entry => ({ ...entry, item: { id: randomUUID() } })),
  'whether an item is featured': (given, at) => withItem(given, at, entry => ({ ...entry, featured: !entry.featured })),
  'the count of an item': (given, at) =>
    withItem(given, at, entry => ({ ...entry, pullsSinceUltraRare: entry.pullsSinceUltraRare + 1 })),
}

type Entry = PlacedPull['items'][number]
const withItem = (given: PlacedPull, at: number, change: (entry: Entry) => Entry): PlacedPull => ({
  ...given,
  items: given.items.map((entry, index) => (index === at % given.items.length ? change(entry) : entry)),
})

describe('a history of pulls', () => {
  it('is right as it was drawn, in any order, with a seed in use and without', () => {
    fc.assert(
      fc.property(fc.nat(), anySeeds, fc.boolean(), fc.infiniteStream(fc.nat()), (salt, seeds, isRevealed, places) => {
        const pulls = historyOf(salt, seeds, isRevealed)
        const mixed = pulls
          .map(each => ({ each, place: places.next().value ?? 0 }))
          .toSorted((a, b) => a.place - b.place)
        const { checks, unproven, recomputed, secret } = verifyHistory(
          mixed.map(({ each }) => each),
          { published },
        )
        expect(checks.filter(({ matches }) => !matches)).toEqual([])
        expect(unproven).toEqual([])
        expect(recomputed).toBe(pulls.length - (isRevealed ? 0 : (seeds.at(-1)?.length ?? 0)))
        expect(secret).toBe(pulls.length - recomputed)
      }),
      { numRuns: 60 },
    )
  })

  it.each(Object.entries(tampers))('is wrong when %s of any pull is another', (_, tamper) => {
    fc.assert(
      fc.property(fc.nat(), anySeeds, fc.nat(), fc.nat(), (salt, seeds, which, at) => {
        const pulls = historyOf(salt, seeds)
        const tampered = pulls.map((each, index) =>
          index === which % pulls.length ? tamper(each, at, seeds.length) : each,
        )
        expect(mismatches(tampered)).not.toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it('is wrong without any one of its pulls but the last of a seed on its banner', () => {
    fc.assert(
      fc.property(fc.nat(), anySeeds, fc.nat(), (salt, seeds, which) => {
        const pulls = historyOf(salt, seeds)
        const place = which % pulls.length
        const { seedNumber, nonce } = pulls[place]?.proof ?? { seedNumber: 0, nonce: 0 }
        fc.pre(nonce < (seeds[seedNumber - 1]?.length ?? 0) - 1)
        expect(mismatches(pulls.filter((_, index) => index !== place))).not.toEqual([])
      }),
    )
  })

  it('is wrong when pity was left out in a way that its own proofs agree on', () => {
    const whole = historyOf(1, [Array.from({ length: 9 }, () => ({ banner: 0, count: 10 }) as const)])
    const later = whole.findIndex(({ proof }) => proof.pityBefore.pullsSinceUltraRare > 0)
    const pulls = whole.map((each, index) => {
      if (index !== later || each.proof.serverSeed === null) return each
      const serverSeed = Buffer.from(each.proof.serverSeed, 'hex')
      const wordsAt = (at: number) => wordsOf({ ...each.proof, serverSeed, index: at })
      const { items } = pull(drawTableOf(firstLight), noPity, { count: 10, wordsAt })
      const redrawn = items.map(({ itemId, ...item }) => ({ ...item, item: { id: itemId } }))
      return { ...changed(each, { pityBefore: noPity }), items: redrawn }
    })
    expect(mismatches(pulls).map(({ name }) => name)).toContain(`seed 1, pull ${later}: pity before`)
  })

  it('is wrong when a seed is another than was shown, also one that the player kept', () => {
    const orders = [{ banner: 0, count: 10 }] as const
    const [first] = historyOf(1, [orders])
    const [, second] = historyOf(2, [orders, orders])
    if (first === undefined || second === undefined) throw new Error('Two pulls were to be made')
    const shown = first.proof.nextServerSeedHash ?? ''
    expect(mismatches([first, second]).map(({ name }) => name)).toContain('seed 2: the hash that was shown before')
    const kept = { shownHashes: [shown] }
    expect(mismatches(historyOf(1, [orders, orders]), kept)).toEqual([])
    const forged = changed(first, { nextServerSeedHash: second.proof.serverSeedHash })
    expect(mismatches([forged, second], kept).map(({ name }) => name)).toContain('a hash that you kept')
  })

  it('is wrong when a seed before the last stays secret, and when the seed in use has other pulls than numbers', () => {
    const orders = [{ banner: 0, count: 1 }] as const
    const pulls = historyOf(1, [orders, orders], false)
    const hidden = pulls.map(each => changed(each, { serverSeed: null }))
    expect(mismatches(hidden).map(({ name }) => name)).toEqual(['seed 1: revealed'])
    const inUse = { serverSeedHash: pulls[1]?.proof.serverSeedHash ?? '', nextNonce: 2 }
    expect(mismatches(pulls, { inUse }).map(({ name }) => name)).toEqual(['pulls of the seed in use'])
  })

  it('says what some of its seeds alone cannot show', () => {
    const orders = [{ banner: 0, count: 1 }] as const
    const third = historyOf(1, [orders, orders, orders]).filter(({ proof }) => proof.seedNumber !== 2)
    expect(verifyHistory(third).unproven).toEqual([expect.stringContaining('between seeds 1 and 3')])
    const late = verifyHistory(third.slice(1), { shownHashes: ['kept'] })
    expect(late.unproven).toEqual([
      'None of these pulls was drawn with the seed whose hash is kept.',
      expect.stringContaining("the pity is the pull's own word"),
    ])
    const uncommitted = historyOf(1, [orders, orders]).map(each => changed(each, { nextServerSeedHash: null }))
    expect(verifyHistory(uncommitted).unproven).toEqual([expect.stringContaining('Seed 2 is from before')])
    const onlyOther = { definitions: new Map([['other', null]]), isComplete: false }
    expect(verifyHistory(historyOf(1, [orders]), { published: onlyOther }).unproven).toEqual([
      expect.stringContaining('1 pulls are of definitions that are not published now'),
    ])
  })
})
