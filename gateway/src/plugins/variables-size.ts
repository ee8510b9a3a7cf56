/** How large the variables of a request are. */
export interface VariablesSize {
  /** Of lists and objects within each other. */
  readonly depth: number
  /** All of them, within lists and objects too. */
  readonly values: number
}

/** What the variables of a request are like. */
export interface MeasuredVariables extends VariablesSize {
  /** Whether one of the numbers is larger than a double can be, as 1e400 is: it could not be sent to a subgraph. */
  readonly isInfinite: boolean
}

/** Counts no further than just beyond the limits: what is larger is larger. Without recursion, which deep values would exhaust. */
export function measureVariables(
  variables: Readonly<Record<string, unknown>>,
  limits: VariablesSize,
): MeasuredVariables {
  let level: unknown[] = [variables]
  let depth = -1
  let values = -1
  let isInfinite = false
  while (level.length > 0 && depth <= limits.depth && values <= limits.values) {
    depth++
    values += level.length
    const below: unknown[] = []
    for (const value of level) {
      if (value === Infinity || value === -Infinity) isInfinite = true
      if (typeof value !== 'object' || value === null) continue
      for (const item of Array.isArray(value) ? (value as unknown[]) : Object.values(value)) below.push(item)
    }
    level = below
  }
  return { depth, values, isInfinite }
}
