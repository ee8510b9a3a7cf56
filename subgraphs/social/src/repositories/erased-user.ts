import type { Queryable } from '@waystone/kit/postgres'

/** Notes that the account of a user is deleted: nothing personal of it is taken any more. */
export async function addErasedUser(db: Queryable, { userId, at }: { userId: string; at: Date }): Promise<void> {
  await db.query({
    text: 'INSERT INTO erased_user (user_id, erased_at) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    values: [userId, at],
  })
}
