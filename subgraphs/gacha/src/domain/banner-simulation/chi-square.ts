/** A comparison of counts with what was expected of them, by Pearson's statistic or by Hotelling's. */
export interface ChiSquare {
  readonly statistic: number
  readonly degrees: number
  /** The probability of a statistic at least as large by chance alone. */
  readonly pValue: number
}

/** Counts of one cell of a table. */
export interface Cell {
  readonly observed: number
  readonly expected: number
}

/** Below so many expected counts in a cell, the statistic is not distributed as chi-square (Cochran 1954). */
export const EXPECTED_MIN = 5
/** An expected count below it is the rounding of sums of probabilities: the cell is impossible. */
const IMPOSSIBLE = 1e-9

/**
 * Pearson's test of counts that are independent of each other. Cells are joined with the ones that follow until
 * `expectedMin` counts are expected in each; a rest at the end is joined with the last one.
 * @returns null where fewer than two cells are left: then there is nothing to compare
 */
export function pearson(cells: readonly Cell[], expectedMin = EXPECTED_MIN): ChiSquare | null {
  const degrees = joined(cells, expectedMin).length - 1
  // Joining would hide a count where there can be none.
  const isImpossible = cells.some(({ observed, expected }) => observed > 0 && expected < IMPOSSIBLE)
  if (isImpossible) return { statistic: Number.POSITIVE_INFINITY, degrees: Math.max(1, degrees), pValue: 0 }
  if (degrees < 1) return null
  const statistic = joined(cells, expectedMin).reduce(
    (sum, { observed, expected }) => sum + (observed - expected) ** 2 / expected,
    0,
  )
  return { statistic, degrees, pValue: chiSquareSurvival(statistic, degrees) }
}

function joined(cells: readonly Cell[], expectedMin: number): readonly Cell[] {
  const made: Cell[] = []
  let open: Cell = { observed: 0, expected: 0 }
  for (const cell of cells) {
    open = plus(open, cell)
    if (open.expected < expectedMin) continue
    made.push(open)
    open = { observed: 0, expected: 0 }
  }
  const last = made.pop()
  return last === undefined ? [open] : [...made, plus(last, open)]
}

const plus = (a: Cell, b: Cell): Cell => ({ observed: a.observed + b.observed, expected: a.expected + b.expected })

/**
 * P(X ≥ statistic) for X of the chi-square distribution: the regularised incomplete gamma function Q(k/2, x/2), by the
 * series or by the continued fraction, whichever converges quickly (Press et al., Numerical Recipes, 3rd ed., 6.2).
 */
export function chiSquareSurvival(statistic: number, degrees: number): number {
  const [a, x] = [degrees / 2, statistic / 2]
  if (x <= 0) return 1
  if (!Number.isFinite(x)) return 0
  const front = Math.exp(a * Math.log(x) - x - lnGammaOfHalves(degrees))
  return Math.min(1, Math.max(0, x < a + 1 ? 1 - front * series(a, x) : front * continuedFraction(a, x)))
}

const PRECISION = 1e-15
/** Both need some √a steps: 10,000 degrees of freedom are far below it. */
const STEPS_MAX = 100_000
const TINY = 1e-300

function series(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < STEPS_MAX && term > sum * PRECISION; n++) {
    term *= x / (a + n)
    sum += term
  }
  return sum
}

/** Lentz's method. */
function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1 / TINY
  let d = 1 / b
  let h = d
  for (let n = 1; n < STEPS_MAX; n++) {
    const factor = -n * (n - a)
    b += 2
    d = 1 / nonZero(factor * d + b)
    c = nonZero(b + factor / c)
    h *= d * c
    if (Math.abs(d * c - 1) < PRECISION) break
  }
  return h
}

const nonZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value)

/** ln Γ(degrees/2), exactly by Γ(a + 1) = a·Γ(a), from Γ(1) = 1 and Γ(1/2) = √π. */
export function lnGammaOfHalves(degrees: number): number {
  const isEven = degrees % 2 === 0
  let sum = isEven ? 0 : Math.log(Math.PI) / 2
  for (let a = isEven ? 1 : 0.5; a < degrees / 2; a++) sum += Math.log(a)
  return sum
}
