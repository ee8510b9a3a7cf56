import { PITY_PULLS_MAX, type BannerDefinition, type PityRule } from './banner-definition.js'
import { chanceTable, MICROS } from './chance.js'
import { stationaryOf } from './markov.js'
import { rarities, type Rarity } from './rarity.js'

export interface RarityOdds {
  readonly rarity: Rarity
  readonly basePercent: number
  readonly consolidatedPercent: number
  readonly softPityFrom: number | null
  readonly hardPityAt: number | null
  /** Of the definition: where no guarantee decides. */
  readonly featuredBaseSharePercent: number | null
  /** In the long run, guarantee included. */
  readonly featuredSharePercent: number | null
  readonly featuredGuaranteed: boolean
  readonly expectedPulls: number
  readonly featuredExpectedPulls: number | null
}

export interface ItemOdds {
  readonly itemId: string
  readonly basePercent: number
  readonly featured: boolean
}

export interface BannerOdds {
  readonly rarities: readonly RarityOdds[]
  readonly items: readonly ItemOdds[]
}

/** The exact odds of a checked definition: computed, never typed in, up to rounding of doubles (about 1e-12). */
export function oddsOf(definition: BannerDefinition): BannerOdds {
  const shares = consolidatedShares(definition)
  return {
    rarities: rarities.map(rarity => rarityOdds(definition, rarity, shares[rarity])),
    items: rarities.flatMap(rarity => itemOdds(definition, rarity)),
  }
}

/**
 * Long-run share of pulls of each rarity, from a Markov chain.
 *
 * Let u and s be the pulls since the last ULTRA_RARE and SUPER_RARE item, a(n) and b(n) their chances at the n-th pull.
 * A pull at (u, s) is ULTRA_RARE with a = a(u+1), leading to (0, s+1); SUPER_RARE with min(b(s+1), 1−a), leading to
 * (u+1, 0); RARE with the rest, leading to (u+1, s+1).
 *
 * u alone is a renewal process: its cycle has the mean L = Σₙ₌₀ Πₘ≤ₙ (1−a(m)), so ULTRA_RARE has the share 1/L
 * (the renewal theorem). At the start of a cycle only s is free. Following each s through one cycle gives the matrix
 * P(s → s′) of the next cycle's start, and R(s), the mean number of SUPER_RARE items in it. With σ the stationary
 * distribution of P, SUPER_RARE has the share Σ σ(s) R(s) / L (renewal reward).
 *
 * Without a pity of ULTRA_RARE the chance a never changes, and the same is done with cycles of one pull (L = 1).
 */
export function consolidatedShares(definition: BannerDefinition): Readonly<Record<Rarity, number>> {
  const ultra = probabilities(definition.rarities.ULTRA_RARE)
  const superRare = probabilities(definition.rarities.SUPER_RARE)
  const cycles = superRare.map((_, start) => followCycle(ultra, superRare, start))
  const stationary = stationaryOf(cycles.map(cycle => cycle.next))
  const sum = (of: (cycle: Cycle) => number) =>
    cycles.reduce((total, cycle, start) => total + (stationary[start] ?? 0) * of(cycle), 0)
  const pulls = sum(cycle => cycle.pulls)
  const ultraShare = sum(cycle => cycle.ultraRares) / pulls
  const superShare = sum(cycle => cycle.superRares) / pulls
  return { ULTRA_RARE: ultraShare, SUPER_RARE: superShare, RARE: 1 - ultraShare - superShare }
}

interface Cycle {
  /** Distribution of s at the start of the next cycle. */
  readonly next: Float64Array
  readonly pulls: number
  readonly ultraRares: number
  readonly superRares: number
}

/** One cycle of ULTRA_RARE from s = start; counters beyond the table stay at its end, whose chance they have. */
function followCycle(ultra: readonly number[], superRare: readonly number[], start: number): Cycle {
  const last = superRare.length - 1
  const next = new Float64Array(superRare.length)
  let now = new Float64Array(superRare.length)
  now[start] = 1
  let [pulls, ultraRares, superRares] = [0, 0, 0]
  for (const a of ultra) {
    const later = new Float64Array(superRare.length)
    // By index: over `entries()`, a banner with two pities of 300 pulls takes eight times as long.
    for (let s = 0; s <= last; s++) {
      const weight = now[s] ?? 0
      const b = Math.min(superRare[s] ?? 0, 1 - a)
      const aged = Math.min(s + 1, last)
      pulls += weight
      ultraRares += weight * a
      superRares += weight * b
      add(next, aged, weight * a)
      add(later, 0, weight * b)
      add(later, aged, weight * (1 - a - b))
    }
    now = later
  }
  // Weight remains after the last pull only without a pity: the cycle is one pull long then, and s goes on.
  for (const [s, weight] of now.entries()) add(next, s, weight)
  return { next, pulls, ultraRares, superRares }
}

const add = (to: Float64Array, state: number, weight: number): void => {
  to[state] = (to[state] ?? 0) + weight
}

const probabilities = (rule: PityRule): readonly number[] =>
  chanceTable(rule, PITY_PULLS_MAX).map(chance => chance / MICROS)

/**
 * Expected pulls are the mean distance of two in the long run, 1/share. With a guarantee after a miss, and p the base
 * share, a featured item takes 1 item with p and 2 with 1−p: the featured share is 1/(2−p), 2/3 for p = 1/2.
 */
function rarityOdds(definition: BannerDefinition, rarity: Rarity, share: number): RarityOdds {
  const rule = definition.rarities[rarity]
  const base = {
    rarity,
    basePercent: rule.ratePercent,
    consolidatedPercent: share * 100,
    expectedPulls: 1 / share,
  }
  const pity = rarity === 'RARE' ? null : definition.rarities[rarity]
  const featuredBase = pity?.featuredSharePercent ?? null
  const guaranteed = pity?.featuredGuaranteedAfterMiss ?? false
  const featured = featuredBase === null ? null : guaranteed ? 1 / (2 - featuredBase / 100) : featuredBase / 100
  return {
    ...base,
    softPityFrom: pity?.softPity?.from ?? null,
    hardPityAt: pity?.hardPityAt ?? null,
    featuredBaseSharePercent: featuredBase,
    featuredSharePercent: featured === null ? null : featured * 100,
    featuredGuaranteed: guaranteed,
    featuredExpectedPulls: featured === null ? null : 1 / (share * featured),
  }
}

/** Chance of each item in one pull with no pity: rate × (featured share or the rest) × its part of the weights. */
function itemOdds(definition: BannerDefinition, rarity: Rarity): ItemOdds[] {
  const rule = definition.rarities[rarity]
  const share = rarity === 'RARE' ? 0 : (definition.rarities[rarity].featuredSharePercent ?? 0) / 100
  const weightOf = (featured: boolean) =>
    rule.items.reduce((total, item) => total + (item.featured === featured ? item.weight : 0), 0)
  const totals = { featured: weightOf(true), others: weightOf(false) }
  return rule.items.map(({ id, weight, featured }) => ({
    itemId: id,
    basePercent: rule.ratePercent * (featured ? share / totals.featured : (1 - share) / totals.others) * weight,
    featured,
  }))
}
