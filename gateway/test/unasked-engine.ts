import { createEngine } from '@waystone/federation'
import type { CreateGatewayEngine } from '../src/supergraph/engine-factory.js'

/** The engine of a supergraph whose operations are planned, and never run. */
export const createUnaskedEngine: CreateGatewayEngine = (supergraphSdl, counting) =>
  createEngine({
    supergraphSdl,
    sourceOf: ({ name }) => {
      throw new Error(`Subgraph ${name} was asked`)
    },
    ...counting,
  })
