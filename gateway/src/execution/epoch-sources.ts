import type { DataSource } from '../contract/data-source.js'
import type { DataSources } from '../data-sources/data-sources.js'
import type { Epoch } from '../supergraph/epoch.js'

/** The data sources of an epoch's subgraphs by name, looked up once for each epoch and gone with it. */
export function createEpochSources(
  dataSources: Pick<DataSources, 'of'>,
): (epoch: Epoch) => ReadonlyMap<string, DataSource> {
  const sources = new WeakMap<Epoch, ReadonlyMap<string, DataSource>>()
  return epoch => {
    const known = sources.get(epoch)
    if (known !== undefined) return known
    const made = new Map(epoch.subgraphs.map(({ name, url }) => [name, dataSources.of(name, url)]))
    sources.set(epoch, made)
    return made
  }
}
