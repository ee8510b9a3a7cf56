import type { Queryable } from '@waystone/kit/postgres'

/** The address that a user says to have, until it is verified. A new one takes the place of the last. */
export async function saveClaim(tx: Queryable, claim: { userId: string; address: string; at: Date }): Promise<void> {
  await tx.query({
    name: 'email-claim-save',
    text: `INSERT INTO email_claim (user_id, address, claimed_at) VALUES ($1, $2, $3)
           ON CONFLICT (user_id) DO UPDATE SET address = excluded.address, claimed_at = excluded.claimed_at`,
    values: [claim.userId, claim.address, claim.at],
  })
}

/** The claimed address; null where there is none. */
export async function findClaim(db: Queryable, userId: string): Promise<string | null> {
  const { rows } = await db.query<{ address: string }>({
    name: 'email-claim-find',
    text: 'SELECT address FROM email_claim WHERE user_id = $1',
    values: [userId],
  })
  return rows[0]?.address ?? null
}

export async function deleteClaim(tx: Queryable, userId: string): Promise<void> {
  await tx.query({ name: 'email-claim-delete', text: 'DELETE FROM email_claim WHERE user_id = $1', values: [userId] })
}

/** Makes an address the user's own, and verified. The caller translates the violation of user_email_key. */
export async function setVerifiedEmail(tx: Queryable, userId: string, change: { address: string; at: Date }) {
  await tx.query({
    name: 'user-set-verified-email',
    text: 'UPDATE "user" SET email = $2, email_verified = true, updated_at = $3 WHERE id = $1',
    values: [userId, change.address, change.at],
  })
}
