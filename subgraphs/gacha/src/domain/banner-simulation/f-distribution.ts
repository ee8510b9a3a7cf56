import { lnGammaOfHalves } from './chi-square.js'

/**
 * P(F ≥ statistic) for F of Fisher's distribution with k and m degrees of freedom: the regularised incomplete beta
 * function I_x(m/2, k/2) at x = m / (m + k·F), by the continued fraction on the side where it converges quickly
 * (Press et al., Numerical Recipes, 3rd ed., 6.4 and 6.14.10).
 */
export function fSurvival(statistic: number, [k, m]: readonly [k: number, m: number]): number {
  if (statistic <= 0) return 1
  if (!Number.isFinite(statistic)) return 0
  const [part, rest] = [m / (m + k * statistic), (k * statistic) / (m + k * statistic)]
  const [a, b] = [m / 2, k / 2]
  const lnBeta = lnGammaOfHalves(m) + lnGammaOfHalves(k) - lnGammaOfHalves(m + k)
  const front = Math.exp(a * Math.log(part) + b * Math.log(rest) - lnBeta)
  const chance =
    part < (a + 1) / (a + b + 2)
      ? (front * continuedFraction(part, a, b)) / a
      : 1 - (front * continuedFraction(rest, b, a)) / b
  return Math.min(1, Math.max(0, chance))
}

const PRECISION = 1e-15
/** Some √max(a, b) steps are needed: the batches of ten million draws are far below it. */
const STEPS_MAX = 10_000
const TINY = 1e-300

/** Lentz's method; even and odd terms of the fraction by turns. */
function continuedFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1))
  let h = d
  const step = (factor: number): number => {
    d = 1 / nonZero(1 + factor * d)
    c = nonZero(1 + factor / c)
    h *= d * c
    return Math.abs(d * c - 1)
  }
  for (let n = 1; n < STEPS_MAX; n++) {
    step((n * (b - n) * x) / ((a + 2 * n - 1) * (a + 2 * n)))
    if (step((-(a + n) * (a + b + n) * x) / ((a + 2 * n) * (a + 2 * n + 1))) < PRECISION) break
  }
  return h
}

const nonZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value)
