/**
 * The stationary distribution σ = σP of a chain, by state reduction (Grassmann, Taksar, Heyman 1985): Gaussian
 * elimination without a subtraction, so that nothing cancels and every digit is good. States are eliminated from the
 * first to the last, so from each but the last one a higher one must be reachable in a step.
 * @param rows P(from → to), each row adding up to 1
 */
export function stationaryOf(rows: readonly Float64Array[]): Float64Array {
  const p = rows.map(row => Float64Array.from(row))
  const size = p.length
  for (const [state, row] of p.entries()) {
    if (state === size - 1) break
    const out = row.subarray(state + 1).reduce((total, weight) => total + weight, 0)
    for (const target of p.slice(state + 1)) {
      const flow = (target[state] ?? 0) / out
      target[state] = flow
      for (let to = state + 1; to < size; to++) target[to] = (target[to] ?? 0) + flow * (row[to] ?? 0)
    }
  }
  const stationary = new Float64Array(size)
  stationary[size - 1] = 1
  for (let state = size - 2; state >= 0; state--) {
    for (let from = state + 1; from < size; from++) {
      stationary[state] = (stationary[state] ?? 0) + (stationary[from] ?? 0) * (p[from]?.[state] ?? 0)
    }
  }
  const total = stationary.reduce((sum, weight) => sum + weight, 0)
  return stationary.map(weight => weight / total)
}
