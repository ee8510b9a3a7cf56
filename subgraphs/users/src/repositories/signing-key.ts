import type { Queryable } from '@waystone/kit/postgres'

/** The public half of a key that better-auth signs access tokens with. */
export interface SigningKey {
  readonly id: string
  readonly jwk: Readonly<Record<string, unknown>>
  readonly alg: string | null
  readonly crv: string | null
}

/** Keys that may have signed a token that is still valid. The private halves stay where they are. */
export async function findSigningKeys(db: Queryable, expiredAfter: Date): Promise<SigningKey[]> {
  const { rows } = await db.query<{ id: string; public_key: string; alg: string | null; crv: string | null }>({
    name: 'signing-keys',
    text: `SELECT id, public_key, alg, crv FROM jwks WHERE expires_at IS NULL OR expires_at > $1 ORDER BY created_at`,
    values: [expiredAfter],
  })
  return rows.map(({ id, public_key, alg, crv }) => ({
    id,
    jwk: JSON.parse(public_key) as Record<string, unknown>,
    alg,
    crv,
  }))
}
