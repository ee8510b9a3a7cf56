import type { Readiness } from '@waystone/kit/http'
import type { createDataSources } from './data-sources/data-sources.js'
import type { Siblings } from './workers/siblings.js'
import type { Epochs } from './supergraph/epochs.js'

/**
 * Ready means: a supergraph is loaded, and at least one of its subgraphs answers. Fields of the other
 * subgraphs become errors in place. A gateway of several workers is ready when this one is, and says how many serve.
 */
export function readinessOf(
  epochs: Epochs,
  dataSources: ReturnType<typeof createDataSources>,
  siblings: Siblings | undefined,
): Readiness {
  const optionalChecks: Record<string, () => Promise<unknown>> = {}
  epochs.onEpoch(({ subgraphs }) => {
    for (const name of Object.keys(optionalChecks)) delete optionalChecks[name]
    for (const { name, url } of subgraphs)
      optionalChecks[`subgraph ${name}`] = () => dataSources.of(name, url).checkReady()
  })
  const supergraph = async () => {
    if (epochs.current() === null) throw new Error('no supergraph is loaded')
  }
  const details = siblings && (() => ({ workers: siblings.counts() }))
  return { checks: { supergraph }, optionalChecks, optionalMin: 1, ...(details && { details }) }
}
