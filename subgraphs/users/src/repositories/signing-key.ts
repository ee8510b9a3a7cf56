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

/** A signing key as better-auth keeps it, from the moment at which it signs. */
export interface NewSigningKey {
  readonly id: string
  readonly publicKey: string
  /** Encrypted with BETTER_AUTH_SECRET. */
  readonly privateKey: string
  readonly alg: string
  readonly crv: string | null
}

export interface KnownSigningKey {
  readonly id: string
  /** From when it signs; it is published before. */
  readonly signsFrom: Date
  /** Until when it may sign; null for the newest. */
  readonly signsUntil: Date | null
}

/** All keys, in the order in which they sign. */
export async function findKnownSigningKeys(db: Queryable): Promise<readonly KnownSigningKey[]> {
  const { rows } = await db.query<{ id: string; created_at: Date; expires_at: Date | null }>({
    text: 'SELECT id, created_at, expires_at FROM jwks ORDER BY created_at, id',
  })
  return rows.map(row => ({ id: row.id, signsFrom: row.created_at, signsUntil: row.expires_at }))
}

/** One rotation at a time, until the transaction ends. */
export async function lockSigningKeys(tx: Queryable): Promise<void> {
  await tx.query({ text: `SELECT pg_advisory_xact_lock(hashtext('signing keys'), 0)` })
}

/** Adds a key that signs from `signsFrom` on, and lets the other keys sign until `othersUntil`. */
export async function succeedSigningKeys(
  tx: Queryable,
  key: NewSigningKey,
  { signsFrom, othersUntil }: { signsFrom: Date; othersUntil: Date },
): Promise<void> {
  await tx.query({ text: 'UPDATE jwks SET expires_at = $1 WHERE expires_at IS NULL', values: [othersUntil] })
  await tx.query({
    text: `INSERT INTO jwks (id, public_key, private_key, alg, crv, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
    values: [key.id, key.publicKey, key.privateKey, key.alg, key.crv, signsFrom],
  })
}

/** Deletes keys none of whose tokens is valid any more. */
export async function deleteSigningKeys(db: Queryable, signedUntil: Date): Promise<void> {
  await db.query({ text: 'DELETE FROM jwks WHERE expires_at < $1', values: [signedUntil] })
}
