import type { EntityCache } from '@waystone/kit/cache'
import type { Clock } from '@waystone/kit/clock'
import type { Pool } from '@waystone/kit/postgres'
import type { ServiceClient } from '@waystone/kit/service-client'
import type { CatalogReader } from './read-catalog.js'

/** What the use cases work with. */
export interface Needs {
  readonly clock: Clock
  readonly cache: EntityCache
  /** The primary. */
  readonly pool: Pool
  readonly catalogs: CatalogReader
  readonly neighbours: ServiceClient
  /** Makes the ids of new quests. */
  readonly newId: () => string
}
