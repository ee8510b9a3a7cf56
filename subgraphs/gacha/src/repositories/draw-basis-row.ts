import type { KeptMemories, KeptMemory } from '../domain/banner-model/kept-memory.js'
import type { Pity } from '../domain/pity.js'
import type { SealedSeed } from '../domain/seed-sealing.js'

/** The state that a draw starts from. */
export interface DrawBasis {
  readonly pity: Pity
  /** Of the scopes that were asked for; one without a row is left out. */
  readonly kept: KeptMemories
  /** Those that the user owns of the items that were asked for. */
  readonly owned: readonly string[]
  readonly seed: {
    readonly id: string
    readonly number: number
    readonly sealedSeed: SealedSeed
    readonly serverSeedHash: string
    readonly nextServerSeedHash: string
    readonly clientSeed: string
    /** The seed's next nonce, which the next draw uses. */
    readonly nonce: number
  }
}

/** Columns of a basis, of the tables `fairness_seed s` and `pity y`. */
export const basisColumns = `s.id as seed_id, s.number, s.sealed_seed, s.server_seed_hash, s.next_server_seed_hash, s.client_seed, s.next_nonce,
  y.pulls_since_ultra_rare, y.pulls_since_super_rare, y.ultra_rare_guaranteed, y.super_rare_guaranteed`

/**
 * A column with the kept memories of a user, by scope.
 * @param parts SQL: the user's id, and the scopes as an array, such as $15
 */
export const keptColumn = ({ userId, scopes }: { userId: string; scopes: string }): string =>
  `(select jsonb_object_agg(m.scope,
      jsonb_build_object('counters', m.counters, 'boxes', m.boxes, 'target', m.target, 'wishes', to_jsonb(m.wishes)))
    from banner_memory m where m.user_id = ${userId} and m.scope = any(${scopes}::text[])) as kept`

/**
 * A column with the items that a user owns.
 * @param parts SQL: the user's id, and the items to look for as an array, such as $15
 */
export const ownedColumn = ({ userId, items }: { userId: string; items: string }): string =>
  `(select jsonb_agg(e.item_id) from inventory_entry e
    where e.user_id = ${userId} and e.item_id = any(${items}::uuid[])) as owned`

export type KeptRow = Readonly<Record<string, KeptMemory>> | null

export const keptOf = (kept: KeptRow | undefined): KeptMemories => new Map(Object.entries(kept ?? {}))

export interface BasisRow {
  seed_id: string
  number: number
  sealed_seed: SealedSeed
  server_seed_hash: string
  next_server_seed_hash: string
  client_seed: string
  next_nonce: string
  pulls_since_ultra_rare: number
  pulls_since_super_rare: number
  ultra_rare_guaranteed: boolean
  super_rare_guaranteed: boolean
  /** Left out where no scope was asked for. */
  kept?: KeptRow
  /** Left out where no item was asked for; null where the user owns none. */
  owned?: readonly string[] | null
}

export const basisOf = (row: BasisRow): DrawBasis => ({
  pity: {
    pullsSinceUltraRare: row.pulls_since_ultra_rare,
    pullsSinceSuperRare: row.pulls_since_super_rare,
    ultraRareGuaranteed: row.ultra_rare_guaranteed,
    superRareGuaranteed: row.super_rare_guaranteed,
  },
  kept: keptOf(row.kept),
  owned: row.owned ?? [],
  seed: {
    id: row.seed_id,
    number: row.number,
    sealedSeed: row.sealed_seed,
    serverSeedHash: row.server_seed_hash,
    nextServerSeedHash: row.next_server_seed_hash,
    clientSeed: row.client_seed,
    nonce: Number(row.next_nonce),
  },
})
