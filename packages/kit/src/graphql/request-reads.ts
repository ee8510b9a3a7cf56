import type { Database, Queryable } from '../postgres/index.js'
import type { RecentWrites } from '../postgres/recent-writes.js'

/**
 * Where one request reads what may be a moment old: the replica, unless the viewer has written, in this
 * request or just before. Never what fills a cache: a replica that lags would put back what was invalidated.
 */
export interface RequestReads extends Queryable {
  /** The same as a choice, for reads that are not made by a statement. */
  of<Source>(sources: { primary: Source; replica: Source }): Promise<Source>
  /**
   * By keys; the primary is asked for those that the replica lacks, so that new rows are found all the same.
   */
  find<Source, Value>(
    sources: { primary: Source; replica: Source },
    keys: readonly string[],
    read: (from: Source, keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  ): Promise<ReadonlyMap<string, Value>>
  /** False when all reads go to the primary anyway. */
  readonly isReplicated: boolean
  /**
   * This request has changed something, for the viewer or for this user: reads go to the primary from now on,
   * and those of the user's next requests as well. Between the commit and the answer.
   */
  wrote(userId?: string): Promise<void>
}

export function createRequestReads(options: {
  database: Database
  recentWrites: RecentWrites
  viewerId: string | null
}): RequestReads {
  const { database, recentWrites, viewerId } = options
  const { primary, reads } = database
  const isReplicated = reads.state() !== null
  let hasWritten: Promise<boolean> | undefined
  const mustBeNew = async (): Promise<boolean> => {
    if (!isReplicated) return true
    // One that is left out is replaced by the primary anyway.
    if (reads.state()?.fault !== null) return false
    hasWritten ??= viewerId === null ? Promise.resolve(false) : recentWrites.has(viewerId)
    return await hasWritten
  }
  const of: RequestReads['of'] = async sources => ((await mustBeNew()) ? sources.primary : sources.replica)
  const db: Queryable = primary
  return {
    of,
    find: async (sources, keys, read) => {
      const from = await of(sources)
      const found = await read(from, keys)
      const missing = from === sources.primary ? [] : keys.filter(key => !found.has(key))
      return missing.length === 0 ? found : new Map([...found, ...(await read(sources.primary, missing))])
    },
    isReplicated,
    query: async statement => await (await of<Queryable>({ primary: db, replica: reads })).query(statement),
    wrote: async (userId = viewerId ?? undefined) => {
      hasWritten = Promise.resolve(true)
      if (isReplicated && userId !== undefined) await recentWrites.note(userId)
    },
  }
}
