import type { Clock } from '@waystone/kit/clock'
import type { SubgraphContext } from '@waystone/kit/graphql'
import type { ChatLoaders } from './chat-loaders.js'
import type { GuildLoaders } from './guild-loaders.js'
import type { Loaders } from './loaders.js'
import type { Services } from './services/index.js'

/** The GraphQL context of resolvers: the viewer, this request's loaders, and the use cases. */
export interface Context extends SubgraphContext {
  readonly clock: Clock
  readonly loaders: Loaders
  readonly chat: ChatLoaders
  readonly guilds: GuildLoaders
  readonly services: Services
}
