import type { ModelBanner } from '../domain/banner.js'
import { gatherMemory, keptFrom, scopesOf, type KeptMemories } from '../domain/banner-model/kept-memory.js'
import type { Memory } from '../domain/banner-model/memory.js'
import type { Queryable } from '@waystone/kit/postgres'
import { findKeptMemories } from '../repositories/kept-memory.js'
import type { Needs } from './needs.js'

/** All that is kept of a user in the scopes of a banner, as the primary database has it now. */
export async function recallKept(
  db: Queryable,
  { definition, id }: ModelBanner,
  userId: string,
): Promise<KeptMemories> {
  const scopes = scopesOf(definition, id)
  const rows = await findKeptMemories(
    db,
    scopes.map(scope => ({ userId, scope })),
  )
  return keptFrom(scopes, rows)
}

/** The memory that the user's next draw of the banner begins from, as things stand. */
export const recallMemory = async (
  { pool, catalog }: Pick<Needs, 'pool' | 'catalog'>,
  { banner, userId }: { banner: ModelBanner; userId: string },
): Promise<Memory> => gatherMemory(catalog.model(banner), banner.id, await recallKept(pool, banner, userId))
