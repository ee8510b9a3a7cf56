import type { Stopwatch } from '@waystone/kit/clock'
import type { Discovery } from '@waystone/kit/discovery'
import type { Logger } from '@waystone/kit/logger'
import type { Registry } from '@waystone/kit/metrics'
import type { DataSource } from '../requests/subgraph-request.js'
import type { Forwarding } from './forwarded-headers.js'
import { createHttpDataSource } from './http.js'
import { createInProcessDataSource, type LocalSubgraph } from './in-process.js'
import { measureDataSources } from './measured.js'
import { shareReads } from '@waystone/federation'
import type { WrapDataSource } from './wrap-data-source.js'

/**
 * The data sources of all subgraphs that the supergraph names; they outlive an epoch, with their connections.
 */
export interface DataSources {
  /** @param routingUrl what the supergraph says; settings and local subgraphs go before it. */
  of(name: string, routingUrl: string): DataSource
  close(): Promise<void>
}

export function createDataSources(options: {
  localSubgraphs: Readonly<Record<string, LocalSubgraph>>
  /** GraphQL URLs of a subgraph's instances, instead of its routing URL. */
  instances: Readonly<Record<string, readonly string[]>>
  /** Lists or looks up instances instead, while they come and go. */
  discovery: Discovery
  /** The headers and addresses that identify the client to subgraphs. */
  forwarding: Forwarding
  timeoutMs: number
  responseMaxBytes: number
  logger: Logger
  metrics: Registry
  stopwatch: Stopwatch
  /** Stands before each of them. */
  around?: WrapDataSource
}): DataSources {
  const { localSubgraphs, instances, discovery, forwarding, timeoutMs, responseMaxBytes, logger, metrics } = options
  const { around } = options
  const measured = measureDataSources(options)
  const sources = new Map<string, DataSource>()

  const make = (name: string, routingUrl: string): DataSource => {
    const subgraph = localSubgraphs[name]
    if (subgraph !== undefined) return createInProcessDataSource({ name, subgraph, forwarding, logger })
    const urls = instances[name] ?? [routingUrl]
    return createHttpDataSource({ name, urls, discovery, forwarding, timeoutMs, responseMaxBytes, logger, metrics })
  }

  return {
    of: (name, routingUrl) => {
      // A reload may route a subgraph elsewhere: that is another source.
      const key = `${name}\n${routingUrl}`
      const existing = sources.get(key)
      if (existing !== undefined) return existing
      const source = shareReads(measured(name, make(name, routingUrl)), forwarding)
      const made = around === undefined ? source : around(name, source)
      sources.set(key, made)
      return made
    },
    close: async () => {
      await Promise.all([...sources.values()].map(source => source.close()))
    },
  }
}
