import { currency } from '@waystone/events'
import { ART_EXPECTED, isArtKey } from '@waystone/kit/art'
import * as z from 'zod'
import { MICROS_PER_PERCENT } from './chance.js'

const NAME_LENGTH_MAX = 60
/** Items of one rarity on one banner. */
const POOL_SIZE_MAX = 500
const WEIGHT_MAX = 1_000_000
/** The pull at which a pity must have become certain; it bounds the state that odds are computed over. */
export const PITY_PULLS_MAX = 300
const COST_MAX = 1_000_000_000
const DAILY_PULLS_MAX = 1_000_000

/** Percent with at most six decimals, so that every chance is a whole number of millionths and can be drawn exactly. */
const percent = z
  .number()
  .min(0)
  .max(100)
  .refine(value => isWholeMicros(value), 'must have at most six decimals')

/** Returns whether a percentage has at most six decimals. */
export const isWholeMicros = (value: number): boolean => {
  const micros = value * MICROS_PER_PERCENT
  return Math.abs(micros - Math.round(micros)) < 1e-4
}

const poolEntry = z.strictObject({
  id: z.uuid(),
  /** Its weight among the featured items of its rarity, or among the non-featured ones. */
  weight: z.number().int().min(1).max(WEIGHT_MAX).default(1),
  featured: z.boolean().default(false),
})

const softPity = z.strictObject({
  /** The first pull without the rarity whose chance is raised, counting from 1, which always has the plain rate. */
  from: z.number().int().min(2).max(PITY_PULLS_MAX),
  /** Percentage points added at that pull, and again at each pull after it. */
  stepPoints: percent,
})

const plainRule = {
  ratePercent: percent.refine(value => value > 0, 'must be above 0'),
  items: z.array(poolEntry).min(1).max(POOL_SIZE_MAX),
}

const pityRule = z.strictObject({
  ...plainRule,
  softPity: softPity.nullable().default(null),
  /** "At least one in so many pulls": this pull is certain, unless a higher rarity takes it. */
  hardPityAt: z.number().int().min(2).max(PITY_PULLS_MAX).nullable().default(null),
  /** How often an item of this rarity is a featured one; null where none is featured. */
  featuredSharePercent: percent.nullable().default(null),
  /** If true, the item of this rarity that follows a non-featured one is featured. */
  featuredGuaranteedAfterMiss: z.boolean().default(false),
})

export const bannerTranslation = z.strictObject({
  locale: z.string(),
  name: z.string().trim().min(1).max(NAME_LENGTH_MAX).optional(),
})

/**
 * The complete definition of a banner, written by an operator. Draws, odds and the hash use the same value.
 * Defaults are filled in before hashing, so a definition and its spelled-out form are one.
 */
export const bannerDefinition = z.strictObject({
  name: z.string().trim().min(1).max(NAME_LENGTH_MAX),
  opensAt: z.iso.datetime(),
  closesAt: z.iso.datetime().nullable().default(null),
  /**
   * Left out, it stays out: a default would change the hash of what was published without it, and pulls name
   * that hash.
   */
  art: z.string().refine(isArtKey, ART_EXPECTED).optional(),
  /**
   * That the name is written in; left out: en. Like `art`, and like the translations, it stays out where it
   * is left out.
   */
  locale: z.string().optional(),
  translations: z.array(bannerTranslation).optional(),
  currency,
  pullCost: z.number().int().min(0).max(COST_MAX),
  tenPullCost: z.number().int().min(0).max(COST_MAX),
  /** Single pulls of one user on this banner in one UTC day; the setting for all banners together applies besides. */
  dailyPullLimit: z.number().int().min(1).max(DAILY_PULLS_MAX).nullable().default(null),
  rarities: z.strictObject({ ULTRA_RARE: pityRule, SUPER_RARE: pityRule, RARE: z.strictObject(plainRule) }),
})

export type BannerDefinition = z.output<typeof bannerDefinition>
export type PityRule = z.output<typeof pityRule>
export type PoolEntry = z.output<typeof poolEntry>

/** Pulls that one order may have. */
export const pullCounts = [1, 10] as const
export const isPullCount = (count: number): boolean => pullCounts.some(allowed => allowed === count)

/** The opening time belongs to the banner, the closing time no more. */
export const isOpen = (banner: Pick<BannerDefinition, 'opensAt' | 'closesAt'>, now: Date): boolean =>
  new Date(banner.opensAt) <= now && (banner.closesAt === null || now < new Date(banner.closesAt))
