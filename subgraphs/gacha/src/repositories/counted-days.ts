import type { Queryable } from '@waystone/kit/postgres'

/** Tables with a row for each user and day. */
export const COUNTED_BY_DAY = ['pull_day', 'order_count'] as const

/** Forgets up to `limit` counts of days before this one. @returns how many. */
export async function deleteDaysBefore(
  db: Queryable,
  table: (typeof COUNTED_BY_DAY)[number],
  { day, limit }: { day: string; limit: number },
): Promise<number> {
  const text = `delete from ${table} where ctid = any(array(select ctid from ${table} where day < $1 limit $2 for update skip locked))`
  return (await db.query({ text, values: [day, limit] })).rowCount ?? 0
}
