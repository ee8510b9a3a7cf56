import type { Queryable } from '@waystone/kit/postgres'
import type { SealedSeed } from '../domain/seed-sealing.js'

/** A server seed that is yet to come into use. */
export interface NextSeed {
  readonly sealedSeed: SealedSeed
  readonly serverSeedHash: string
}

/**
 * A seed as it comes into use, and the one that will follow it. Each user has one in use; earlier ones are
 * revealed.
 */
export interface NewSeed extends NextSeed {
  readonly id: string
  readonly userId: string
  readonly clientSeed: string
  readonly next: NextSeed
  readonly createdAt: Date
}

/** The part of the seed in use, and of the next one, that its user may know. */
export interface Commitment {
  readonly serverSeedHash: string
  readonly clientSeed: string
  readonly nextNonce: number
  readonly nextServerSeedHash: string
}

/** A seed in use, locked. */
export interface LockedSeed extends Omit<NewSeed, 'createdAt'> {
  readonly number: number
  /** The next draw or change takes it. */
  readonly nextNonce: number
}

const seedColumns = `(id, user_id, number, sealed_seed, server_seed_hash, client_seed, next_nonce,
  next_sealed_seed, next_server_seed_hash, created_at)`

/** More rotations than can end between two statements of one that waits for them. */
const ATTEMPTS_MAX = 50

/**
 * Runs a statement that locks a user's seed in use until it has found one. It finds none where the user has none
 * yet, or where a rotation that it waited for has put another in its place, which the next statement sees. Of an
 * upsert, the second would be an error: a unique index that is not the upsert's own may notice it first.
 * @param attempt answers undefined where there is no seed in use, or none with a next one
 */
export async function withSeedInUse<T>(
  tx: Queryable,
  newSeed: NewSeed,
  attempt: () => Promise<T | undefined>,
): Promise<T> {
  for (let count = 0; count < ATTEMPTS_MAX; count++) {
    const found = await attempt()
    if (found !== undefined) return found
    await ensureSeeds(tx, [newSeed])
  }
  throw new Error(`User ${newSeed.userId} has no seed in use after ${ATTEMPTS_MAX} attempts`)
}

/**
 * The commitments of these users; a user is missing who lacks a seed or the next one.
 * @param db the primary: a commitment that is a moment old would be a wrong one
 */
