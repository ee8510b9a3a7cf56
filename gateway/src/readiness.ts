import type { Readiness } from '@waystone/kit/http'
import type { createDataSources } from './data-sources/data-sources.js'
import type { Epochs } from './supergraph/epochs.js'

/**
 * Ready means: a supergraph is loaded, and at least one of its subgraphs answers. Fields of the other
 * subgraphs become errors in place.
 */
export function readinessOf(epochs: Epochs, dataSources: ReturnType<typeof createDataSources>): Readiness {
  const optionalChecks: Record<string, () => Promise<unknown>> = {}
  epochs.onEpoch(({ subgraphs }) => {
    for (const name of Object.keys(optionalChecks)) delete optionalChecks[name]
    for (const { name, url } of subgraphs)
      optionalChecks[`subgraph ${name}`] = () => dataSources.of(name, url).checkReady()
  })
  const supergraph = async () => {
    if (epochs.current() === null) throw new Error('no supergraph is loaded')
  }
  return { checks: { supergraph }, optionalChecks, optionalMin: 1 }
}
