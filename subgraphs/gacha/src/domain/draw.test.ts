import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyDefinition, firstLight } from '../../test/definitions.js'
import { drawOne, drawTableOf, pull, type DrawnItem } from './draw.js'
import { noPity, type Pity } from './pity.js'
import { seededWords } from './seeded-words.js'
import { WORD_RANGE, type Words } from './words.js'

const table = drawTableOf(firstLight)
const aurelia = '001ab128-8678-4dd5-bc17-d1a9189b5906'

/** The least lucky player there can be: every roll is the highest that is not thrown away. */
const unlucky: Words = () => Math.floor(WORD_RANGE / 1e8) * 1e8 - 1
const lucky: Words = () => 0

function drawMany(words: Words, count: number, from: Pity = noPity, tableOf = table): DrawnItem[] {
  let pity = from
  return Array.from({ length: count }, () => {
    const drawn = drawOne(tableOf, pity, words)
    pity = drawn.pity
    return drawn.item
  })
}

describe('a draw', () => {
  it('brings the least lucky player an ULTRA_RARE item at pull 90, and not a pull later', () => {
    const items = drawMany(unlucky, 180)
    const places = items.flatMap((item, index) => (item.rarity === 'ULTRA_RARE' ? [index + 1] : []))
    expect(places).toEqual([90, 180])
    expect(items[89]).toMatchObject({ pullsSinceUltraRare: 89, featured: false })
    expect(items[179]).toMatchObject({ pullsSinceUltraRare: 89, featured: true, itemId: aurelia })
  })

  it('brings SUPER_RARE or better at least once in any ten pulls of First Light', () => {
    fc.assert(
      fc.property(fc.nat(), seed => {
        const items = drawMany(seededWords(seed), 400)
        for (let start = 0; start + 10 <= items.length; start++) {
          expect(items.slice(start, start + 10).some(item => item.rarity !== 'RARE')).toBe(true)
        }
      }),
    )
  })

  it('gives ULTRA_RARE precedence where both are due, and SUPER_RARE at the next pull', () => {
    const due = { ...noPity, pullsSinceUltraRare: 89, pullsSinceSuperRare: 9 }
    expect(drawMany(unlucky, 2, due).map(item => item.rarity)).toEqual(['ULTRA_RARE', 'SUPER_RARE'])
  })

  it('of ULTRA_RARE resets its own counter only, and counts as a pull without SUPER_RARE', () => {
    const { pity } = drawOne(table, { ...noPity, pullsSinceUltraRare: 20, pullsSinceSuperRare: 4 }, lucky)
    expect(pity).toEqual({ ...noPity, pullsSinceUltraRare: 0, pullsSinceSuperRare: 5 })
  })

  it('makes the next ULTRA_RARE item a featured one after one that was not, and only then', () => {
    fc.assert(
      fc.property(fc.nat(), seed => {
        const drawn = drawMany(seededWords(seed), 2_000).filter(item => item.rarity === 'ULTRA_RARE')
        const isFeaturedRight = drawn.every(
          (item, index) => index === 0 || item.featured || drawn[index - 1]?.featured === true,
        )
        expect(isFeaturedRight).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('never goes beyond a hard pity, for any definition', () => {
    fc.assert(
      fc.property(anyDefinition, fc.nat(), (definition, seed) => {
        const { hardPityAt } = definition.rarities.ULTRA_RARE
        const items = drawMany(seededWords(seed), 500, noPity, drawTableOf(definition))
        const longest = Math.max(...items.map(item => item.pullsSinceUltraRare))
        expect(longest).toBeLessThan(hardPityAt ?? Number.POSITIVE_INFINITY)
      }),
    )
  })

  it('takes a counter beyond the table as its end: a newer version may have a nearer pity', () => {
    expect(drawOne(table, { ...noPity, pullsSinceUltraRare: 250 }, unlucky).item.rarity).toBe('ULTRA_RARE')
  })

  it('of ten is ten draws one after the other, each with the randomness of its index', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 89 }), fc.nat({ max: 9 }), (seed, ultraRare, superRare) => {
        const from = { ...noPity, pullsSinceUltraRare: ultraRare, pullsSinceSuperRare: superRare }
        const wordsAt = (index: number) => seededWords(seed + index)
        const ten = pull(table, from, { count: 10, wordsAt })
        let pity: Pity = from
        const single = Array.from({ length: 10 }, (_, index) => {
          const one = pull(table, pity, { count: 1, wordsAt: () => wordsAt(index) })
          pity = one.pity
          return one.items[0]
        })
        expect(ten).toEqual({ items: single, pity })
      }),
    )
  })

  it('draws items of a pool by their weights', () => {
    const weighted = drawTableOf({
      ...firstLight,
      rarities: {
        ...firstLight.rarities,
        RARE: {
          ...firstLight.rarities.RARE,
          items: firstLight.rarities.RARE.items
            .slice(0, 2)
            .map((item, index) => ({ ...item, weight: index === 0 ? 3 : 1 })),
        },
      },
    })
    const rareOnes = drawMany(seededWords(5), 40_000, noPity, weighted).filter(item => item.rarity === 'RARE')
    const share =
      rareOnes.filter(item => item.itemId === firstLight.rarities.RARE.items[0]?.id).length / rareOnes.length
    expect(Math.abs(share - 0.75)).toBeLessThan(3 * Math.sqrt((0.75 * 0.25) / rareOnes.length))
  })
})
