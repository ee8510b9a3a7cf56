import type { Queryable } from '@waystone/kit/postgres'
import type { SealedSeed } from '../domain/seed-sealing.js'

/** A row's sealed texts with what they are bound to. */
export interface SealedRow {
  readonly id: string
  readonly userId: string
  readonly serverSeedHash: string
  readonly sealedSeed: SealedSeed
  readonly next: { readonly serverSeedHash: string; readonly sealedSeed: SealedSeed } | null
}

/** Any number that no other advisory lock of this database has. */
const LOCK_KEY = 6_120_748_331

/** The ids of all keys that any seed is sealed with, across users. */
export async function findSeedKeyIds(db: Queryable): Promise<readonly string[]> {
  const { rows } = await db.query<{ key_id: string }>({ name: 'seed_key_ids', text: KEY_IDS })
  return [...new Set(rows.map(row => row.key_id))]
}

/**
 * Up to `limit` rows that any of these keys is used in, locked until the transaction ends; one transaction
 * at a time.
 */
export async function lockSealedSeeds(
  tx: Queryable,
  keyIds: readonly string[],
  limit: number,
): Promise<readonly SealedRow[]> {
  // Two that each lock many rows would deadlock; a draw or a rotation locks one.
  await tx.query({ text: 'select pg_advisory_xact_lock($1)', values: [LOCK_KEY] })
  const { rows } = await tx.query<Row>({ name: 'seed_lock_sealed', text: LOCK_SEALED, values: [keyIds, limit] })
  return rows.map(row => ({
    id: row.id,
    userId: row.user_id,
    serverSeedHash: row.server_seed_hash,
    sealedSeed: row.sealed_seed,
    next:
      row.next_sealed_seed === null
        ? null
        : { serverSeedHash: row.next_server_seed_hash ?? '', sealedSeed: row.next_sealed_seed },
  }))
}

/** Writes the sealed texts of rows that the caller has locked. */
export async function replaceSealedSeeds(tx: Queryable, rows: readonly SealedRow[]): Promise<void> {
  const text = `update fairness_seed s set sealed_seed = sealed.seed, next_sealed_seed = sealed.next
    from unnest($1::uuid[], $2::text[], $3::text[]) as sealed (id, seed, next) where s.id = sealed.id`
  const values = [
    rows.map(row => row.id),
    rows.map(row => row.sealedSeed),
    rows.map(row => row.next?.sealedSeed ?? null),
  ]
  await tx.query({ name: 'seed_replace', text, values })
}

/** Has the database check that no seed is plain, now and from now on. Done once, it is a look at the catalog. */
export async function forbidPlainSeeds(db: Queryable): Promise<void> {
  const name = 'fairness_seed_sealed_check'
  const text = 'select from pg_constraint where conname = $1 and not convalidated'
  const { rows } = await db.query({ text, values: [name] })
  if (rows.length > 0) await db.query({ text: `alter table fairness_seed validate constraint ${name}` })
}

interface Row {
  id: string
  user_id: string
  server_seed_hash: string
  sealed_seed: SealedSeed
  next_server_seed_hash: string | null
  next_sealed_seed: SealedSeed | null
}

const keyOf = (column: string): string => `split_part(${column}, ':', 1)`

/** From each key straight to the next one in the index: as many steps as there are keys, however many seeds. */
const distinctKeys = (column: string): string => `with recursive known (key_id) as (
    (select min(${keyOf(column)}) from fairness_seed where ${column} is not null)
    union all
    select (select min(${keyOf(column)}) from fairness_seed where ${column} is not null and ${keyOf(column)} > known.key_id)
    from known where known.key_id is not null
  ) select key_id from known where key_id is not null`

const KEY_IDS = `(${distinctKeys('sealed_seed')}) union all (${distinctKeys('next_sealed_seed')})`

const LOCK_SEALED = `select id, user_id, server_seed_hash, sealed_seed, next_server_seed_hash, next_sealed_seed from fairness_seed
  where ${keyOf('sealed_seed')} = any($1::text[]) or (next_sealed_seed is not null and ${keyOf('next_sealed_seed')} = any($1::text[]))
  limit $2 for no key update`
