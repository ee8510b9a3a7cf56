import { describe, expect, it } from 'vitest'
import { aDraft, firstLight, founders, type Draft } from '../../test/definitions.js'
import { checkBanner, checkPoolItems } from './check-banner.js'

const [aurelia = { id: '', weight: 1, featured: true }] = firstLight.rarities.ULTRA_RARE.items

/** Mistakes of an operator, and the path that the check must report. */
const mistakes: readonly [string, (draft: Draft) => unknown, string][] = [
  ['a name without letters', draft => ({ ...draft, name: '  ' }), 'name'],
  ['an unknown field', draft => ({ ...draft, colour: 'red' }), ''],
  ['a price below zero', draft => ({ ...draft, pullCost: -1 }), 'pullCost'],
  ['a price with cents', draft => ({ ...draft, tenPullCost: 9.5 }), 'tenPullCost'],
  ['an unknown currency', draft => ({ ...draft, currency: 'EUR' }), 'currency'],
  ['an opening time that is none', draft => ({ ...draft, opensAt: 'tomorrow' }), 'opensAt'],
  ['a closing time before the opening', draft => ({ ...draft, closesAt: '2025-01-01T00:00:00Z' }), 'closesAt'],
  ['a daily limit of none', draft => ({ ...draft, dailyPullLimit: 0 }), 'dailyPullLimit'],
  ['rates that do not add up', draft => rate(draft, 'RARE', 90), 'rarities'],
  ['a rate of nothing', draft => rate(draft, 'SUPER_RARE', 0), 'rarities.SUPER_RARE.ratePercent'],
  ['a rate finer than can be drawn', draft => rate(draft, 'RARE', 94.30000001), 'rarities.RARE.ratePercent'],
  ['an empty pool', draft => pool(draft, []), 'rarities.ULTRA_RARE.items'],
  ['an id that is none', draft => pool(draft, [{ id: 'x' }]), 'rarities.ULTRA_RARE.items[0].id'],
  ['a weight of nothing', draft => pool(draft, [{ ...aurelia, weight: 0 }]), 'rarities.ULTRA_RARE.items[0].weight'],
  [
    'an item twice',
    draft => pool(draft, [...draft.rarities.ULTRA_RARE.items, aurelia]),
    'rarities.ULTRA_RARE.items[6].id',
  ],
  [
    'featured items without a share',
    draft => ultra(draft, { featuredSharePercent: null }),
    'rarities.ULTRA_RARE.featuredSharePercent',
  ],
  [
    'a share without featured items',
    draft => superRare(draft, { featuredSharePercent: 50 }),
    'rarities.SUPER_RARE.featuredSharePercent',
  ],
  [
    'a guarantee of nothing',
    draft => superRare(draft, { featuredGuaranteedAfterMiss: true }),
    'rarities.SUPER_RARE.featuredGuaranteedAfterMiss',
  ],
  [
    'others that are never drawn',
    draft => ultra(draft, { featuredSharePercent: 100 }),
    'rarities.ULTRA_RARE.featuredSharePercent',
  ],
  ['no others to draw', draft => pool(draft, [aurelia]), 'rarities.ULTRA_RARE.featuredSharePercent'],
  [
    'a featured item of RARE',
    draft => ({
      ...draft,
      rarities: {
        ...draft.rarities,
        RARE: {
          ...draft.rarities.RARE,
          items: draft.rarities.RARE.items.map(item => ({ ...item, featured: true })).slice(0, 1),
        },
      },
    }),
    'rarities.RARE.items[0].featured',
  ],
  ['a soft pity at the hard one', draft => ultra(draft, { hardPityAt: 74 }), 'rarities.ULTRA_RARE.softPity.from'],
  [
    'a soft pity of no step',
    draft => ultra(draft, { softPity: { from: 74, stepPoints: 0 } }),
    'rarities.ULTRA_RARE.softPity.stepPoints',
  ],
  [
    'a soft pity that comes to no end',
    draft => ultra(draft, { hardPityAt: null, softPity: { from: 2, stepPoints: 0.01 } }),
    'rarities.ULTRA_RARE.softPity.stepPoints',
  ],
  ['a pity at the first pull', draft => ultra(draft, { hardPityAt: 1 }), 'rarities.ULTRA_RARE.hardPityAt'],
  ['a pity beyond all bounds', draft => ultra(draft, { hardPityAt: 301 }), 'rarities.ULTRA_RARE.hardPityAt'],
]

const ultra = (draft: Draft, change: object) => ({
  ...draft,
  rarities: { ...draft.rarities, ULTRA_RARE: { ...draft.rarities.ULTRA_RARE, ...change } },
})
const superRare = (draft: Draft, change: object) => ({
  ...draft,
  rarities: { ...draft.rarities, SUPER_RARE: { ...draft.rarities.SUPER_RARE, ...change } },
})
const pool = (draft: Draft, items: readonly object[]) => ultra(draft, { items })
const rate = (draft: Draft, rarity: 'RARE' | 'SUPER_RARE', ratePercent: number) => ({
  ...draft,
  rarities: { ...draft.rarities, [rarity]: { ...draft.rarities[rarity], ratePercent } },
})

describe('the check of a definition', () => {
  it('passes the default banners', () => {
    expect([firstLight, founders].map(definition => checkBanner(definition).problems)).toEqual([[], []])
  })

  it.each(mistakes)('finds %s', (_, spoil, path) => {
    const { definition, problems } = checkBanner(spoil(aDraft()))
    expect(definition).toBeNull()
    expect(problems[0]?.path).toBe(path)
    expect(problems[0]?.message).not.toBe('')
  })

  it('names every problem at once', () => {
    const { problems } = checkBanner({ ...aDraft(), name: '', pullCost: -1, currency: 'EUR' })
    expect(problems.map(problem => problem.path)).toEqual(['name', 'currency', 'pullCost'])
  })

  it('finds that two hard pities leave no pull for RARE', () => {
    const draft = aDraft()
    Object.assign(draft.rarities.ULTRA_RARE, { softPity: null, hardPityAt: 2 })
    Object.assign(draft.rarities.SUPER_RARE, { softPity: null, hardPityAt: 2 })
    expect(checkBanner(draft).problems).toEqual([
      { path: 'rarities.RARE.ratePercent', message: 'the pities of the other rarities leave no pull for it' },
    ])
  })

  it.each([null, 7, 'x', [], {}])('refuses what is no definition at all: %j', input => {
    expect(checkBanner(input).problems.length).toBeGreaterThan(0)
  })

  it('finds items that do not exist, and items under the wrong rarity', () => {
    const known = new Map(founders.rarities.RARE.items.map(item => [item.id, { rarity: 'SUPER_RARE' as const }]))
    const problems = checkPoolItems(founders, known)
    expect(problems.map(problem => problem.path)).toContain('rarities.ULTRA_RARE.items[0].id')
    expect(problems.find(problem => problem.path === 'rarities.RARE.items[0].id')?.message).toMatch(
      /is SUPER_RARE, not RARE$/,
    )
  })
})
