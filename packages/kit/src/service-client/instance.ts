import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen } from 'cockatiel'
import { ConnectionPool } from './connection-pool.js'
import { createGate } from './gate.js'
import { Exchange } from './exchange.js'
import { AnswerTooLarge, InstanceFailure, type InstanceRequest, type InstanceResponse } from './instance-request.js'

/** Failures in a row after which an instance gets no more requests until a health check passes. */
const FAILURES_MAX = 3
const PROBE_INTERVAL_MS = 250
const PROBE_TIMEOUT_MS = 1_000
const CONNECTIONS_MAX = 64
const CONNECT_TIMEOUT_MS = 1_000
/** Requests under way to one instance, and those that may wait for them. */
const CONCURRENCY_MAX = 256
/** A burst waits, each request no longer than its deadline; beyond this the answer is an error at once. */
const QUEUE_MAX = 4_096
const KEEP_ALIVE_MS = 30_000

/** One process that answers, with its connections, its circuit breaker and its health. */
export interface Instance {
  readonly url: string
  /** False while the circuit is open (health checks go on and close it), and once it is closed. */
  isHealthy(): boolean
  /** Looks at once whether one that is not healthy is back, and resolves when that is known. */
  checkNow(): Promise<void>
  /** @throws InstanceFailure, or AnswerTooLarge */
  send(request: InstanceRequest, timeoutMs: number): Promise<InstanceResponse>
  close(): Promise<void>
}

export function createInstance(options: {
  url: string
  healthPath: string
  onChange: (change: 'ejected' | 'returned') => void
}): Instance {
  const { url, healthPath, onChange } = options
  const pool = new ConnectionPool(new URL(url).origin, {
    connections: CONNECTIONS_MAX,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Each request has a timer of its own.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  const basePath = new URL(url).pathname.replace(/\/$/, '')
  const gate = createGate({ mostInside: CONCURRENCY_MAX, mostWaiting: QUEUE_MAX })
  const breaker = circuitBreaker(handleWhen(isInstanceIll), {
    breaker: new ConsecutiveBreaker(FAILURES_MAX),
    // Nothing but probes is executed while it is open: each of them decides.
    halfOpenAfter: 0,
  })
  /** True when the last request failed: only then is a success reported to the breaker. */
  let isFailing = false
  let closed = false
  let probeTimer: NodeJS.Timeout | undefined
  let probing: Promise<void> | undefined

  const probe = (): Promise<void> => {
    clearTimeout(probeTimer)
    return (probing ??= probeOnce().finally(() => (probing = undefined)))
  }
  const probeOnce = async () => {
    try {
      await breaker.execute(async () => {
        const { status } = await exchange({ method: 'GET', path: healthPath, headers: [] }, PROBE_TIMEOUT_MS)
        // Foreign services may not have the path: any answer without a server error shows that the instance
        // is back.
        if (status >= 500) throw new InstanceFailure('unavailable', `${url} answered its health check with ${status}`)
      })
    } catch {
      // Still down: the next probe is on its way.
      if (!closed) probeLater()
    }
  }
  const probeLater = () => {
    clearTimeout(probeTimer)
    probeTimer = setTimeout(() => void probe(), PROBE_INTERVAL_MS).unref()
  }
  breaker.onBreak(() => {
    if (closed) return
    onChange('ejected')
    probeLater()
  })
  breaker.onReset(() => onChange('returned'))

  const exchange = (request: InstanceRequest, timeoutMs: number): Promise<InstanceResponse> =>
    new Promise((resolve, reject) => new Exchange({ request, timeoutMs, resolve, reject }).start(pool))

  /** The breaker is told of failures, and of the success that ends them, but not of other successes. */
  const tell = async (failure: Error | null): Promise<void> => {
    if (breaker.state !== CircuitState.Closed) return
    isFailing = failure !== null
    try {
      await breaker.execute(() => {
        if (failure !== null) throw failure
      })
    } catch {
      // It has counted the failure, which the caller is told by `send`.
    }
  }

  return {
    url,
    isHealthy: () => !closed && breaker.state === CircuitState.Closed,
    checkNow: async () => {
      if (!closed && breaker.state !== CircuitState.Closed) await probe()
    },
    send: async (request, timeoutMs) => {
      if (!gate.enter()) {
        // Too many at once is no sign of ill health: it stays outside the circuit breaker.
        if (gate.isFull()) throw new InstanceFailure('busy', `${url} has too many requests under way`)
        await gate.wait()
      }
      const { method, path, headers, body, responseMaxBytes } = request
      try {
        // Only health checks may close an open circuit: a player's request is no probe.
        if (breaker.state !== CircuitState.Closed)
          throw new InstanceFailure('unreachable', `${url} is taken out until it is healthy`)
        const response = await exchange({ method, path: basePath + path, headers, body, responseMaxBytes }, timeoutMs)
        if (isFailing) await tell(null)
        return response
      } catch (error) {
        if (error instanceof Error && isInstanceIll(error)) await tell(error)
        throw error
      } finally {
        gate.leave()
      }
    },
    close: async () => {
      closed = true
      clearTimeout(probeTimer)
      await pool.close()
    },
  }
}

const isInstanceIll = (error: Error): boolean =>
  !(error instanceof AnswerTooLarge || (error instanceof InstanceFailure && error.reason === 'hurried'))
