import type { GraphQLSchema } from 'graphql'
import type { Logger } from '@waystone/kit/logger'
import { Counter, type Registry } from '@waystone/kit/metrics'
import { createEpoch, type Epoch } from './epoch.js'
import type { SupergraphSource } from './supergraph-source.js'

/** A supergraph that cannot be served; main.ts prints the message as it stands. */
export class SupergraphError extends Error {
  override readonly name = 'ConfigError'
}

/** The epoch that serves, and the way to the next one. */
export interface Epochs {
  /** Builds the first epoch, and from then on follows the source. @throws SupergraphError saying what is wrong. */
  start(): Promise<Epoch>
  /** Null before the start. */
  current(): Epoch | null
  /** The epoch that a request began with: a reload never changes what is already running. */
  of(schema: GraphQLSchema): Epoch
  /** Called for each epoch that takes over, and at once for the current one. */
  onEpoch(listener: (epoch: Epoch) => void): () => void
  stop(): Promise<void>
}

export function createEpochs(options: { source: SupergraphSource; logger: Logger; metrics: Registry }): Epochs {
  const { source, logger, metrics } = options
  const loads = new Counter({
    name: 'waystone_gateway_supergraph_loads_total',
    help: 'Supergraphs that took over, and those that could not be served.',
    labelNames: ['outcome'],
    registers: [metrics],
  })
  const bySchema = new WeakMap<GraphQLSchema, Epoch>()
  const listeners = new Set<(epoch: Epoch) => void>()
  let current: Epoch | null = null

  const takeOver = (supergraphSdl: string): Epoch => {
    const epoch = createEpoch(supergraphSdl)
    bySchema.set(epoch.schema, epoch)
    current = epoch
    loads.inc({ outcome: 'took_over' })
    for (const listener of listeners) listener(epoch)
    return epoch
  }

  const reload = (supergraphSdl: string): void => {
    if (supergraphSdl === current?.supergraphSdl) return
    try {
      const epoch = takeOver(supergraphSdl)
      logger.info({ epoch: epoch.id }, 'a new supergraph has taken over')
    } catch (error) {
      loads.inc({ outcome: 'turned_down' })
      logger.error({ err: error, epoch: current?.id }, 'the new supergraph cannot be served; the old one stays')
    }
  }

  return {
    start: async () => {
      let supergraphSdl: string
      try {
        supergraphSdl = await source.start(reload)
      } catch (error) {
        throw new SupergraphError(`The supergraph cannot be had from ${source.description}: ${messageOf(error)}`)
      }
      try {
        return takeOver(supergraphSdl)
      } catch (error) {
        throw new SupergraphError(`The supergraph of ${source.description} cannot be served: ${messageOf(error)}`)
      }
    },
    current: () => current,
    of: schema => {
      const epoch = bySchema.get(schema) ?? current
      if (epoch === null) throw new Error('No supergraph is loaded')
      return epoch
    },
    onEpoch: listener => {
      listeners.add(listener)
      if (current !== null) listener(current)
      return () => listeners.delete(listener)
    },
    stop: () => source.stop(),
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
