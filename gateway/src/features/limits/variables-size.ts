/** How large the variables of a request are. */
export interface VariablesSize {
  /** Of lists and objects within each other. */
  readonly depth: number
  /** All of them, within lists and objects too. */
  readonly values: number
}

/**
 * Counts no further than just beyond the limits: the exact size does not matter there. Without recursion,
 * because deep values would overflow the stack.
 */
export function measureVariables(variables: Readonly<Record<string, unknown>>, limits: VariablesSize): VariablesSize {
  let level: unknown[] = [variables]
  let depth = -1
  let values = -1
  while (level.length > 0 && depth <= limits.depth && values <= limits.values) {
    depth++
    values += level.length
    const below: unknown[] = []
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue
      for (const item of Array.isArray(value) ? (value as unknown[]) : Object.values(value)) below.push(item)
    }
    level = below
  }
  return { depth, values }
}