export async function findSeedCommitments(
  db: Queryable,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, Commitment>> {
  const text = `select user_id, server_seed_hash, client_seed, next_nonce, next_server_seed_hash from fairness_seed
    where user_id = any($1::uuid[]) and revealed_at is null and next_server_seed_hash is not null`
  const { rows } = await db.query<CommitmentRow>({ name: 'fairness_commitments', text, values: [userIds] })
  return new Map(rows.map(row => [row.user_id, commitmentOf(row)]))
}

/**
 * Gives each of these users a seed and the next one, as far as they lack them. In the order of users, so that
 * two of these never deadlock.
 */
export async function ensureSeeds(db: Queryable, seeds: readonly NewSeed[]): Promise<void> {
  await db.query({
    name: 'fairness_ensure',
    text: `with given as materialized (
        select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])
          as g (id, user_id, sealed_seed, server_seed_hash, client_seed, next_sealed_seed, next_server_seed_hash, created_at)
        order by user_id
      ), incomplete as materialized (
        select s.id, g.next_sealed_seed, g.next_server_seed_hash from given g join fairness_seed s using (user_id)
        where s.revealed_at is null and s.next_sealed_seed is null order by user_id for update of s
      ), completed as (
        update fairness_seed s
        set next_sealed_seed = i.next_sealed_seed, next_server_seed_hash = i.next_server_seed_hash
        from incomplete i where s.id = i.id
      )
      insert into fairness_seed ${seedColumns}
      select id, user_id, 1, sealed_seed, server_seed_hash, client_seed, 0, next_sealed_seed, next_server_seed_hash, created_at
      from given g where not exists (select from fairness_seed s where s.user_id = g.user_id)
      order by user_id
      on conflict do nothing`,
    values: [
      seeds.map(seed => seed.id),
      seeds.map(seed => seed.userId),
      seeds.map(seed => seed.sealedSeed),
      seeds.map(seed => seed.serverSeedHash),
      seeds.map(seed => seed.clientSeed),
      seeds.map(seed => seed.next.sealedSeed),
      seeds.map(seed => seed.next.serverSeedHash),
      seeds.map(seed => seed.createdAt),
    ],
  })
}

/** Locks the user's seed in use. `newSeed` becomes it if there is none, and its next one fills in a missing one. */
export async function lockSeed(tx: Queryable, newSeed: NewSeed): Promise<LockedSeed> {
  const row = await withSeedInUse(tx, newSeed, async () => {
    const text = `select id, user_id, number, sealed_seed, next_sealed_seed, server_seed_hash, next_server_seed_hash, client_seed, next_nonce
      from fairness_seed
      where user_id = $1 and revealed_at is null and next_sealed_seed is not null for update`
    return (await tx.query<LockRow>({ name: 'fairness_lock', text, values: [newSeed.userId] })).rows[0]
  })
  return lockedSeedOf(row)
}

/** How many seeds of the user have been revealed since a moment; the caller has locked the one in use. */
export async function countRevealedSeeds(tx: Queryable, userId: string, since: Date): Promise<number> {
  const text = 'select count(*)::int as count from fairness_seed where user_id = $1 and revealed_at >= $2'
  const values = [userId, since]
  const { rows } = await tx.query<{ count: number }>({ name: 'fairness_count_revealed', text, values })
  return rows[0]?.count ?? 0
}

/** Ends the use of a seed; its next one is then to be put in its place, by `followSeed`. */
export async function revealSeed(tx: Queryable, id: string, revealedAt: Date): Promise<void> {
  const text = 'update fairness_seed set revealed_at = $2, next_sealed_seed = null where id = $1'
  await tx.query({ name: 'fairness_reveal', text, values: [id, revealedAt] })
}

/**
 * Puts the next seed in the place of a revealed one.
 * @param number one more than the revealed seed's: of two that would follow one seed, the database takes one
 */
export async function followSeed(tx: Queryable, number: number, seed: NewSeed): Promise<void> {
  const text = `insert into fairness_seed ${seedColumns} values ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9)`
  const [id, userId, ...rest] = valuesOf(seed)
  await tx.query({ name: 'fairness_follow', text, values: [id, userId, number, ...rest] })
}

interface CommitmentRow {
  user_id: string
  server_seed_hash: string
  client_seed: string
  next_nonce: string
  next_server_seed_hash: string
}

const commitmentOf = (row: CommitmentRow): Commitment => ({
  serverSeedHash: row.server_seed_hash,
  clientSeed: row.client_seed,
  nextNonce: Number(row.next_nonce),
  nextServerSeedHash: row.next_server_seed_hash,
})

interface LockRow extends CommitmentRow {
  id: string
  number: number
  sealed_seed: SealedSeed
  next_sealed_seed: SealedSeed
}

const lockedSeedOf = (row: LockRow): LockedSeed => ({
  id: row.id,
  userId: row.user_id,
  number: row.number,
  nextNonce: Number(row.next_nonce),
  sealedSeed: row.sealed_seed,
  serverSeedHash: row.server_seed_hash,
  clientSeed: row.client_seed,
  next: { sealedSeed: row.next_sealed_seed, serverSeedHash: row.next_server_seed_hash },
})

const valuesOf = (seed: NewSeed) => [
  seed.id,
  seed.userId,
  seed.sealedSeed,
  seed.serverSeedHash,
  seed.clientSeed,
  seed.next.sealedSeed,
  seed.next.serverSeedHash,
  seed.createdAt,
]
