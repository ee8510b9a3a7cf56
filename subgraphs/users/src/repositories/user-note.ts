import type { Queryable } from '@waystone/kit/postgres'
import type { UserNote } from '../domain/user-note.js'

const COLUMNS = 'id, user_id AS "userId", author_id AS "authorId", text, created_at AS "createdAt"'

/** @throws restrict_violation for a deleted account, whose trigger takes no note. */
export async function insertNote(tx: Queryable, { id, userId, authorId, text, createdAt }: UserNote): Promise<void> {
  await tx.query({
    name: 'user-note-insert',
    text: 'INSERT INTO user_note (id, user_id, author_id, text, created_at) VALUES ($1, $2, $3, $4, $5)',
    values: [id, userId, authorId, text, createdAt],
  })
}

/** Up to `limit` notes behind `after`, the newest first. */
export async function findNotes(
  db: Queryable,
  userId: string,
  page: { after: Pick<UserNote, 'createdAt' | 'id'> | null; limit: number },
): Promise<UserNote[]> {
  const { rows } = await db.query<UserNote>({
    name: 'user-notes-page',
    text: `SELECT ${COLUMNS} FROM user_note
           WHERE user_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
           ORDER BY created_at DESC, id DESC LIMIT $4`,
    values: [userId, page.after?.createdAt ?? null, page.after?.id ?? null, page.limit],
  })
  return rows
}

export async function countNotes(db: Queryable, userId: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: 'user-notes-count',
    text: 'SELECT count(*)::int AS count FROM user_note WHERE user_id = $1',
    values: [userId],
  })
  return rows[0]?.count ?? 0
}
