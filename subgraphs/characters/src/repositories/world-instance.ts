import type { Queryable } from '@waystone/kit/postgres'

/** A process that can run maps. */
export interface WorldInstance {
  readonly id: string
  readonly url: string | null
}

/** Tells the other processes that this one is there, for so long, and forgets those that have gone. */
export async function announceInstance(
  db: Queryable,
  { id, url, durationMs }: WorldInstance & { durationMs: number },
): Promise<void> {
  await db.query({
    name: 'world-instance-announce',
    text: `WITH gone AS (
             DELETE FROM world_instance WHERE expires_at < clock_timestamp() - interval '1 minute' AND id <> $1)
           INSERT INTO world_instance (id, url, expires_at)
           VALUES ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
           ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at`,
    values: [id, url, durationMs],
  })
}

export async function withdrawInstance(db: Queryable, id: string): Promise<void> {
  await db.query({ name: 'world-instance-withdraw', text: 'DELETE FROM world_instance WHERE id = $1', values: [id] })
}

export async function readInstances(db: Queryable): Promise<readonly WorldInstance[]> {
  const { rows } = await db.query<{ id: string; url: string | null }>({
    name: 'world-instances-read',
    text: 'SELECT id, url FROM world_instance WHERE expires_at > clock_timestamp() ORDER BY id',
  })
  return rows
}
