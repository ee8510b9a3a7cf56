import { escapeIdentifier, type Pool, type PoolClient, type QueryConfig } from 'pg'
import { progressBar } from '../progress.js'

/** Runs statements that write many rows. A superuser's: foreign keys are not looked up row by row. */
export async function inBulk(superuser: Pool, statements: readonly (string | QueryConfig)[]): Promise<void> {
  const client = await superuser.connect()
  try {
    await client.query(`set session_replication_role = replica; set work_mem = '256MB'`)
    for (const statement of statements) await client.query(statement)
  } finally {
    client.release(true)
  }
}

/**
 * Takes the indexes, keys and foreign keys of a database away while `fill` runs: each is then built once, in
 * order, instead of by millions of insertions all over it. Afterwards everything is as it was, and checked.
 */
export async function withoutIndexes<T>(superuser: Pool, fill: () => Promise<T>): Promise<T> {
  const client = await superuser.connect()
  try {
    const taken = await readIndexes(client)
    for (const { drop } of taken.toReversed()) await client.query(drop)
    const filled = await fill()
    await client.query(`set maintenance_work_mem = '1GB'`)
    const bar = progressBar('indexes and keys', taken.length)
    for (const [place, { create }] of taken.entries()) {
      await client.query(create)
      bar.show(place + 1)
    }
    bar.end()
    return filled
  } finally {
    client.release(true)
  }
}

/** After the last row: the maintenance that PostgreSQL does by itself in time. */
export async function settleBulk(superuser: Pool): Promise<void> {
  await superuser.query('vacuum analyze')
  await superuser.query('checkpoint')
}

interface Index {
  readonly drop: string
  readonly create: string
}

/** In the order in which they can be made: foreign keys refer to keys. */
async function readIndexes(client: PoolClient): Promise<readonly Index[]> {
  const constraints = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where connamespace = 'public'::regnamespace and contype in ('p', 'u', 'f')
     order by contype = 'f', conname`,
  )
  const indexes = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
     from pg_index join pg_class c on c.oid = indexrelid
     where c.relnamespace = 'public'::regnamespace
       and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
     order by 1`,
  )
  return [
    ...indexes.rows.map(({ name, definition }) => ({ drop: `drop index ${name}`, create: definition })),
    ...constraints.rows.map(({ table, name, definition }) => ({
      drop: `alter table ${table} drop constraint ${escapeIdentifier(name)}`,
      create: `alter table ${table} add constraint ${escapeIdentifier(name)} ${definition}`,
    })),
  ]
}
