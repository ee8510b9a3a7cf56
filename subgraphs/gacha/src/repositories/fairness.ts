import type { Queryable } from '@waystone/kit/postgres'

/** A seed as it is made. */
export interface NewSeed {
  readonly id: string
  readonly serverSeed: Buffer
  readonly serverSeedHash: string
  readonly clientSeed: string
  readonly createdAt: Date
}

/** What a user may know of the seed in use. */
export interface Commitment {
  readonly serverSeedHash: string
  readonly clientSeed: string
  readonly nextNonce: number
}

/** Seeds of users: one in use each, the others revealed. */
export interface FairnessRepository {
  /** The commitments of these users; a user without a seed is missing. */
  findCommitments(userIds: readonly string[]): Promise<ReadonlyMap<string, Commitment>>
  /** Gives each of these users a seed, unless they have one. */
  ensure(seeds: readonly (NewSeed & { readonly userId: string })[]): Promise<void>
  /** Locks the user's seed in use; `newSeed` becomes it if there is none. */
  lock(
    tx: Queryable,
    userId: string,
    newSeed: NewSeed,
  ): Promise<{ id: string; serverSeed: Buffer; serverSeedHash: string; clientSeed: string }>
  /** How many seeds of the user have been revealed since a moment; the caller has locked the one in use. */
  countRevealed(tx: Queryable, userId: string, since: Date): Promise<number>
  reveal(tx: Queryable, id: string, revealedAt: Date): Promise<void>
  insert(tx: Queryable, userId: string, seed: NewSeed): Promise<void>
}

/** @param pool the primary: a commitment that is a moment old would be a wrong one */
export function createFairnessRepository(pool: Queryable): FairnessRepository {
  return {
    findCommitments: async userIds => {
      const text = `select user_id, server_seed_hash, client_seed, next_nonce from fairness_seed
        where user_id = any($1::uuid[]) and revealed_at is null`
      const { rows } = await pool.query<CommitmentRow>({ name: 'fairness_commitments', text, values: [userIds] })
      return new Map(
        rows.map(row => [
          row.user_id,
          { serverSeedHash: row.server_seed_hash, clientSeed: row.client_seed, nextNonce: Number(row.next_nonce) },
        ]),
      )
    },
    ensure: seeds => insertAll(pool, seeds),
    lock: async (tx, userId, newSeed) => {
      const { rows } = await tx.query<LockRow>(lockStatement(userId, newSeed))
      const row = rows[0]
      if (row === undefined) throw new Error('An upsert of a seed answered no row')
      return {
        id: row.id,
        serverSeed: row.server_seed,
        serverSeedHash: row.server_seed_hash,
        clientSeed: row.client_seed,
      }
    },
    countRevealed: async (tx, userId, since) => {
      const text = 'select count(*)::int as count from fairness_seed where user_id = $1 and revealed_at >= $2'
      const { rows } = await tx.query<{ count: number }>({
        name: 'fairness_count_revealed',
        text,
        values: [userId, since],
      })
      return rows[0]?.count ?? 0
    },
    reveal: async (tx, id, revealedAt) => {
      const text = 'update fairness_seed set revealed_at = $2 where id = $1'
      await tx.query({ name: 'fairness_reveal', text, values: [id, revealedAt] })
    },
    insert: (tx, userId, seed) => insertAll(tx, [{ ...seed, userId }]),
  }
}

const insertAll = async (db: Queryable, seeds: readonly (NewSeed & { readonly userId: string })[]): Promise<void> => {
  await db.query(insertStatement(seeds))
}

interface CommitmentRow {
  user_id: string
  server_seed_hash: string
  client_seed: string
  next_nonce: string
}

interface LockRow {
  id: string
  server_seed: Buffer
  server_seed_hash: string
  client_seed: string
}

/** In the order of users, so that two of these never deadlock. */
const insertStatement = (seeds: readonly (NewSeed & { readonly userId: string })[]) => ({
  name: 'fairness_insert',
  text: `insert into fairness_seed (id, user_id, server_seed, server_seed_hash, client_seed, next_nonce, created_at)
    select id, user_id, server_seed, server_seed_hash, client_seed, 0, created_at
    from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[], $5::text[], $6::timestamptz[])
      as seed (id, user_id, server_seed, server_seed_hash, client_seed, created_at)
    order by user_id
    on conflict (user_id) where revealed_at is null do nothing`,
  values: [
    seeds.map(seed => seed.id),
    seeds.map(seed => seed.userId),
    seeds.map(seed => seed.serverSeed),
    seeds.map(seed => seed.serverSeedHash),
    seeds.map(seed => seed.clientSeed),
    seeds.map(seed => seed.createdAt),
  ],
})

const lockStatement = (userId: string, seed: NewSeed) => ({
  name: 'fairness_lock',
  text: `insert into fairness_seed as s (id, user_id, server_seed, server_seed_hash, client_seed, next_nonce, created_at)
    values ($1, $2, $3, $4, $5, 0, $6)
    on conflict (user_id) where revealed_at is null do update set next_nonce = s.next_nonce
    returning s.id, s.server_seed, s.server_seed_hash, s.client_seed`,
  values: [seed.id, userId, seed.serverSeed, seed.serverSeedHash, seed.clientSeed, seed.createdAt],
})
