import type { Logger } from '@waystone/kit/logger'
import type { GatewayConfig } from '../config.js'
import type { DataSources } from '../data-sources/data-sources.js'
import { createFileSource } from './file-source.js'
import { createIntrospectionSource } from './introspection-source.js'
import type { SupergraphSource } from './supergraph-source.js'

/** The source that SUPERGRAPH names: a file, or "introspect". */
export function createSource(
  config: GatewayConfig,
  parts: { dataSources: DataSources; logger: Logger },
): SupergraphSource {
  const { dataSources, logger } = parts
  if (config.SUPERGRAPH !== 'introspect') return createFileSource({ path: config.SUPERGRAPH, logger })
  const subgraphs = Object.entries(config.introspected).flatMap(([name, [url]]) =>
    url === undefined ? [] : [{ name, url }],
  )
  return createIntrospectionSource({ subgraphs, pollMs: config.SUPERGRAPH_POLL_MS, dataSources, logger })
}
