import fc from 'fast-check'
import { findBannerFile } from '../src/banner-files.js'
import { isModel } from '../src/domain/banner.js'
import type { BannerDefinition } from '../src/domain/banner-definition.js'
import { checkBanner } from '../src/domain/check-banner.js'
import { items } from '../../../prisma/gacha/content/items.js'

/** @throws Error for a model, which has no rarities */
function ofRarities(slug: string): BannerDefinition {
  const { definition } = findBannerFile(slug)
  if (isModel(definition)) throw new Error(`${slug} is a model`)
  return definition
}
export const firstLight = ofRarities('first-light')
export const founders = ofRarities('founders')

/** First Light as an operator would write it, with something changed: for what a check has to find. */
export type Draft = ReturnType<typeof aDraft>
export const aDraft = () => structuredClone(firstLight) as unknown as DraftOf<BannerDefinition>
type DraftOf<T> = { -readonly [Key in keyof T]: DraftOf<T[Key]> }

/** @throws Error for a definition that is not right: tests that need a wrong one check it themselves */
export function definitionOf(input: unknown): BannerDefinition {
  const { definition, problems } = checkBanner(input)
  if (definition === null) throw new Error(JSON.stringify(problems))
  return definition
}

const idsOf = (rarity: string) => items.filter(item => item.rarity === rarity).map(item => item.id)
const ultraRare = idsOf('ULTRA_RARE')
const superRare = idsOf('SUPER_RARE')
const rare = idsOf('RARE')

const softPity = fc.record({ from: fc.integer({ min: 2, max: 30 }), stepPoints: fc.integer({ min: 2, max: 60 }) })
const hardPityAt = fc.integer({ min: 31, max: 60 })
const weight = fc.integer({ min: 1, max: 50 })

const rule = (ids: readonly string[], ratePercent: fc.Arbitrary<number>) =>
  fc.record({
    ratePercent,
    softPity: fc.option(softPity),
    hardPityAt: fc.option(hardPityAt),
    featuredSharePercent: fc.integer({ min: 1, max: 99 }),
    featuredGuaranteedAfterMiss: fc.boolean(),
    items: fc.tuple(...ids.map((id, index) => weight.map(value => ({ id, weight: value, featured: index < 2 })))),
  })

/** Any definition that passes the check: soft, hard, both or no pity, featured items, weights. */
export const anyDefinition: fc.Arbitrary<BannerDefinition> = fc
  .record({
    ultra: rule(
      ultraRare,
      fc.integer({ min: 1, max: 400 }).map(rate => rate / 100),
    ),
    super: rule(
      superRare,
      fc.integer({ min: 50, max: 3_000 }).map(rate => rate / 100),
    ),
  })
  .map(rules =>
    definitionOf({
      ...firstLight,
      rarities: {
        ULTRA_RARE: rules.ultra,
        SUPER_RARE: rules.super,
        RARE: {
          ratePercent: Math.round((100 - rules.ultra.ratePercent - rules.super.ratePercent) * 1e6) / 1e6,
          items: rare.map(id => ({ id })),
        },
      },
    }),
  )
