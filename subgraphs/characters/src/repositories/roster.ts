import type { Queryable } from '@waystone/kit/postgres'

/**
 * The state of a user in this subgraph besides characters: one row a user, the lock under which any of the
 * user's characters changes.
 */
export interface Roster {
  readonly userId: string
  readonly pendingExperience: number
  /** The account is deleted: no character is made any more. */
  readonly isErased: boolean
}

/** Locks the row until the transaction ends; null for a user who never had a character. */
export async function lockRoster(tx: Queryable, userId: string): Promise<Roster | null> {
  const { rows } = await tx.query<RosterRow>({
    name: 'roster-lock',
    text: 'SELECT pending_experience, erased_at FROM rosters WHERE user_id = $1 FOR UPDATE',
    values: [userId],
  })
  return rows.map(row => rosterOf(userId, row))[0] ?? null
}

/** The same, making the row on first use. */
export async function enrollUser(tx: Queryable, userId: string): Promise<Roster> {
  const { rows } = await tx.query<RosterRow>({
    name: 'roster-enroll',
    // Updating what is there locks it in the same statement, and returns its latest version.
    text: `INSERT INTO rosters (user_id) VALUES ($1)
           ON CONFLICT (user_id) DO UPDATE SET pending_experience = rosters.pending_experience
           RETURNING pending_experience, erased_at`,
    values: [userId],
  })
  const [row] = rows
  if (row === undefined) throw new Error('Enrolling a user returned no roster')
  return rosterOf(userId, row)
}

export async function setPendingExperience(
  tx: Queryable,
  { userId, pendingExperience }: Pick<Roster, 'userId' | 'pendingExperience'>,
): Promise<void> {
  await tx.query({
    name: 'roster-set-pending-experience',
    text: 'UPDATE rosters SET pending_experience = $2 WHERE user_id = $1',
    values: [userId, pendingExperience],
  })
}

/** Locks the row, which is made where there is none, and closes it to characters. */
export async function eraseRoster(tx: Queryable, { userId, at }: { userId: string; at: Date }): Promise<void> {
  await tx.query({
    name: 'roster-erase',
    text: `INSERT INTO rosters (user_id, erased_at) VALUES ($1, $2)
           ON CONFLICT (user_id) DO UPDATE SET pending_experience = 0, erased_at = excluded.erased_at`,
    values: [userId, at],
  })
}

interface RosterRow {
  /** BIGINT comes as text. */
  pending_experience: string
  erased_at: Date | null
}

const rosterOf = (userId: string, row: RosterRow): Roster => ({
  userId,
  pendingExperience: Number(row.pending_experience),
  isErased: row.erased_at !== null,
})
