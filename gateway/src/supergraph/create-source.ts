import type { Logger } from '@waystone/kit/logger'
import type { DataSources } from '../data-sources/data-sources.js'
import { createFileSource } from './file-source.js'
import { createIntrospectionSource } from './introspection-source.js'
import type { SupergraphSource } from './supergraph-source.js'

/** As config.ts has them. */
interface SupergraphSettings {
  readonly SUPERGRAPH: string
  readonly SUPERGRAPH_POLL_MS: number
  /** URLs of the subgraphs that are asked for their schemas, by name. */
  readonly introspected: Readonly<Record<string, readonly string[]>>
}

/** The source that SUPERGRAPH names: a file, or "introspect". */
export function createSource(
  config: SupergraphSettings,
  parts: { dataSources: DataSources; logger: Logger },
): SupergraphSource {
  const { dataSources, logger } = parts
  if (config.SUPERGRAPH !== 'introspect') return createFileSource({ path: config.SUPERGRAPH, logger })
  const subgraphs = Object.entries(config.introspected).flatMap(([name, [url]]) =>
    url === undefined ? [] : [{ name, url }],
  )
  return createIntrospectionSource({ subgraphs, pollMs: config.SUPERGRAPH_POLL_MS, dataSources, logger })
}
