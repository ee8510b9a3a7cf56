import { withTransaction } from '@waystone/kit/postgres'
import { lockCatalog, readPosition } from '../repositories/catalog.js'
import { beginGeneration, removeGeneration, switchGeneration } from '../repositories/generations.js'
import { positionMoved } from './catalog-position.js'
import type { Needs } from './needs.js'
import { projectNext } from './project-catalog.js'

export interface RebuiltCatalog {
  /** Versions that were projected. */
  readonly versions: number
  /** Listings that were wrong, missing or too many. */
  readonly changed: number
}

/** How far a rebuild has come. */
export interface CatalogStep {
  readonly versions: number
  /** Those that were published when the step was made. */
  readonly total: number
}

/**
 * Rebuilds the read model from the published versions as a new generation, and then switches reads to it.
 * Reads and commands continue meanwhile; commands wait only for the switch. If the caller stops iterating,
 * the rebuild changes nothing.
 * @throws Error when another rebuild has begun
 */
export async function* rebuildCatalog(
  needs: Pick<Needs, 'pool' | 'cache'>,
  { versionsPerStep }: { versionsPerStep?: number } = {},
): AsyncGenerator<CatalogStep, RebuiltCatalog, undefined> {
  const { pool } = needs
  const generation = await withTransaction(pool, async tx => {
    await lockCatalog(tx)
    return await beginGeneration(tx)
  })
  try {
    for (;;) {
      const { revision: total } = await readPosition(pool)
      const batch = { generation, ...(versionsPerStep !== undefined && { limit: versionsPerStep }) }
      const { revision } = await withTransaction(pool, async tx => existing(await projectNext(tx, batch)))
      yield { versions: revision, total }
      if (revision >= total) break
    }
    const rebuilt = await withTransaction(pool, async tx => {
      const { generation: from, revision } = await lockCatalog(tx)
      // Few versions are left: those that were published since the last step.
      existing(await projectNext(tx, { generation, limit: null }))
      return { versions: revision, changed: await switchGeneration(tx, { from, generation }) }
    })
    await positionMoved(needs)
    return rebuilt
  } finally {
    // Removes nothing once it is the one that is read.
    await removeGeneration(pool, generation)
  }
}

function existing<Value>(value: Value | null): Value {
  if (value === null) throw new Error('Another rebuild of the catalog has begun: this one ends, and changes nothing')
  return value
}
