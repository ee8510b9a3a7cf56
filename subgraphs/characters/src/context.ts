import type { SubgraphContext } from '@waystone/kit/graphql'
import type { Loaders } from './loaders.js'
import type { Services } from './services/index.js'
import type { WorldContent } from './world/content/world-content.js'
import type { Presence } from './world/presence.js'
import type { World } from './world/world.js'

/** The GraphQL context of resolvers: the viewer, this request's loaders, and the use cases. */
export interface Context extends SubgraphContext {
  readonly loaders: Loaders
  readonly services: Services
  readonly content: WorldContent
  readonly world: Pick<World, 'running'>
  readonly presence: Presence
}
