import type { GraphQLDataSource } from '@apollo/gateway/dist/datasources/types.js'
import type { GatewayContext } from '../requests/gateway-context.js'
import type { DataSources } from '../data-sources/data-sources.js'
import type { Logger } from '@waystone/kit/logger'
import { toApolloDataSource } from '../data-sources/apollo-data-source.js'
import type { SupergraphSource } from './supergraph-source.js'

/**
 * Asks the subgraphs for their schemas and composes them, at the start and then every `pollMs` (0: never again). A
 * composition that fails later is logged, and the supergraph that serves stays.
 */
export function createIntrospectionSource(options: {
  subgraphs: readonly { readonly name: string; readonly url: string }[]
  pollMs: number
  dataSources: DataSources
  logger: Logger
}): SupergraphSource {
  const { subgraphs, pollMs, dataSources, logger } = options
  let cleanup: (() => Promise<void>) | undefined
  return {
    description: `the subgraphs ${subgraphs.map(({ name, url }) => `${name} (${url})`).join(', ')}`,
    start: async onChange => {
      // Composition takes long to load: only introspection pays for it. config.ts has turned its telemetry off.
      const { IntrospectAndCompose } = await import('@apollo/gateway')
      const manager = new IntrospectAndCompose({
        subgraphs: subgraphs.map(({ name, url }) => ({ name, url })),
        ...(pollMs > 0 && { pollIntervalInMs: pollMs }),
        logger,
      })
      const started = await manager.initialize({
        update: onChange,
        healthCheck: async () => {},
        getDataSource: ({ name, url }): GraphQLDataSource =>
          toApolloDataSource(dataSources.of(name, url ?? ''), () => introspector),
      })
      cleanup = started.cleanup
      if (started.supergraphSdl === null || started.supergraphSdl === undefined)
        throw new Error('the composition gave nothing')
      return started.supergraphSdl
    },
    stop: async () => await cleanup?.(),
  }
}

/** The gateway itself asks; there is no client. */
const introspector: GatewayContext = {
  requestId: 'introspection',
  viewer: null,
  remoteAddress: '',
  userAgent: null,
  authorization: null,
  headers: new Map(),
}
