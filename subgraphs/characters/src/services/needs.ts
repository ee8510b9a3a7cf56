import type { EntityCache } from '@waystone/kit/cache'
import type { Clock } from '@waystone/kit/clock'
import type { Pool } from '@waystone/kit/postgres'
import type { Character } from '../domain/character.js'
import type { WorldContent } from '../world/content/world-content.js'
import type { World } from '../world/world.js'

/** The dependencies of the use cases. */
export interface Needs {
  /** The primary. */
  readonly pool: Pool
  readonly clock: Clock
  readonly cache: EntityCache
  /** The maps and monsters of the world. */
  readonly content: WorldContent
  readonly world: Pick<World, 'command' | 'enter' | 'hasBegun' | 'running' | 'tell' | 'watch'>
}

/** Invalidates the cached characters after the commit and before the answer, so that no read is stale. */
export async function forgetCached(cache: EntityCache, characters: readonly Character[]): Promise<void> {
  const userIds = new Set(characters.map(character => character.userId))
  await Promise.all([
    cache.invalidate(
      'character',
      characters.map(character => character.id),
    ),
    cache.invalidate('roster', [...userIds]),
  ])
}
