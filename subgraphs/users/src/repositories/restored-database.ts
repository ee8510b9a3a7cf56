import type { Queryable } from '@waystone/kit/postgres'

/** A deletion as a newer copy of the database knew it. */
export interface KnownDeletion {
  readonly userId: string
  readonly requestedAt: Date
  readonly dueAt: Date
  readonly erasedAt: Date | null
}

/** Ends every session. Triggers void the access tokens of those that the database knows. */
export async function deleteAllSessions(tx: Queryable): Promise<number> {
  const { rowCount } = await tx.query({ text: 'DELETE FROM session' })
  return rowCount ?? 0
}

/** Voids every access token: none of the keys that may have signed one is published any more. */
export async function deleteAllSigningKeys(tx: Queryable): Promise<void> {
  await tx.query({ text: 'DELETE FROM jwks' })
}

/**
 * Makes the deletions those that a newer copy knew, where the user is known: an account that was erased there is due
 * at once, and a request that was taken back there is none here.
 * @returns how many accounts are to be erased again, how many requests are back, and how many are taken back again.
 */
export async function replaceDeletions(
  tx: Queryable,
  { deletions, now }: { readonly deletions: readonly KnownDeletion[]; readonly now: Date },
): Promise<{ readonly erasedAgain: number; readonly requestedAgain: number; readonly canceledAgain: number }> {
  const { rowCount: canceled } = await tx.query({
    text: 'DELETE FROM account_deletion WHERE erased_at IS NULL AND NOT user_id = ANY($1::uuid[])',
    values: [deletions.map(({ userId }) => userId)],
  })
  const { rows } = await tx.query<{ is_erased: boolean; count: number }>({
    text: `WITH known AS (
             SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::boolean[])
               AS known (user_id, requested_at, due_at, is_erased)
             WHERE EXISTS (SELECT FROM "user" WHERE id = known.user_id)),
           changed AS (
             INSERT INTO account_deletion AS here (user_id, requested_at, due_at)
             SELECT user_id, requested_at, CASE WHEN is_erased THEN least(due_at, $5) ELSE due_at END FROM known
             ON CONFLICT (user_id) DO UPDATE SET requested_at = excluded.requested_at, due_at = excluded.due_at
               WHERE here.erased_at IS NULL
             RETURNING user_id)
           SELECT is_erased, count(*)::int AS count FROM changed JOIN known USING (user_id) GROUP BY is_erased`,
    values: [
      deletions.map(({ userId }) => userId),
      deletions.map(({ requestedAt }) => requestedAt),
      deletions.map(({ dueAt }) => dueAt),
      deletions.map(({ erasedAt }) => erasedAt !== null),
      now,
    ],
  })
  const countOf = (isErased: boolean) => rows.find(row => row.is_erased === isErased)?.count ?? 0
  return { erasedAgain: countOf(true), requestedAgain: countOf(false), canceledAgain: canceled ?? 0 }
}

/** Accounts whose time has come and that are not erased: money is on its way there. */
export async function countOverdue(db: Queryable, now: Date): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    text: 'SELECT count(*)::int AS count FROM account_deletion WHERE erased_at IS NULL AND due_at <= $1',
    values: [now],
  })
  return rows[0]?.count ?? 0
}
