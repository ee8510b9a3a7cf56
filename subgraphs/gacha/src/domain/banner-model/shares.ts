import type { Share, Shares, State } from './model.js'

/** One value, always. */
export const certain = <Value>(value: Value): Shares<Value> => ({ total: 1n, shares: [{ value, share: 1n }] })

/** All combinations of independent values. */
export function crossed(parts: readonly Shares<number>[]): Shares<State> {
  return parts.reduce<Shares<State>>(
    (all, part) => ({
      total: all.total * part.total,
      shares: all.shares.flatMap(({ value: state, share }) =>
        part.shares.map((each): Share<State> => ({ value: [...state, each.value], share: share * each.share })),
      ),
    }),
    certain([]),
  )
}

/** The same fractions with the smallest integers. */
export function reduced<Value>({ total, shares }: Shares<Value>): Shares<Value> {
  const divisor = shares.reduce((common, { share }) => commonDivisor(common, share), total)
  return divisor <= 1n
    ? { total, shares }
    : { total: total / divisor, shares: shares.map(({ value, share }) => ({ value, share: share / divisor })) }
}

function commonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b]
  while (smaller > 0n) [larger, smaller] = [smaller, larger % smaller]
  return larger
}

export const leastMultiple = (a: bigint, b: bigint): bigint => (a / commonDivisor(a, b)) * b
