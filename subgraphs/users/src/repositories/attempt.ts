import type { Queryable } from '@waystone/kit/postgres'

export interface Attempts {
  readonly key: string
  /** Oldest first. */
  readonly happenedAt: readonly Date[]
}

interface AttemptRow {
  readonly key: string
  readonly happened_at: Date[]
}

const attemptsOf = (rows: readonly AttemptRow[]) =>
  new Map(rows.map(row => [row.key, row.happened_at.map(time => new Date(time))]))

export async function findAttempts(db: Queryable, keys: readonly string[]): Promise<Map<string, Date[]>> {
  const { rows } = await db.query<AttemptRow>({
    name: 'attempts-find',
    text: 'SELECT key, happened_at FROM attempt WHERE key = ANY($1)',
    values: [keys],
  })
  return attemptsOf(rows)
}

/** Locks the counts, also those at zero, until the transaction ends: concurrent counters wait. */
export async function lockAttempts(tx: Queryable, keys: readonly string[], now: Date): Promise<Map<string, Date[]>> {
  const { rows } = await tx.query<AttemptRow>({
    name: 'attempts-lock',
    text: `INSERT INTO attempt AS a (key, happened_at, forgettable_at)
           SELECT key, '{}', $2 FROM unnest($1::text[]) AS key ORDER BY key
           ON CONFLICT (key) DO UPDATE SET forgettable_at = greatest(a.forgettable_at, excluded.forgettable_at)
           RETURNING key, happened_at`,
    values: [keys, now],
  })
  return attemptsOf(rows)
}

export async function saveAttempts(
  tx: Queryable,
  attempts: Attempts & { readonly forgettableAt: Date },
): Promise<void> {
  await tx.query({
    name: 'attempts-save',
    text: 'UPDATE attempt SET happened_at = $2, forgettable_at = $3 WHERE key = $1',
    values: [attempts.key, attempts.happenedAt, attempts.forgettableAt],
  })
}

export async function deleteAttempts(tx: Queryable, key: string): Promise<void> {
  await tx.query({ name: 'attempts-delete', text: 'DELETE FROM attempt WHERE key = $1', values: [key] })
}

export async function deleteForgettableAttempts(db: Queryable, now: Date): Promise<void> {
  await db.query({ text: 'DELETE FROM attempt WHERE forgettable_at < $1', values: [now] })
}
