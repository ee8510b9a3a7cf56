import type { Jurisdictions } from '@waystone/jurisdictions'
import type { Clock } from '@waystone/kit/clock'
import type { SubgraphContext } from '@waystone/kit/graphql'
import type { SeedSealer } from './domain/seed-sealing.js'
import type { Loaders } from './loaders.js'
import type { BannerCatalog } from './services/banner-catalog.js'
import type { Services } from './services/index.js'

/** The GraphQL context of resolvers: the viewer, this request's loaders, and the use cases. */
export interface Context extends SubgraphContext {
  readonly clock: Clock
  readonly catalog: BannerCatalog
  readonly sealer: SeedSealer
  readonly loaders: Loaders
  readonly services: Services
  readonly jurisdictions: Jurisdictions
  /** The country that the viewer has declared, read once a request; null where there is none, or users is away. */
  viewerCountry(): Promise<string | null>
}
