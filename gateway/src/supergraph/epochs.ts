import type { GraphQLSchema } from 'graphql'
import type { Stopwatch } from '@waystone/kit/clock'
import { StartError } from '@waystone/kit/errors'
import type { Logger } from '@waystone/kit/logger'
import { Counter, Gauge, type Registry } from '@waystone/kit/metrics'
import type { GatewayEpoch } from '../requests/gateway-epoch.js'
import type { CreateGatewayEngine } from './engine-factory.js'
import type { SupergraphSource } from './supergraph-source.js'
import { warmPlans } from './warm-plans.js'

/** A supergraph that cannot be served; main.ts prints the message as it stands. */
export class SupergraphError extends StartError {
  override readonly name = 'SupergraphError'
}

/** The epoch that serves, and the way to the next one. */
export interface Epochs {
  /** Builds the first epoch, and from then on follows the source. @throws SupergraphError saying what is wrong. */
  start(): Promise<GatewayEpoch>
  /**
   * Serves another supergraph from now on, even against the source, until the source has a new one. Of
   * several concurrent calls the last one wins.
   * @returns the epoch that serves then.
   * @throws SupergraphError saying why it cannot be served; the old one keeps serving.
   */
  push(supergraphSdl: string): Promise<GatewayEpoch>
  /** Null before the start. */
  current(): GatewayEpoch | null
  /** The epoch that a request began with: a reload never changes what is already running. */
  of(schema: GraphQLSchema): GatewayEpoch
  /** Called for each epoch that takes over, and at once for the current one. */
  onEpoch(listener: (epoch: GatewayEpoch) => void): () => void
  stop(): Promise<void>
}

export function createEpochs(options: {
  source: SupergraphSource
  logger: Logger
  metrics: Registry
  stopwatch: Stopwatch
  createEngine: CreateGatewayEngine
}): Epochs {
  const { source, createEngine, logger, metrics, stopwatch } = options
  const loads = new Counter({
    name: 'waystone_gateway_supergraph_loads_total',
    help: 'Supergraphs that took over, and those that could not be served.',
    labelNames: ['outcome'],
    registers: [metrics],
  })
  const served = new Gauge({
    name: 'waystone_gateway_supergraph_info',
    help: 'The supergraph that is served, by the start of its SHA-256',
    labelNames: ['id'],
    aggregator: 'max',
    registers: [metrics],
  })
  const plans = new Counter({
    name: 'waystone_gateway_plans_total',
    help: 'Operations whose plan was in the cache (known), and those that were planned (made).',
    labelNames: ['outcome'],
    registers: [metrics],
  })
  const counting = { countPlans: countersOf(plans) }
  const warned = new Set<string>()
  const bySchema = new WeakMap<GraphQLSchema, GatewayEpoch>()
  const listeners = new Set<(epoch: GatewayEpoch) => void>()
  let current: GatewayEpoch | null = null
  /** One reload at a time; `latest` is what the last one was asked for. */
  let reloading: Promise<unknown> = Promise.resolve()
  let latest: string | null = null

  const takeOver = (epoch: GatewayEpoch): GatewayEpoch => {
    bySchema.set(epoch.schema, epoch)
    current = epoch
    loads.inc({ outcome: 'took_over' })
    served.reset()
    served.set({ id: epoch.id }, 1)
    // Once for each: supergraphs are reloaded often, and nothing new is said of most.
    for (const warning of epoch.warnings) if (!warned.has(warning)) logger.warn({ epoch: epoch.id }, warning)
    for (const warning of epoch.warnings) warned.add(warning)
    for (const listener of listeners) listener(epoch)
    return epoch
  }

  const replace = async (old: GatewayEpoch, supergraphSdl: string): Promise<GatewayEpoch> => {
    const epoch = createEngine(supergraphSdl, counting)
    const warmed = await warmPlans(old, epoch, { stopwatch, isOver: () => latest !== supergraphSdl })
    if (latest !== supergraphSdl) return old
    takeOver(epoch)
    logger.info({ epoch: epoch.id, warmed }, 'a new supergraph has taken over')
    return epoch
  }

  const push = async (supergraphSdl: string): Promise<GatewayEpoch> => {
    latest = supergraphSdl
    const renew = async (): Promise<GatewayEpoch> => {
      if (current === null) throw new SupergraphError('The gateway has not started: nothing can take over yet')
      if (supergraphSdl === current.supergraphSdl || supergraphSdl !== latest) return current
      try {
        return await replace(current, supergraphSdl)
      } catch (error) {
        loads.inc({ outcome: 'turned_down' })
        logger.error({ err: error, epoch: current.id }, 'the new supergraph cannot be served; the old one stays')
        throw new SupergraphError(`The new supergraph cannot be served: ${messageOf(error)}`)
      }
    }
    const renewed = reloading.then(renew)
    reloading = renewed.catch(() => {})
    return await renewed
  }

  /** Errors are ignored here: `push` has logged and counted them. */
  const reload = (supergraphSdl: string): void => void push(supergraphSdl).catch(() => {})

  return {
    start: async () => {
      let supergraphSdl: string
      try {
        supergraphSdl = await source.start(reload)
      } catch (error) {
        throw new SupergraphError(`The supergraph cannot be had from ${source.description}: ${messageOf(error)}`)
      }
      try {
        return takeOver(createEngine(supergraphSdl, counting))
      } catch (error) {
        throw new SupergraphError(`The supergraph of ${source.description} cannot be served: ${messageOf(error)}`)
      }
    },
    push,
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
    stop: async () => {
      latest = null
      await source.stop()
      await reloading
    },
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Found once: every request is counted. */
function countersOf(plans: Counter<'outcome'>): (outcome: 'known' | 'made') => void {
  const byOutcome = { known: plans.labels({ outcome: 'known' }), made: plans.labels({ outcome: 'made' }) }
  return outcome => byOutcome[outcome].inc()
}
