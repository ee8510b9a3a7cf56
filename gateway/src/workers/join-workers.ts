import { StartError } from '@waystone/kit/errors'
import { createLogger, type Logger } from '@waystone/kit/logger'
import { createMetrics, type Registry } from '@waystone/kit/metrics'
import type { Siblings, WorkerCounts } from './siblings.js'
import { createWorkerChannel } from './worker-channel.js'

/** Longer than the primary waits for the workers that it asks. */
const TIMEOUT_MS = 5_000

export interface WorkerSettings {
  readonly GATEWAY_WORKERS: number
  readonly LOG_LEVEL: string
  readonly LOG_USER_KEY?: string | undefined
}

/** This process as one of several workers. */
export interface Membership {
  /** For the gateway of this worker. */
  readonly parts: { readonly siblings: Siblings; readonly metrics: Registry; readonly logger: Logger }
  /** To be called in the turn of joining. @param stop called when the primary asks this worker to end. */
  onStop(stop: (reason: string) => void): void
  /** Tells the primary that this worker takes connections. */
  serves(): void
}

/**
 * Joins the workers of the primary that has started this process.
 * @throws StartError when no primary has started it.
 */
export function joinWorkers(settings: WorkerSettings, { number }: { readonly number: number }): Membership {
  const { GATEWAY_WORKERS: configured, LOG_LEVEL: level, LOG_USER_KEY: userKey } = settings
  if (process.send === undefined) throw new StartError('--worker is an argument that a gateway gives its own workers')
  const send = process.send.bind(process)
  // While it waits for the primary to listen for it, nothing else keeps the process alive.
  process.channel?.ref()
  const metrics = createMetrics({ service: 'gateway', processMetrics: true })
  const logger = createLogger({ name: 'gateway', level, userKey }).child({ worker: number })
  const listeners: ((changes: Parameters<Siblings['entitiesChanged']>[0]) => Promise<void>)[] = []
  let counts: WorkerCounts = { serving: 0, configured }
  let stop: (reason: string) => void = () => {}
  const channel = createWorkerChannel(
    {
      send: message => void (process.connected && send(message, undefined, undefined, () => {})),
      onMessage: listener => process.on('message', listener),
    },
    {
      answers: {
        snapshot: () => metrics.getMetricsAsJSON(),
        entitiesChanged: async changes => {
          await Promise.all(listeners.map(listener => listener(changes)))
          return null
        },
      },
      onNews: told => {
        if (told.news === 'stop') stop('the primary')
        else if (told.news === 'counts') counts = told.counts
      },
    },
  )
  return {
    parts: {
      metrics,
      logger,
      siblings: {
        number,
        metrics: {
          contentType: metrics.contentType,
          metrics: () => channel.ask('metrics', null, { timeoutMs: TIMEOUT_MS }),
        },
        counts: () => counts,
        entitiesChanged: async changes => {
          await channel.ask('entitiesChanged', changes, { timeoutMs: TIMEOUT_MS })
        },
        onEntitiesChanged: listener => void listeners.push(listener),
      },
    },
    onStop: called => {
      stop = called
    },
    serves: () => channel.tell({ news: 'serves' }),
  }
}
