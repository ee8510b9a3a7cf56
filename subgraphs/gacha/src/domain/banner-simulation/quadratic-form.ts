/** A pivot below this part of the variance is the rounding of a sum that is 0. */
const DEPENDENT = 1e-9
/** A difference, in counts, above it is none of rounding. */
const ROUNDING = 1e-6

/**
 * dᵀ·S⁻¹·d by Cholesky's factors. A row of S that follows from the rows before it adds no degree of freedom:
 * there d has to follow from them as well, and the form is infinite where it does not.
 */
export function quadraticForm(
  covariance: readonly (readonly number[])[],
  difference: readonly number[],
): { readonly value: number; readonly rank: number } {
  const kept: { readonly row: number; readonly factors: readonly number[]; readonly pivot: number; solved: number }[] =
    []
  let value = 0
  for (const [row, variances] of covariance.entries()) {
    const factors: number[] = []
    for (const [place, earlier] of kept.entries()) {
      const dot = earlier.factors.reduce((sum, factor, at) => sum + factor * (factors[at] ?? 0), 0)
      factors[place] = ((variances[earlier.row] ?? 0) - dot) / earlier.pivot
    }
    const variance = variances[row] ?? 0
    const left = variance - factors.reduce((sum, factor) => sum + factor ** 2, 0)
    const rest =
      (difference[row] ?? 0) - kept.reduce((sum, { solved }, place) => sum + (factors[place] ?? 0) * solved, 0)
    if (left <= DEPENDENT * variance || variance === 0) {
      if (Math.abs(rest) > ROUNDING) value = Number.POSITIVE_INFINITY
      continue
    }
    const pivot = Math.sqrt(left)
    kept.push({ row, factors, pivot, solved: rest / pivot })
    value += (rest / pivot) ** 2
  }
  return { value, rank: kept.length }
}
