import type { SeedProof } from '../domain/pull-order.js'
import type { SealedSeed } from '../domain/seed-sealing.js'

/** Columns of a proof, of the table `fairness_seed s`. A seed in use never leaves the database on a read. */
export const seedColumns = `s.number as seed_number, s.server_seed_hash, s.next_server_seed_hash, s.client_seed,
  case when s.revealed_at is not null then s.sealed_seed end as sealed_seed`

/** The same, and the nonce of the row that names the seed. */
export interface SeedRow {
  nonce: string
  seed_number: number
  server_seed_hash: string
  next_server_seed_hash: string | null
  client_seed: string
  sealed_seed: SealedSeed | null
}

export const seedProofOf = (row: SeedRow): SeedProof => ({
  serverSeedHash: row.server_seed_hash,
  sealedSeed: row.sealed_seed,
  nextServerSeedHash: row.next_server_seed_hash,
  seedNumber: row.seed_number,
  clientSeed: row.client_seed,
  nonce: Number(row.nonce),
})
