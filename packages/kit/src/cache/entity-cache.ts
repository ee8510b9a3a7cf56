/**
 * The cache between a loader and its table. Values are plain data (Date and bigint included), copied by
 * structured clone.
 */
export interface EntityCache {
  /**
   * The entities of the ids, in their order, null for missing ones. `load` is asked once, for what is not cached, and
   * returns what exists, as the primary knows it (what a replica says late would be kept as the truth). Never fails
   * because of the cache itself: without it, everything comes from `load`.
   */
  getMany<T>(
    kind: string,
    ids: readonly string[],
    load: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  ): Promise<(T | null)[]>
  /**
   * After the commit, before the answer: drops the values and voids the leases of fills under way. Once it
   * has resolved, no read that begins later returns what was true before the commit. Never fails.
   */
  invalidate(kind: string, ids: readonly string[]): Promise<void>
  /** Invalidates everything, for a process that may have missed invalidations. Never fails. */
  invalidateAll(): Promise<void>
  close(): Promise<void>
}
