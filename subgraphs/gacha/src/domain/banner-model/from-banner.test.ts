import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyDefinition, firstLight, founders } from '../../../test/definitions.js'
import { PITY_PULLS_MAX, type BannerDefinition } from '../banner-definition.js'
import { chanceAt, chanceTable, MICROS, microsOf } from '../chance.js'
import { drawTableOf, pityAfter, pull } from '../draw.js'
import { noPity, type Pity } from '../pity.js'
import type { Rarity } from '../rarity.js'
import { seededWords } from '../seeded-words.js'
import { checkModel } from './check-model.js'
import { compileModel, type CompiledModel } from './compile.js'
import { followOrder } from './follow-order.js'
import { countersOfPity, memoryOfPity, modelOfBanner } from './from-banner.js'
import { noMemory, type Memory } from './memory.js'
import type { State } from './model.js'

const SQUARE = BigInt(MICROS) * BigInt(MICROS)

/** Share of each rarity, featured or not, of one pull, in 10⁻¹⁶: as draw.ts rolls them. */
function sharesToday({ rarities }: BannerDefinition, pity: Pity): ReadonlyMap<string, bigint> {
  const ultraRare = chanceAt(rarities.ULTRA_RARE, pity.pullsSinceUltraRare + 1)
  const superRare = Math.min(chanceAt(rarities.SUPER_RARE, pity.pullsSinceSuperRare + 1), MICROS - ultraRare)
  const shares = (['ULTRA_RARE', 'SUPER_RARE'] as const).flatMap(rarity => {
    const share = BigInt(rarity === 'ULTRA_RARE' ? ultraRare : superRare)
    const guaranteed = rarity === 'ULTRA_RARE' ? pity.ultraRareGuaranteed : pity.superRareGuaranteed
    const percent = rarities[rarity].featuredSharePercent
    const featured = BigInt(percent === null ? 0 : guaranteed ? MICROS : microsOf(percent))
    return [
      [`${rarity}.featured`, share * featured],
      [`${rarity}.others`, share * (BigInt(MICROS) - featured)],
    ] as const
  })
  const rest = BigInt(MICROS - ultraRare - superRare) * BigInt(MICROS)
  return new Map([...shares, ['RARE.others', rest] as const].filter(([, share]) => share > 0n))
}

function sharesOf(model: CompiledModel, pity: Pity): ReadonlyMap<string, bigint> {
  const { total, shares } = model.outcomesAt(stateOf(model, pity))
  return new Map(shares.map(({ value, share }) => [value.name, (share * SQUARE) / total]))
}

function stateOf(model: CompiledModel, pity: Pity): State {
  const values = countersOfPity(pity, model.definition)
  return model.counters.map(({ name }) => values[name] ?? 0)
}

/** All pities that a definition tells apart, and one beyond. */
function* pitiesOf({ rarities }: BannerDefinition): Iterable<Pity> {
  const lengths = [rarities.ULTRA_RARE, rarities.SUPER_RARE].map(rule => chanceTable(rule, PITY_PULLS_MAX).length)
  const flags = ({ featuredGuaranteedAfterMiss }: { featuredGuaranteedAfterMiss: boolean }) =>
    featuredGuaranteedAfterMiss ? [false, true] : [false]
  for (let ultraRare = 0; ultraRare <= (lengths[0] ?? 0); ultraRare++)
    for (let superRare = 0; superRare <= (lengths[1] ?? 0); superRare++)
      for (const ultraRareGuaranteed of flags(rarities.ULTRA_RARE))
        for (const superRareGuaranteed of flags(rarities.SUPER_RARE))
          yield {
            pullsSinceUltraRare: ultraRare,
            pullsSinceSuperRare: superRare,
            ultraRareGuaranteed,
            superRareGuaranteed,
          }
}

/** Compares all shares, and where each item leads, and tells the first difference. */
function differenceOf(banner: BannerDefinition): unknown {
  const model = compileModel(modelOfBanner(banner))
  const table = drawTableOf(banner)
  for (const pity of pitiesOf(banner)) {
    const [expected, found] = [sharesToday(banner, pity), sharesOf(model, pity)]
    for (const [name, share] of expected) if (found.get(name) !== share) return { pity, name, share, found }
    if (found.size !== expected.size) return { pity, expected, found }
    for (const name of expected.keys()) {
      const [rarity = '', pool] = name.split('.')
      const after = pityAfter(table, pity, { rarity: rarity as Rarity, featured: pool === 'featured' })
      const [outcome] = model.outcomesOf(name)
      const next = outcome === undefined ? null : model.after(stateOf(model, pity), outcome, false)
      const right = stateOf(model, after)
      if (next === null || next.some((value, index) => value !== right[index])) return { pity, name, after, next }
    }
  }
  return null
}

it('has the shares of today in every pity, and leads to the pity of today', () => {
  expect(differenceOf(firstLight)).toBeNull()
  expect(differenceOf(founders)).toBeNull()
  fc.assert(
    fc.property(anyDefinition, banner => {
      expect(differenceOf(banner)).toBeNull()
    }),
    { numRuns: 4 },
  )
})

it('takes over the pity of any history: the same draws leave the model with the same memory', () => {
  const anyBanner = fc.oneof(fc.constant(firstLight), fc.constant(founders), anyDefinition)
  fc.assert(
    fc.property(anyBanner, fc.nat(), fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), (banner, seed, tens) => {
      const model = compileModel(modelOfBanner(banner))
      const table = drawTableOf(banner)
      const words = seededWords(seed)
      let pity = noPity
      let memory: Memory | null = noMemory
      for (const isTen of tens) {
        const order = model.definition.orders[isTen ? 1 : 0]
        if (order === undefined || memory === null) throw new Error('The model lacks an order, or rolls a start')
        const drawn = pull(table, pity, { count: order.draws, wordsAt: () => words })
        const items = drawn.items.map(({ itemId, rarity, featured }) => ({
          itemId,
          outcome: `${rarity}.${featured ? 'featured' : 'others'}`,
        }))
        const followed = followOrder(model, memory, { order, items })
        expect(followed.problems).toEqual(items.map(() => null))
        pity = drawn.pity
        memory = followed.after
        expect(memory).toEqual(memoryOfPity(pity, model.definition))
      }
    }),
    { numRuns: 60 },
  )
})

it('passes the check of models, with all items and prices of the banner', () => {
  fc.assert(
    fc.property(anyDefinition, banner => {
      const { definition, problems } = checkModel(modelOfBanner(banner))
      expect(problems).toEqual([])
      const items = definition?.tiers.flatMap(({ pools }) =>
        pools.flatMap(pool => (pool.source === 'weights' ? pool.items : [])),
      )
      const expected = Object.values(banner.rarities).flatMap(rule =>
        rule.items.map(({ id, weight }) => ({ id, weight })),
      )
      expect(items?.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
        expected.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      )
      expect(definition?.orders.map(({ draws, prices }) => [draws, prices[0]?.amount])).toEqual([
        [1, banner.pullCost],
        [10, banner.tenPullCost],
      ])
    }),
    { numRuns: 4 },
  )
})

it('remembers only what a banner uses', () => {
  expect(Object.keys(modelOfBanner(founders).counters)).toEqual([])
  expect(Object.entries(modelOfBanner(firstLight).counters).map(([name, { max }]) => [name, max])).toEqual([
    ['sinceUltraRare', 89],
    ['lostUltraRare', 1],
    ['sinceSuperRare', 9],
  ])
})
