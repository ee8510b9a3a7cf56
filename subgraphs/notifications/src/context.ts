import type { SubgraphContext } from '@waystone/kit/graphql'
import type { Loaders } from './loaders.js'
import type { Services } from './services/index.js'

/** The GraphQL context of resolvers: the viewer, this request's loaders, and the use cases. */
export interface Context extends SubgraphContext {
  readonly loaders: Loaders
  readonly services: Services
  /** The public key that browsers subscribe with. */
  readonly webPushKey: string
}
