import type { Clock } from '@waystone/kit/clock'
import type { LiveUpdates } from '@waystone/kit/live'
import type { Logger } from '@waystone/kit/logger'
import type { Pool } from '@waystone/kit/postgres'
import type { ServiceClient } from '@waystone/kit/service-client'

/** The dependencies of the use cases. */
export interface Needs {
  /** The primary. */
  readonly pool: Pool
  readonly clock: Clock
  readonly logger: Logger
  readonly live: LiveUpdates
  readonly serviceClient: ServiceClient
  readonly newId: () => string
}
