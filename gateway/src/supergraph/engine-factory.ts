import { Counter, type Registry } from '@waystone/kit/metrics'
import { createEngine, type EpochOptions, type SchemaContract } from '@waystone/federation'
import type { DataSources } from '../data-sources/data-sources.js'
import type { GatewayContext } from '../requests/gateway-context.js'
import type { GatewayEpoch } from '../requests/gateway-epoch.js'

/** Makes the engine of one supergraph. @throws Error saying what is wrong with it. */
export type CreateGatewayEngine = (supergraphSdl: string, counting: Pick<EpochOptions, 'countPlans'>) => GatewayEpoch

/**
 * Engines on the gateway's data sources, which outlive them. Reads are shared below the features that stand
 * in front of a data source, so the engine does not share them once more.
 * @param options.scopeOf equal for requests of which subgraphs hear the same, apart from their ids.
 * @param options.repeatsMaxBytes about what may be remembered of an epoch's answers that repeat; 0 for nothing.
 */
export function createEngineFactory(options: {
  dataSources: Pick<DataSources, 'of'>
  scopeOf: (context: GatewayContext) => string
  repeatsMaxBytes: number
  /** Of the labels of @override that are no percentage. */
  overrideShares: EpochOptions['overrideShares']
  /** The part of every supergraph that clients see. */
  contract?: SchemaContract | undefined
  /** The basis of @policy. */
  policies: EpochOptions['policies']
  metrics: Registry
}): CreateGatewayEngine {
  const { dataSources, scopeOf, repeatsMaxBytes, overrideShares = {}, contract, policies, metrics } = options
  const outcomes = new Counter({
    name: 'waystone_gateway_repeated_answers_total',
    help: 'Queries that were looked at for answers that repeat: answered as before (repeated), executed, or executed after all (changed).',
    labelNames: ['outcome'],
    registers: [metrics],
  })
  return (supergraphSdl, counting) =>
    createEngine<GatewayContext>({
      supergraphSdl,
      sourceOf: ({ name, url }) => dataSources.of(name, url),
      sharing: {
        executions: { scopeOf },
        repeats: { bytesMax: repeatsMaxBytes, onOutcome: outcome => outcomes.inc({ outcome }) },
      },
      overrideShares,
      contract,
      policies,
      ...counting,
    })
}
