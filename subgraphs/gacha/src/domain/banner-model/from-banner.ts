import { PITY_PULLS_MAX, type BannerDefinition, type PityRule, type PoolEntry } from '../banner-definition.js'
import { chanceTable, microsOf, MICROS_PER_PERCENT } from '../chance.js'
import type { Pity } from '../pity.js'
import type { Chance, Counter, ModelDefinition, Pool, Tier } from './definition.js'
import { noMemory, type Memory } from './memory.js'

/** Counters of a compiled banner, by what today's pity calls them. */
export const pityCounters = {
  pullsSinceUltraRare: 'sinceUltraRare',
  pullsSinceSuperRare: 'sinceSuperRare',
  ultraRareGuaranteed: 'lostUltraRare',
  superRareGuaranteed: 'lostSuperRare',
} as const satisfies Record<keyof Pity, string>

export const FEATURED = 'featured'
const OTHERS = 'others'

/**
 * The model of a banner with three rarities: the same shares in every pity, and the same pity after every
 * item. A counter that its chances do not depend on is left out, and one with a pity ends where its chance
 * no longer changes.
 */
export function modelOfBanner(banner: BannerDefinition): ModelDefinition {
  const { name, opensAt, closesAt, art, locale, translations, currency, pullCost, tenPullCost, dailyPullLimit } = banner
  const { ULTRA_RARE, SUPER_RARE, RARE } = banner.rarities
  const order = (orderName: string, draws: number, amount: number) => ({
    name: orderName,
    draws,
    prices: [{ unit: currency, amount }],
    moves: true,
  })
  return {
    name,
    opensAt,
    closesAt,
    ...(art !== undefined && { art }),
    ...(locale !== undefined && { locale }),
    ...(translations !== undefined && { translations }),
    dailyDrawLimit: dailyPullLimit,
    tiers: [
      tierOf('ULTRA_RARE', ULTRA_RARE, {
        since: pityCounters.pullsSinceUltraRare,
        lost: pityCounters.ultraRareGuaranteed,
      }),
      tierOf('SUPER_RARE', SUPER_RARE, {
        since: pityCounters.pullsSinceSuperRare,
        lost: pityCounters.superRareGuaranteed,
      }),
      { name: 'RARE', pools: [poolOf(OTHERS, RARE.items)], duplicates: [] },
    ],
    counters: {
      ...countersOf('ULTRA_RARE', ULTRA_RARE, {
        since: pityCounters.pullsSinceUltraRare,
        lost: pityCounters.ultraRareGuaranteed,
      }),
      ...countersOf('SUPER_RARE', SUPER_RARE, {
        since: pityCounters.pullsSinceSuperRare,
        lost: pityCounters.superRareGuaranteed,
      }),
    },
    forces: [],
    orders: [order('single', 1, pullCost), order('ten', 10, tenPullCost)],
    milestones: [],
    exchanges: [],
  }
}

/**
 * The counters that a pity is as. A pull count beyond a counter's max has the chance of the max, so it is
 * cut there.
 */
export function countersOfPity(pity: Pity, { counters }: ModelDefinition): Readonly<Record<string, number>> {
  const values = Object.entries(pityCounters).flatMap(([key, name]) => {
    const counter = counters[name]
    return counter === undefined ? [] : [[name, Math.min(Number(pity[key as keyof Pity]), counter.max)] as const]
  })
  return Object.fromEntries(values)
}

/** The memory of a banner's model for a user with this pity: the one that the same draws would have left. */
export const memoryOfPity = (pity: Pity, definition: ModelDefinition): Memory => ({
  ...noMemory,
  counters: countersOfPity(pity, definition),
})

interface Names {
  readonly since: string
  readonly lost: string
}

function tierOf(name: string, rule: PityRule, { since, lost }: Names): Tier {
  const featured = rule.items.filter(item => item.featured)
  const others = rule.items.filter(item => !item.featured)
  const share = rule.featuredSharePercent
  const first =
    share === null
      ? []
      : [featuredPool(featured, { share, isLast: others.length === 0, lost: isLosable(rule) ? lost : null })]
  return {
    name,
    chance: chanceOf(rule, since),
    pools: [...first, ...(others.length === 0 ? [] : [poolOf(OTHERS, others)])],
    duplicates: [],
  }
}

function featuredPool(
  items: readonly PoolEntry[],
  { share, isLast, lost }: { share: number; isLast: boolean; lost: string | null },
): Pool {
  const pool = poolOf(FEATURED, items)
  if (isLast) return pool
  const curve =
    lost === null
      ? { points: [[1, share]] }
      : {
          by: lost,
          points: [
            [1, share],
            [2, 100],
          ],
        }
  return { ...pool, chance: [curve] as Chance }
}

const poolOf = (name: string, items: readonly PoolEntry[]): Pool => ({
  name,
  source: 'weights',
  items: items.map(({ id, weight }) => ({ id, weight })),
})

/** The plain rate, the soft pity from its pull on, certainty at the hard one. */
function chanceOf(rule: PityRule, since: string): Chance {
  const { ratePercent, softPity, hardPityAt } = rule
  const last = chanceTable(rule, PITY_PULLS_MAX).length
  if (last === 1) return [{ points: [[1, hardPityAt === 1 ? 100 : ratePercent]] }]
  const points: Chance[number]['points'] = [[1, ratePercent]]
  if (softPity !== null && softPity.from <= last) {
    const raised = (microsOf(ratePercent) + microsOf(softPity.stepPoints)) / MICROS_PER_PERCENT
    points.push([softPity.from, Math.min(100, raised), softPity.stepPoints])
  }
  if (hardPityAt !== null && hardPityAt <= last && hardPityAt !== softPity?.from) points.push([hardPityAt, 100])
  return [{ by: since, points }]
}

/** A miss is remembered where a guarantee follows it, and where there is one to miss. */
const isLosable = ({ featuredSharePercent, featuredGuaranteedAfterMiss, items }: PityRule): boolean =>
  featuredSharePercent !== null && featuredGuaranteedAfterMiss && items.some(({ featured }) => !featured)

function countersOf(tier: string, rule: PityRule, { since, lost }: Names): Record<string, Counter> {
  const max = chanceTable(rule, PITY_PULLS_MAX).length - 1
  const counter = (on: Counter['on'], largest: number): Counter => ({
    max: largest,
    start: 0,
    scope: 'banner',
    per: 'draw',
    on,
    onClose: 'keep',
  })
  return {
    ...(max > 0 && {
      [since]: counter(
        [
          [tier, { set: 0 }],
          ['*', { add: 1 }],
        ],
        max,
      ),
    }),
    ...(isLosable(rule) && {
      [lost]: counter(
        [
          [`${tier}.${FEATURED}`, { set: 0 }],
          [`${tier}.${OTHERS}`, { set: 1 }],
        ],
        1,
      ),
    }),
  }
}
