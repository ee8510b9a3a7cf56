import type { Viewer } from '@waystone/kit/auth'
import type { SubgraphContext } from '@waystone/kit/graphql'
import type { Client } from './domain/session.js'
import type { Loaders } from './loaders.js'
import type { Services } from './services/index.js'

/** What resolvers work with: who asks, this request's loaders, and the use cases. */
export interface Context extends SubgraphContext {
  readonly loaders: Loaders
  readonly services: Services
  /** For statuses that run out by themselves. */
  readonly now: Date
}

/** Whether the viewer may see what is private of a user. */
export const maySee = (viewer: Viewer | null, userId: string): boolean =>
  viewer !== null && (viewer.userId === userId || viewer.scopes.includes('admin'))

/** The client of a request, as sessions remember it. */
export const clientOf = ({ remoteAddress, userAgent }: SubgraphContext): Client => ({ remoteAddress, userAgent })
