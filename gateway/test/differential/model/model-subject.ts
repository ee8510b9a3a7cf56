import { createEpoch, type Epoch } from '@waystone/federation/source/epoch/epoch'
import type { DataSource } from '@waystone/federation/contract'
import { compose } from '../supergraphs/index.js'
import type { Model } from './model.js'
import { createStrictSubgraphs, type SubgraphRun } from './strict-subgraphs.js'
import { subgraphSdl } from './subgraph-sdl.js'

/** A supergraph whose values are known, ready to be asked. */
export interface ModelSubject {
  readonly model: Model
  readonly sdls: Readonly<Record<string, string>>
  readonly epoch: Epoch
  readonly sourcesFor: (run: SubgraphRun) => Readonly<Record<string, DataSource>>
}

/** @returns why it does not compose, which not every one does. */
export function createModelSubject(model: Model): ModelSubject | string {
  const sdls = Object.fromEntries(model.subgraphs.map(name => [name, subgraphSdl(model, name)]))
  let supergraphSdl: string
  try {
    supergraphSdl = compose(sdls)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return { model, sdls, epoch: createEpoch(supergraphSdl), sourcesFor: createStrictSubgraphs(model, sdls) }
}
