import type { Readiness } from '@waystone/kit/http'
import type { createDataSources } from './data-sources/data-sources.js'
import type { Epochs } from './supergraph/epochs.js'

/**
 * A supergraph must be loaded, and one of its subgraphs must answer: whatever the others own is an error in
 * its place.
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
