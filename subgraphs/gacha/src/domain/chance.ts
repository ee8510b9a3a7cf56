/**
 * Chances are whole millionths of a percent, so that a roll decides by comparing integers: nothing is rounded
 * in a draw.
 */
export const MICROS_PER_PERCENT = 1_000_000
/** Certainty. */
export const MICROS = 100 * MICROS_PER_PERCENT

export const microsOf = (percent: number): number => Math.round(percent * MICROS_PER_PERCENT)

export interface ChanceRule {
  readonly ratePercent: number
  readonly softPity: { readonly from: number; readonly stepPoints: number } | null
  readonly hardPityAt: number | null
}

/**
 * Chance, in millionths of a percent, that the n-th pull since the last item of the rarity brings one (n
 * counts from 1):
 *
 *     c(n) = 100 %                            for n ≥ hardPityAt
 *     c(n) = min(100 %, rate + step·(n−from+1)) for n ≥ softPity.from
 *     c(n) = rate                             else
 *
 * Source: PRODUCT.md "Gacha": "ULTRA_RARE 0.6 % with soft pity +6 points a pull from pull 74 and hard pity at 90", so
 * pull 74 has 6.6 %, pull 75 has 12.6 % and pull 90 is certain.
 */
export function chanceAt(rule: ChanceRule, pull: number): number {
  if (rule.hardPityAt !== null && pull >= rule.hardPityAt) return MICROS
  const raised =
    rule.softPity !== null && pull >= rule.softPity.from
      ? microsOf(rule.softPity.stepPoints) * (pull - rule.softPity.from + 1)
      : 0
  return Math.min(MICROS, microsOf(rule.ratePercent) + raised)
}

/**
 * c(1) … c(N), where N is the first pull from which the chance no longer changes: certain with a pity, the plain rate
 * without one. A counter beyond N has the chance of N.
 * @param pullsMax where the table is cut if the chance still grows there; validated definitions never get that far.
 */
export function chanceTable(rule: ChanceRule, pullsMax: number): readonly number[] {
  const hasPity = rule.hardPityAt !== null || (rule.softPity !== null && rule.softPity.stepPoints > 0)
  const chances: number[] = []
  for (let pull = 1; pull <= pullsMax; pull++) {
    const chance = chanceAt(rule, pull)
    chances.push(chance)
    if (chance === MICROS || !hasPity) break
  }
  return chances
}
