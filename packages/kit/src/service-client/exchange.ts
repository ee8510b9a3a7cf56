import type { Dispatcher } from 'undici'
import { AnswerTooLarge, InstanceFailure, type InstanceRequest, type InstanceResponse } from './instance-request.js'

/** A timeout shorter than this is no sign that the instance is ill. */
const TELLING_TIMEOUT_MS = 1_000
/** Timers of equal length share a list in Node, so that lengths are rounded up to multiples of this. */
const TIMER_GRAIN_MS = 20

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
/** Statuses of a server or a proxy that cannot answer now. */
const unavailableStatuses = new Set([502, 503, 504])

interface Waiting {
  readonly request: InstanceRequest
  readonly timeoutMs: number
  readonly resolve: (response: InstanceResponse) => void
  /** With an InstanceFailure or AnswerTooLarge. */
  readonly reject: (error: Error) => void
}

/**
 * One request and its answer, as undici's dispatcher hands it out: no stream and no abort signal is made for
 * what is read whole. Gives up when the time is over, or the answer has more bytes than the caller reads; the
 * connection is closed then.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #waiting: Waiting
  readonly #chunks: Buffer[] = []
  #timer: NodeJS.Timeout | undefined
  #abort: ((error: Error) => void) | undefined
  /** Why it was given up. */
  #failure: Error | undefined
  #status = 0
  #rawHeaders: Buffer[] = []
  #size = 0

  constructor(waiting: Waiting) {
    this.#waiting = waiting
  }

  start(dispatcher: Dispatcher): void {
    const { request, timeoutMs } = this.#waiting
    this.#timer = setTimeout(
      () => this.#giveUp(timedOut(timeoutMs)),
      Math.ceil(timeoutMs / TIMER_GRAIN_MS) * TIMER_GRAIN_MS,
    )
    const { method, path, headers, body = null } = request
    dispatcher.dispatch({ method, path, headers: headers as string[], body }, this)
  }

  onConnect(abort: (error?: Error) => void): void {
    if (this.#failure === undefined) this.#abort = abort
    else abort(this.#failure)
  }

  onHeaders(status: number, rawHeaders: Buffer[]): boolean {
    this.#status = status
    this.#rawHeaders = rawHeaders
    return true
  }

  onData(chunk: Buffer): boolean {
    const { responseMaxBytes = Infinity } = this.#waiting.request
    this.#size += chunk.length
    if (this.#size <= responseMaxBytes) this.#chunks.push(chunk)
    else this.#giveUp(new AnswerTooLarge(`The answer has more than ${responseMaxBytes} bytes`))
    return true
  }

  onComplete(): void {
    clearTimeout(this.#timer)
    if (this.#failure !== undefined) return
    if (unavailableStatuses.has(this.#status)) {
      this.#waiting.reject(new InstanceFailure('unavailable', `It answered with status ${this.#status}`))
      return
    }
    const [first, another] = this.#chunks
    const body = first !== undefined && another === undefined ? first : Buffer.concat(this.#chunks, this.#size)
    this.#waiting.resolve(new Answer(this.#status, this.#rawHeaders, body))
  }

  onError(error: Error): void {
    clearTimeout(this.#timer)
    this.#waiting.reject(this.#failure ?? failureOf(error))
  }

  #giveUp(failure: Error): void {
    if (this.#failure !== undefined) return
    this.#failure = failure
    if (this.#abort !== undefined) return this.#abort(failure)
    // It still waits for a connection: the caller need not; when there is one, it is not used for this.
    clearTimeout(this.#timer)
    this.#waiting.reject(failure)
  }
}

class Answer implements InstanceResponse {
  readonly status: number
  readonly body: Buffer
  /** Names and values in turn. */
  readonly #rawHeaders: readonly Buffer[]

  constructor(status: number, rawHeaders: readonly Buffer[], body: Buffer) {
    this.status = status
    this.body = body
    this.#rawHeaders = rawHeaders
  }

  header(name: string): string | undefined {
    const raw = this.#rawHeaders
    let found: string | undefined
    for (let at = 0; at + 1 < raw.length; at += 2) {
      if (raw[at]?.length !== name.length || raw[at]?.toString('latin1').toLowerCase() !== name) continue
      const value = raw[at + 1]?.toString('latin1') ?? ''
      found = found === undefined ? value : `${found}, ${value}`
    }
    return found
  }
}

const timedOut = (timeoutMs: number) =>
  new InstanceFailure(
    timeoutMs < TELLING_TIMEOUT_MS ? 'hurried' : 'timeout',
    `No answer within ${Math.round(timeoutMs)} ms`,
  )

function failureOf(error: Error): InstanceFailure {
  const code = 'code' in error ? String(error.code) : ''
  return new InstanceFailure(unreachableCodes.has(code) ? 'unreachable' : 'broken', error.message || code)
}
