interface Contributor {
  readonly userId: string
  readonly contributed: number
}

/**
 * Parts a treasury among members by what they have contributed, to the unit, by the largest remainder: each gets the
 * whole part of its share, and what is left over goes, a unit each, to the largest remainders, of equal ones to those
 * who come first. Where none has contributed, all weigh the same. The sum of the shares is `gold` exactly.
 */
export function sharesOf(gold: number, members: readonly Contributor[]): ReadonlyMap<string, number> {
  const total = members.reduce((sum, { contributed }) => sum + BigInt(contributed), 0n)
  // In bigints: a product of two amounts does not fit a number.
  const parts = members.map(({ userId, contributed }) => {
    const [weight, weights] = total === 0n ? [1n, BigInt(members.length)] : [BigInt(contributed), total]
    const product = BigInt(gold) * weight
    return { userId, whole: Number(product / weights), remainder: product % weights }
  })
  const left = gold - parts.reduce((sum, { whole }) => sum + whole, 0)
  const favoured = new Set(
    parts
      .toSorted((one, other) => (other.remainder > one.remainder ? 1 : other.remainder < one.remainder ? -1 : 0))
      .slice(0, left)
      .map(({ userId }) => userId),
  )
  return new Map(parts.map(({ userId, whole }) => [userId, whole + (favoured.has(userId) ? 1 : 0)]))
}
