import type { EntityCache } from '@waystone/kit/cache'
import type { Queryable } from '@waystone/kit/postgres'
import { createCatalog, type Catalog } from '../domain/catalog.js'
import type { QuestVersion } from '../domain/quest.js'
import { findVersionsAfter } from '../repositories/catalog.js'
import { currentPosition } from './catalog-position.js'

/** The versions in the process's memory: they never change, so only those are read that are not known yet. */
export interface CatalogReader {
  /** As of a revision that is committed. Reads through `from` what is missing. */
  at(from: Queryable, revision: number): Promise<Catalog>
  /** Reads the current catalog, which includes every answered publish. */
  current(): Promise<Catalog>
}

/** Events of many users under way see at most a few revisions; a rebuild walks through them in order. */
const CATALOGS_MAX = 8

export function createCatalogReader(needs: { cache: EntityCache; primary: Queryable }): CatalogReader {
  const { primary } = needs
  const versions = new Map<number, QuestVersion>()
  const catalogs = new Map<number, Catalog>()
  let known = 0

  const at = async (from: Queryable, revision: number): Promise<Catalog> => {
    const kept = catalogs.get(revision)
    if (kept !== undefined) return kept
    if (known < revision) {
      for (const version of await findVersionsAfter(from, { revision: known })) versions.set(version.revision, version)
      known = Math.max(known, ...versions.keys())
    }
    const catalog = createCatalog(versions.values(), revision)
    catalogs.set(revision, catalog)
    for (const oldest of [...catalogs.keys()].slice(0, -CATALOGS_MAX)) catalogs.delete(oldest)
    return catalog
  }

  return {
    at,
    current: async () => {
      const { revision } = await currentPosition(needs)
      // Recording events may have seen a newer one, whose publisher has not got to its invalidation yet.
      return await at(primary, Math.max(known, revision))
    },
  }
}
