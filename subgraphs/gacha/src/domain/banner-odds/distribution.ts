/** Sums of probabilities are off by some 1e-15 a draw: a percentile that is reached exactly counts as reached. */
const ROUNDING = 1e-12

/** The distribution of a number N of draws (or of orders) until an event. */
export interface Distribution {
  /** P(N > n), from n = 0 on. */
  readonly survival: Float64Array
  /** Past the end, P(N > n + period) = ratio · P(N > n); null where nothing or a negligible rest is left. */
  readonly tail: { readonly ratio: number; readonly period: number } | null
}

export interface Moments {
  readonly mean: number
  readonly standardDeviation: number
}

/** P(N > n). */
export function survivalAt({ survival, tail }: Distribution, n: number): number {
  if (n < survival.length) return survival[n] ?? 0
  if (tail === null) return 0
  const { ratio, period } = tail
  const periods = Math.floor((n - survival.length) / period) + 1
  return (survival[n - periods * period] ?? 0) * ratio ** periods
}

/** The smallest n with P(N ≤ n) ≥ part, or null where the event may never come. */
export function percentileOf(distribution: Distribution, part: number): number | null {
  const { survival, tail } = distribution
  const left = 1 - part + ROUNDING
  const found = survival.findIndex(chance => chance <= left)
  if (found >= 0) return found
  if (tail === null) return survival.length
  if (tail.ratio >= 1) return null
  const { ratio, period } = tail
  let first = Number.POSITIVE_INFINITY
  for (let n = survival.length - period; n < survival.length; n++) {
    const periods = Math.max(0, Math.ceil(Math.log(left / (survival[n] ?? 0)) / Math.log(ratio)))
    first = Math.min(first, n + periods * period)
  }
  return first
}

/** Mean Σ P(N > n) and E[N²] = Σ (2n + 1)·P(N > n), the tail as a geometric sum. */
export function momentsOf({ survival, tail }: Distribution): Moments {
  let [mean, square] = [0, 0]
  for (const [n, chance] of survival.entries()) {
    mean += chance
    square += (2 * n + 1) * chance
  }
  if (tail !== null) {
    const { ratio, period } = tail
    const [sum, weighted] = [ratio / (1 - ratio), (2 * period * ratio) / (1 - ratio) ** 2]
    for (let n = survival.length - period; n < survival.length; n++) {
      const chance = survival[n] ?? 0
      mean += chance * sum
      square += chance * ((2 * n + 1) * sum + weighted)
    }
  }
  return { mean, standardDeviation: Math.sqrt(Math.max(0, square - mean * mean)) }
}

/** The smaller of N and a number: an exchange that gives the same after so many draws. */
export function cappedAt(distribution: Distribution, draws: number): Distribution {
  return { survival: Float64Array.from({ length: draws }, (_, n) => survivalAt(distribution, n)), tail: null }
}

/** The number of orders of some draws each that hold N draws. */
export function inOrders({ survival, tail }: Distribution, draws: number): Distribution {
  const distribution = { survival, tail }
  if (draws === 1) return distribution
  if (tail === null) {
    const orders = Math.ceil(survival.length / draws)
    return { survival: Float64Array.from({ length: orders }, (_, n) => survivalAt(distribution, n * draws)), tail }
  }
  // A period of orders is the smallest number of them that is whole periods of draws as well.
  const period = tail.period / greatestDivisor(tail.period, draws)
  const orders = Math.ceil(survival.length / draws) + period
  return {
    survival: Float64Array.from({ length: orders }, (_, n) => survivalAt(distribution, n * draws)),
    tail: { ratio: tail.ratio ** ((period * draws) / tail.period), period },
  }
}

export const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b))
