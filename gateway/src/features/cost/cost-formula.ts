/** Variables as the client sent them. */
export type Variables = Readonly<Record<string, unknown>>

/** A number, or what becomes one once the variables are known. */
export type Cost = number | ((variables: Variables) => number)

/** @param variables as the client sent them; the operation's defaults stand in for the rest. */
export const evaluate = (cost: Cost, variables: Variables): number =>
  typeof cost === 'number' ? cost : cost(variables)

export const plus = (a: Cost, b: Cost): Cost => {
  if (a === 0) return b
  if (b === 0) return a
  if (typeof a === 'number' && typeof b === 'number') return a + b
  return variables => evaluate(a, variables) + evaluate(b, variables)
}

export const times = (a: Cost, b: Cost): Cost => {
  if (a === 1) return b
  if (b === 1) return a
  if (a === 0 || b === 0) return 0
  if (typeof a === 'number' && typeof b === 'number') return a * b
  return variables => evaluate(a, variables) * evaluate(b, variables)
}
