import type { SubgraphContext } from '@waystone/kit/graphql'
import type { Services } from './services/index.js'

/** The GraphQL context of resolvers: the viewer, and the use cases. */
export interface Context extends SubgraphContext {
  readonly services: Services
}
