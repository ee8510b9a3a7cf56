import type { EntityCache } from '@waystone/kit/cache'
import type { Clock } from '@waystone/kit/clock'
import type { LiveUpdates } from '@waystone/kit/live'
import type { Logger } from '@waystone/kit/logger'
import type { Database } from '@waystone/kit/postgres'
import type { ServiceClient } from '@waystone/kit/service-client'
import type { DrawnPull } from '../domain/pull-order.js'
import type { SeedSealer } from '../domain/seed-sealing.js'
import type { Forecaster } from '../forecast/forecaster.js'
import type { RandomSource } from '../random.js'
import type { Prisma } from '../repositories/prisma.js'
import type { BannerCatalog } from './banner-catalog.js'

/** The dependencies of the use cases. */
export interface Needs {
  /** The primary. */
  readonly pool: Database['primary']
  /** On the primary. */
  readonly prisma: Prisma
  readonly clock: Clock
  readonly random: RandomSource
  readonly sealer: SeedSealer
  readonly logger: Logger
  readonly cache: EntityCache
  readonly live: LiveUpdates
  /** As the primary database has it now; subscriptions that ask at the same time share a statement. */
  readonly newestPulls: (id: string) => Promise<DrawnPull | null>
  readonly serviceClient: ServiceClient
  readonly forecaster: Forecaster
  readonly catalog: BannerCatalog
  /** Single pulls that a user may make in one UTC day. */
  readonly pullLimitDaily: number
  /** Rotations of the seed that a user may make in one UTC day. */
  readonly seedRotationsDailyMax: number
}
