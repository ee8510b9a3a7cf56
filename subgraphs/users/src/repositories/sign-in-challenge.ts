import type { Queryable } from '@waystone/kit/postgres'

/** A sign-in whose first factor was right, and whose second one is awaited. */
export interface SignInChallenge {
  readonly userId: string
  /** Of the device token that the sign-in came with. */
  readonly deviceId: string | null
}

export async function insertChallenge(
  tx: Queryable,
  challenge: SignInChallenge & { readonly challengeHash: Buffer; readonly expiresAt: Date },
): Promise<void> {
  await tx.query({
    name: 'challenge-insert',
    text: 'INSERT INTO sign_in_challenge (challenge_hash, user_id, device_id, expires_at) VALUES ($1, $2, $3, $4)',
    values: [challenge.challengeHash, challenge.userId, challenge.deviceId, challenge.expiresAt],
  })
}

export async function findChallenge(
  db: Queryable,
  { challengeHash, now }: { challengeHash: Buffer; now: Date },
): Promise<SignInChallenge | null> {
  const { rows } = await db.query<{ user_id: string; device_id: string | null }>({
    name: 'challenge-find',
    text: 'SELECT user_id, device_id FROM sign_in_challenge WHERE challenge_hash = $1 AND expires_at > $2',
    values: [challengeHash, now],
  })
  const row = rows[0]
  return row === undefined ? null : { userId: row.user_id, deviceId: row.device_id }
}

/** Ends a sign-in that was completed; its challenge takes no further code. */
export async function deleteChallenge(tx: Queryable, challengeHash: Buffer): Promise<void> {
  await tx.query({
    name: 'challenge-delete',
    text: 'DELETE FROM sign_in_challenge WHERE challenge_hash = $1',
    values: [challengeHash],
  })
}

export async function deleteExpiredChallenges(db: Queryable, now: Date): Promise<void> {
  await db.query({ text: 'DELETE FROM sign_in_challenge WHERE expires_at <= $1', values: [now] })
}
