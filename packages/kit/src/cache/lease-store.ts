/**
 * A store of cached values. Memcache's leases (Nishtala et al., "Scaling Memcache at Facebook", 2013, section
 * 3.2.1): a caller that misses gets a lease to fill the key, unless another has it; an invalidation voids the
 * lease, so that a row that was read before a write can never be put back after it.
 */
export interface LeaseStore {
  /** One round trip for all keys, in their order; null when the store must not be used now. */
  find(keys: readonly string[]): Promise<readonly Found[] | null>
  /** Keeps the values whose leases still hold, and gives those leases back. Never fails. */
  fill(entries: readonly Fill[]): Promise<void>
  /** Gives leases back without a value. Never fails. */
  release(leases: readonly Lease[]): Promise<void>
  /** Resolves when no later `find`, in any process, can see what was kept before. Never fails. */
  invalidate(keys: readonly string[]): Promise<void>
  /** The same for everything that is kept. */
  invalidateAll(): Promise<void>
  close(): Promise<void>
}

export type Found =
  | { readonly state: 'kept'; readonly value: Buffer }
  /** Nothing is kept, and the caller may fill it. */
  | { readonly state: 'leased'; readonly token: string }
  /** Nothing is kept, and the holder of this token is filling it. */
  | { readonly state: 'filling'; readonly token: string }

export interface Lease {
  readonly key: string
  readonly token: string
}

export interface Fill extends Lease {
  readonly value: Buffer
  readonly ttlMs: number
}

/** The lease of a filler that died expires after this. */
export const LEASE_TTL_MS = 3_000
