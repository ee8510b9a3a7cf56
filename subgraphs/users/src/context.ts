import type { Viewer } from '@waystone/kit/auth'
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

/** Returns whether the viewer may see the user's private fields: the user and administrators may. */
export const maySee = (viewer: Viewer | null, userId: string): boolean =>
  viewer !== null && (viewer.userId === userId || viewer.scopes.includes('admin'))

/** The client of a request, as sessions remember it. */
export const clientOf = ({ remoteAddress, userAgent }: SubgraphContext): Client => ({ remoteAddress, userAgent })
