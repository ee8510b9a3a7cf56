import type { EntityCache } from '@waystone/kit/cache'
import type { Queryable } from '@waystone/kit/postgres'
import { readPosition, type CatalogPosition } from '../repositories/catalog.js'

/** The entity that holds the catalog's position in the cache: the one thing of the catalog that is ever invalidated. */
const POSITION = { kind: 'catalog', id: 'revision' } as const

/** The current position of the catalog, with every answered command. The primary fills the cache. */
export async function currentPosition(needs: { cache: EntityCache; primary: Queryable }): Promise<CatalogPosition> {
  const [cached] = await needs.cache.getMany(POSITION.kind, [POSITION.id], async () => {
    return new Map([[POSITION.id, await readPosition(needs.primary)]])
  })
  return cached ?? (await readPosition(needs.primary))
}

/** After the commit of what has moved it, before the answer. */
export const positionMoved = ({ cache }: { cache: EntityCache }): Promise<void> =>
  cache.invalidate(POSITION.kind, [POSITION.id])
