import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from '../clock/index.js'
import type { Discovery } from '../discovery/index.js'
import { RequestFault } from '../errors/index.js'
import type { Logger } from '../logger/index.js'
import { sharedCounter, sharedGauge, type Registry } from '../metrics/index.js'
import { deadlineHeader, remainingMs } from './deadline.js'
import { createInstance, type Instance } from './instance.js'
import { sharedReachability } from './reachability.js'
import { InstanceFailure, type InstanceRequest, type InstanceResponse } from './instance-request.js'

const TRIES_MAX = 3
const BACKOFF_MS = 25
const DEADLINE_DEFAULT_MS = 10_000
/** An instance that is silent for this long is left for the next one, if there is another. */
const TRY_TIMEOUT_MS = 2_000
/** So long a request waits to hear whether one that was taken out is back, when there is no other. */
const RETURN_WAIT_MAX_MS = 250
/** Below this no try can succeed. */
const REMAINING_MIN_MS = 1

export interface PoolRequest extends Omit<InstanceRequest, 'headers'> {
  /** A function makes new ones at every try, for what must not be sent twice. */
  readonly headers: readonly string[] | (() => readonly string[])
}

/** The instances of one service: requests go round, fail over, and stay away from those that are ill. */
export interface InstancePool {
  /**
   * Tries an instance at most three times with growing, jittered pauses, then the next, also one that has
   * come meanwhile. A request that is not idempotent is only retried when it cannot have arrived. Answers
   * with any status but 502, 503 and 504, which count as failures.
   * @throws RequestFault SERVICE_UNAVAILABLE when none answered before the deadline (ms, 10 s by default);
   * its cause is the
   *   last InstanceFailure.
   * @throws AnswerTooLarge when there was an answer of more than `responseMaxBytes`.
   */
  send(
    request: PoolRequest,
    options: { idempotent: boolean; deadlineMs?: number; tryTimeoutMs?: number },
  ): Promise<InstanceResponse>
  /** Adds and removes instances while running; those that stay keep their connections. */
  setInstances(urls: readonly string[]): void
  instances(): readonly { url: string; isHealthy: boolean }[]
  close(): Promise<void>
}

