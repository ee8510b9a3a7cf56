import cluster from 'node:cluster'
import { monotonicStopwatch } from '@waystone/kit/clock'
import { ConfigError } from '@waystone/kit/config'
import { serveMetrics } from '@waystone/kit/http'
import { closeOnSignals, createLifecycle } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics, sharedCounter, sharedGauge, type Registry } from '@waystone/kit/metrics'
import type { EntityChange } from '../features/entity-cache/entity-tags.js'
import { tellEntityChanges, type ToldWorker } from './entity-changes.js'
import { forkWorker, type ForkedWorker } from './fork-worker.js'
import { gatherMetrics, type MeasuredWorker } from './gathered-metrics.js'
import { createSupervisor } from './supervisor.js'

/** A busy worker does not keep the others' metrics from being read. */
const SNAPSHOT_TIMEOUT_MS = 1_000

export interface PrimarySettings {
  readonly GATEWAY_WORKERS: number
  readonly LISTEN_ADDR: string
  readonly metricsPort: number | null
  readonly LOG_LEVEL: string
  readonly LOG_USER_KEY?: string | undefined
  readonly REDIS_URL?: string | undefined
  readonly RATE_LIMIT_USER: number
  readonly RATE_LIMIT_ADDRESS: number
}

interface Member extends MeasuredWorker, ToldWorker {
  readonly forked: ForkedWorker
}

/**
 * Runs a gateway of several workers until it is stopped: starts and replaces them, shows the metrics of all, and
 * passes on what one of them has to tell the others. It answers no request itself.
 * @param entry the file of main.ts.
 * @throws StartError when no worker can start.
 */
export async function runPrimary(config: PrimarySettings, { entry }: { readonly entry: string }): Promise<void> {
  if (!cluster.isPrimary)
    throw new ConfigError(['GATEWAY_WORKERS: a process that is itself a worker of a cluster has no workers'])
  const { GATEWAY_WORKERS: configured, LOG_LEVEL: level, LOG_USER_KEY: userKey } = config
  const logger = createLogger({ name: 'gateway', level, userKey })
  const own = createMetrics({ service: 'gateway', processMetrics: true })
  const lifecycle = createLifecycle(logger)
  const members = new Map<number, Member>()
  const serving = (): readonly Member[] => supervisor.serving().flatMap(number => members.get(number) ?? [])

  const metrics = gatherMetrics({ own, workers: serving })
  const countLoss = createWorkerMetrics(own, { configured, serving: () => supervisor.serving().length })
  const tellOthers = async (number: number, changes: readonly EntityChange[]): Promise<null> => {
    const others = [...members].filter(([other]) => other !== number).map(([, member]) => member)
    await tellEntityChanges(changes, { workers: others, serves: member => serving().includes(member) })
    return null
  }

  const supervisor = createSupervisor({
    configured,
    start: number => {
      const forked = forkWorker(number, {
        entry,
        answers: {
          metrics: () => metrics.metrics(),
          entitiesChanged: changes => tellOthers(number, changes),
        },
        logger,
      })
      const snapshot = () => forked.channel.ask('snapshot', null, { timeoutMs: SNAPSHOT_TIMEOUT_MS })
      const voidEntities: ToldWorker['voidEntities'] = (changes, options) =>
        forked.channel.ask('entitiesChanged', changes, options)
      const member: Member = { forked, snapshot, voidEntities }
      members.set(number, member)
      void forked.ended.then(() => {
        metrics.ended(member)
        if (members.get(number) === member) members.delete(number)
      })
      return forked
    },
    onChange: () => {
      const counts = { serving: supervisor.serving().length, configured }
      for (const { forked } of members.values()) forked.channel.tell({ news: 'counts', counts })
    },
    onLoss: countLoss,
    stopwatch: monotonicStopwatch,
    logger,
  })

  const close = async (): Promise<void> => {
    // When the time for closing is over, and after a second signal, a worker that hangs would outlive the gateway.
    process.once('exit', () => supervisor.killLeft())
    try {
      await supervisor.close()
    } finally {
      await lifecycle.close()
    }
  }
  closeOnSignals({ close }, logger)
  if (config.metricsPort !== null) {
    const served = await serveMetrics({ metrics, logger, port: config.metricsPort, host: config.LISTEN_ADDR })
    lifecycle.onClose('metrics', () => served.close())
  }
  warnOfLimits(config, logger)
  await supervisor.run()
}

function createWorkerMetrics(
  registry: Registry,
  { configured, serving }: { readonly configured: number; readonly serving: () => number },
): () => void {
  sharedGauge(registry, {
    name: 'waystone_gateway_workers',
    help: 'Worker processes of the gateway: those that are configured, and those that take connections',
    labelNames: ['state'],
    collect() {
      this.set({ state: 'configured' }, configured)
      this.set({ state: 'serving' }, serving())
    },
  })
  const losses = sharedCounter(registry, {
    name: 'waystone_gateway_worker_losses_total',
    help: 'Worker processes of the gateway that ended without being asked to',
  })
  return () => losses.inc()
}

function warnOfLimits(config: PrimarySettings, logger: { warn(message: string): void }): void {
  if (config.REDIS_URL !== undefined || config.RATE_LIMIT_USER + config.RATE_LIMIT_ADDRESS === 0) return
  logger.warn('without REDIS_URL each worker counts rate limits on its own: a client may get the limit from each')
}
