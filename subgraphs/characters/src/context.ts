import type { SubgraphContext } from '@waystone/kit/graphql'
import type { Loaders } from './loaders.js'
import type { Services } from './services/index.js'
import type { WorldContent } from './world/content/world-content.js'
import type { LiveReads } from './world/live-reads.js'
import type { Presence } from './world/presence.js'

/** The GraphQL context of resolvers: the viewer, this request's loaders, and the use cases. */
export interface Context extends SubgraphContext {
  readonly loaders: Loaders
  readonly services: Services
  readonly content: WorldContent
  /** The world as this request sees it. */
  readonly live: LiveReads
  readonly presence: Presence
}