export function createInstancePool(options: {
  service: string
  urls: readonly string[]
  logger: Logger
  metrics?: Registry | undefined
  healthPath?: string
  /** Says at which URLs the instances are instead, and follows them as they come and go. */
  discovery?: Discovery | undefined
  /** Where at an instance that was discovered requests go; by default its URL as it stands. */
  urlOf?: (instance: string) => string
}): InstancePool {
  const { service, logger, healthPath = '/healthz', discovery, urlOf = url => url } = options
  const metrics = options.metrics && createPoolMetrics(options.metrics)
  const reachability = sharedReachability({ service, logger, clock: systemClock })
  const instances = new Map<string, Instance>()
  let known: readonly Instance[] = []
  let turn = 0

  const add = (url: string) => {
    const onChange = (change: 'ejected' | 'returned') => {
      // Of a lone instance, the service's own lines say as much.
      logger[instances.size === 1 ? 'debug' : 'warn'](
        { service, url },
        change === 'ejected' ? 'an instance was taken out: it fails' : 'an instance is back',
      )
      metrics?.healthy.set({ target: service, url }, change === 'ejected' ? 0 : 1)
    }
    instances.set(url, createInstance({ url, healthPath, onChange }))
    metrics?.healthy.set({ target: service, url }, 1)
  }
  const setInstances = (urls: readonly string[]) => {
    for (const [url, instance] of instances) {
      if (urls.includes(url)) continue
      instances.delete(url)
      metrics?.healthy.remove({ target: service, url })
      // Requests under way are finished first.
      void instance.close().catch((error: unknown) => logger.debug({ err: error, url }, 'closing an instance failed'))
    }
    for (const url of urls) if (!instances.has(url)) add(url)
    known = [...instances.values()]
  }

  /** Those that may be asked now, beginning at whose turn it is. */
  const inTurn = (place: number, tried: ReadonlySet<Instance>): readonly Instance[] => {
    const [only, another] = known
    if (only !== undefined && another === undefined) return only.isHealthy() && !tried.has(only) ? known : []
    const healthy = known.filter(instance => instance.isHealthy())
    const start = healthy.length === 0 ? 0 : place % healthy.length
    return [...healthy.slice(start), ...healthy.slice(0, start)].filter(instance => !tried.has(instance))
  }

  /** Or until all of them are known to be down, or the time is over. */
  const untilOneIsBack = async (tried: ReadonlySet<Instance>, timeoutMs: number): Promise<void> => {
    const out = known.filter(instance => !tried.has(instance))
    if (out.length === 0) return
    const isBack = async (instance: Instance) => {
      await instance.checkNow()
      if (!instance.isHealthy()) throw new Error(`${instance.url} is still down`)
    }
    const looking = Promise.any(out.map(isBack)).catch(() => undefined)
    await Promise.race([looking, delay(timeoutMs, undefined, { ref: false })])
  }

  const unavailable = (failure: InstanceFailure | undefined) => {
    metrics?.failed.inc({ target: service })
    const reason = failure?.message ?? `none of its ${instances.size} instance(s) is healthy`
    reachability.failed(reason)
    const fault = new RequestFault('SERVICE_UNAVAILABLE', `${service} does not answer at the moment`, {
      serviceName: service,
    })
    fault.cause = failure
    return fault
  }

  const send: InstancePool['send'] = async (
    request,
    { idempotent, deadlineMs = DEADLINE_DEFAULT_MS, tryTimeoutMs = TRY_TIMEOUT_MS },
  ) => {
    const endsMs = performance.now() + remainingMs(deadlineMs)
    let failure: InstanceFailure | undefined
    const tried = new Set<Instance>()
    const place = turn++
    if (instances.size === 0) await untilKnown(remainingMs(deadlineMs))
    // Looked up for each attempt, so that instances that came or went meanwhile count.
    let hasWaited = false
    for (;;) {
      let candidates = inTurn(place, tried)
      if (candidates.length === 0 && !hasWaited) {
        hasWaited = true
        await untilOneIsBack(tried, Math.min(RETURN_WAIT_MAX_MS, endsMs - performance.now()))
        candidates = inTurn(place, tried)
      }
      const [instance] = candidates
      if (instance === undefined) throw unavailable(failure)
      tried.add(instance)
      const isLast = candidates.length === 1
      for (let tries = 1; tries <= TRIES_MAX; tries++) {
        const leftMs = endsMs - performance.now()
        if (leftMs < REMAINING_MIN_MS) throw unavailable(failure)
        try {
          const timeoutMs = isLast ? leftMs : Math.min(leftMs, tryTimeoutMs)
          const response = await sendOnce(instance, request, { leftMs, timeoutMs })
          reachability.answered()
          return response
        } catch (error) {
          if (!(error instanceof InstanceFailure)) throw error
          failure = error
          if (!idempotent && !error.isUnsent) throw unavailable(failure)
        }
        metrics?.retried.inc({ target: service })
        // One that hangs, is full or was taken out is not asked again: the next one may answer at once.
        if (
          failure.reason === 'timeout' ||
          failure.reason === 'hurried' ||
          failure.reason === 'busy' ||
          !instance.isHealthy()
        )
          break
        if (tries < TRIES_MAX) await delay(Math.min(leftMs, BACKOFF_MS * 2 ** (tries - 1) * (0.5 + Math.random())))
      }
    }
  }

  const following = discovery?.follow(service, options.urls, urls => setInstances(urls.map(urlOf)))
  if (following === undefined) setInstances(options.urls)
  const untilKnown = async (timeoutMs: number) => {
    if (following !== undefined) await Promise.race([following.known, delay(timeoutMs, undefined, { ref: false })])
  }
  return {
    send,
    setInstances,
    instances: () => [...instances.values()].map(instance => ({ url: instance.url, isHealthy: instance.isHealthy() })),
    close: async () => {
      following?.stop()
      await Promise.all([...instances.values()].map(instance => instance.close()))
      instances.clear()
      known = []
    },
  }
}

function sendOnce(
  instance: Instance,
  request: PoolRequest,
  { leftMs, timeoutMs }: { leftMs: number; timeoutMs: number },
): Promise<InstanceResponse> {
  const { method, path, body, responseMaxBytes } = request
  const given = typeof request.headers === 'function' ? request.headers() : request.headers
  const headers = [...given, deadlineHeader, String(Math.floor(leftMs))]
  return instance.send({ method, path, headers, body, responseMaxBytes }, timeoutMs)
}

function createPoolMetrics(registry: Registry) {
  return {
    healthy: sharedGauge(registry, {
      name: 'waystone_instance_healthy',
      help: 'Whether an instance of a service that this process calls gets requests',
      labelNames: ['target', 'url'],
      // Of several workers: one that cannot reach the instance shows.
      aggregator: 'min',
    }),
    retried: sharedCounter(registry, {
      name: 'waystone_instance_failures_total',
      help: 'Tries at an instance that failed',
      labelNames: ['target'],
    }),
    failed: sharedCounter(registry, {
      name: 'waystone_service_unavailable_total',
      help: 'Requests that no instance of the service answered',
      labelNames: ['target'],
    }),
  }
}
