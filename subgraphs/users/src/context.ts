import type { SubgraphContext } from '@waystone/kit/graphql'
import type { Client } from './domain/session.js'
import type { Loaders } from './loaders.js'
import type { Services } from './services/index.js'

/** The GraphQL context of resolvers: the viewer, this request's loaders, and the use cases. */
export interface Context extends SubgraphContext {
  readonly loaders: Loaders
  readonly services: Services
  /** For statuses that run out by themselves. */
  readonly now: Date
}

/** The client of a request, as sessions remember it. */
export const clientOf = ({ remoteAddress, userAgent }: SubgraphContext): Client => ({ remoteAddress, userAgent })
