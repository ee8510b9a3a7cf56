import type { EntityCache } from '@waystone/kit/cache'
import type { Queryable } from '@waystone/kit/postgres'
import type { Leaderboard } from '../../domain/leaderboards/leaderboard.js'
import { findBoards, readBoardRevision } from '../../repositories/leaderboards/board.js'

/** The boards in the process's memory, by revision: a published version never changes. */
export interface BoardReader {
  /** As of a revision that is committed. Reads through `from` what is missing. */
  at(from: Queryable, revision: number): Promise<readonly Leaderboard[]>
  /** As of now, with every answered publication. */
  current(): Promise<readonly Leaderboard[]>
  /** After the commit of a publication, before its answer. */
  moved(): Promise<void>
}

/** The entity that holds the revision in the cache. */
const REVISION = { kind: 'leaderboards', id: 'revision' } as const
/** Events under way see at most a few revisions. */
const REVISIONS_MAX = 8

export function createBoardReader({ cache, primary }: { cache: EntityCache; primary: Queryable }): BoardReader {
  const known = new Map<number, readonly Leaderboard[]>()
  const at: BoardReader['at'] = async (from, revision) => {
    const kept = known.get(revision)
    if (kept !== undefined) return kept
    const boards = revision === 0 ? [] : await findBoards(from, { revision })
    known.set(revision, boards)
    for (const oldest of [...known.keys()].slice(0, -REVISIONS_MAX)) known.delete(oldest)
    return boards
  }
  return {
    at,
    current: async () => {
      const [cached] = await cache.getMany(REVISION.kind, [REVISION.id], async () => {
        return new Map([[REVISION.id, { revision: await readBoardRevision(primary) }]])
      })
      return await at(primary, cached?.revision ?? (await readBoardRevision(primary)))
    },
    moved: () => cache.invalidate(REVISION.kind, [REVISION.id]),
  }
}
