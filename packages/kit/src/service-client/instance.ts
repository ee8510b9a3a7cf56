import {
  bulkhead,
  BulkheadRejectedError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  type BulkheadPolicy,
  type CircuitBreakerPolicy,
} from 'cockatiel'
import { Pool } from 'undici'

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
/** Who gives an instance less time than this cannot tell from its silence that it is ill. */
const TELLING_TIMEOUT_MS = 1_000

export interface InstanceRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** Of the answer's body; without it there is no limit. */
  readonly responseMaxBytes?: number
}

export interface InstanceResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/**
 * What went wrong with one try. `hurried`: the caller had so little time left that the instance is not to blame. `isUnsent`: the instance cannot have seen it, so that even a write may be tried again. */
export class InstanceFailure extends Error {
  override readonly name = 'InstanceFailure'
  readonly reason: 'unreachable' | 'broken' | 'timeout' | 'hurried' | 'busy' | 'unavailable'
  constructor(reason: InstanceFailure['reason'], message: string) {
    super(message)
    this.reason = reason
  }

  get isUnsent(): boolean {
    return this.reason === 'unreachable' || this.reason === 'busy'
  }
}

/** The answer is larger than the caller reads. It says nothing about the instance, and asking again would not help. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge'
}

/** One process that answers, with its connections, its circuit breaker and its health. */
export interface Instance {
  readonly url: string
  /** False while the circuit is open (health checks go on and close it), and once it is closed. */
  isHealthy(): boolean
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
  const pool = new Pool(new URL(url).origin, {
    connections: CONNECTIONS_MAX,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Each request has a timer of its own.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  const basePath = new URL(url).pathname.replace(/\/$/, '')
  const limit = bulkhead(CONCURRENCY_MAX, QUEUE_MAX)
  const breaker = circuitBreaker(handleWhen(isInstanceIll), {
    breaker: new ConsecutiveBreaker(FAILURES_MAX),
    halfOpenAfter: PROBE_INTERVAL_MS / 2,
  })
  let closed = false
  let probing: NodeJS.Timeout | undefined

  const probe = async () => {
    try {
      // The first execution after `halfOpenAfter` decides: closed again, or open for another while.
      await breaker.execute(async () => {
        const { status } = await exchange(pool, { method: 'GET', path: healthPath, headers: {} }, PROBE_TIMEOUT_MS)
        // Foreign services may know nothing of the path: who answers at all is back.
        if (status >= 500) throw new InstanceFailure('unavailable', `${url} answered its health check with ${status}`)
      })
    } catch {
      // Still down: the next probe is on its way.
      if (!closed) probeLater()
    }
  }
  const probeLater = () => {
    probing = setTimeout(() => void probe(), PROBE_INTERVAL_MS).unref()
  }
  breaker.onBreak(() => {
    if (closed) return
    onChange('ejected')
    clearTimeout(probing)
    probeLater()
  })
  breaker.onReset(() => onChange('returned'))

  return {
    url,
    isHealthy: () => !closed && breaker.state === CircuitState.Closed,
    send: (request, timeoutMs) =>
      limited(limit, url, () =>
        guarded(breaker, url, () => exchange(pool, { ...request, path: basePath + request.path }, timeoutMs)),
      ),
    close: async () => {
      closed = true
      clearTimeout(probing)
      await pool.close()
    },
  }
}

const isInstanceIll = (error: Error): boolean =>
  !(error instanceof AnswerTooLarge || (error instanceof InstanceFailure && error.reason === 'hurried'))

/** Too many at once is no sign of ill health: it stays outside the circuit breaker. */
async function limited<T>(limit: BulkheadPolicy, url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await limit.execute(work)
  } catch (error) {
    if (error instanceof BulkheadRejectedError)
      throw new InstanceFailure('busy', `${url} has too many requests under way`)
    throw error
  }
}

async function guarded<T>(breaker: CircuitBreakerPolicy, url: string, work: () => Promise<T>): Promise<T> {
  // Only health checks may close an open circuit: a player's request is no probe.
  if (breaker.state !== CircuitState.Closed)
    throw new InstanceFailure('unreachable', `${url} is taken out until it is healthy`)
  return await breaker.execute(work)
}

const unreachableCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  // It was removed before the request was sent; those that were sent are waited for.
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
])
/** What a server or a proxy says when it cannot answer now. */
const unavailableStatuses = new Set([502, 503, 504])

async function exchange(pool: Pool, request: InstanceRequest, timeoutMs: number): Promise<InstanceResponse> {
  const cancel = new AbortController()
  const timer = setTimeout(() => cancel.abort(), timeoutMs)
  try {
    const { statusCode, headers, body } = await pool.request({
      method: request.method,
      path: request.path,
      headers: { ...request.headers },
      body: request.body ?? null,
      signal: cancel.signal,
    })
    const { responseMaxBytes } = request
    const bytes =
      responseMaxBytes === undefined ? Buffer.from(await body.arrayBuffer()) : await readAtMost(body, responseMaxBytes)
    if (unavailableStatuses.has(statusCode))
      throw new InstanceFailure('unavailable', `It answered with status ${statusCode}`)
    return { status: statusCode, headers, body: bytes }
  } catch (error) {
    if (error instanceof InstanceFailure || error instanceof AnswerTooLarge) throw error
    if (cancel.signal.aborted)
      throw new InstanceFailure(
        timeoutMs < TELLING_TIMEOUT_MS ? 'hurried' : 'timeout',
        `No answer within ${Math.round(timeoutMs)} ms`,
      )
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new InstanceFailure(
      unreachableCodes.has(code) ? 'unreachable' : 'broken',
      error instanceof Error ? error.message || code : String(error),
    )
  } finally {
    clearTimeout(timer)
  }
}

/** Leaving the loop early closes the connection, so that the rest never comes. */
async function readAtMost(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBytes) throw new AnswerTooLarge(`The answer has more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
