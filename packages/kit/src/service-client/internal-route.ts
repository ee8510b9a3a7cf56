import type { InternalSecret } from '../auth/internal-secret.js'
import { systemClock, type Clock } from '../clock/index.js'
import { json, type HttpRequest, type HttpResponse, type Route } from '../http/index.js'
import type { Logger } from '../logger/index.js'
import { sharedCounter, type Registry } from '../metrics/index.js'
import { faultOf } from '../postgres/unavailable.js'
import { createCallTokenVerifier } from './call-token.js'
import { deadlineHeader, parseDeadline, withinDeadline } from './deadline.js'
import type { RefusedCall } from './refused-calls.js'
import { mayCall, type InternalHandler } from './service-call.js'

const PREFIX = '/internal/'
const BODY_MAX_BYTES = 256 * 1024
/** For callers that do not say how long they wait. */
const DEADLINE_DEFAULT_MS = 30_000

/**
 * Answers the calls of fellow services at POST /internal/<operation>. Each carries a signed token for exactly
 * this call; a call that is forged, expired, replayed, malformed or of a service that is not among its
 * callers is refused, logged, counted and recorded, and nothing is run.
 */
export function internalRoute(options: {
  service: string
  secret: InternalSecret
  handlers: readonly InternalHandler[]
  logger: Logger
  metrics?: Registry
  clock?: Clock
  onRefused?: (call: RefusedCall) => void
}): Route {
  const { service, secret, logger, clock = systemClock, onRefused } = options
  const handlers = new Map(options.handlers.map(handler => [handler.operation, handler]))
  const verify = createCallTokenVerifier({ secret, clock })
  const refused =
    options.metrics &&
    sharedCounter(options.metrics, {
      name: 'waystone_internal_calls_refused_total',
      help: 'Calls between services that were refused: without proof of who calls (401), by a service that has no use for it (403) or malformed (400, 404)',
      labelNames: ['status'],
    })

  const refuse = (
    request: HttpRequest,
    refusal: { status: 400 | 401 | 403 | 404; message: string; reason?: string; caller?: string },
  ) => {
    const { status, message, reason = message, caller = null } = refusal
    const { remoteAddress, requestId } = request
    const operation = request.path.slice(PREFIX.length)
    logger.warn(
      { path: request.path, status, reason, caller, remoteAddress, requestId },
      'an internal call was refused',
    )
    refused?.inc({ status: String(status) })
    onRefused?.({ at: clock.now(), operation, status, reason, caller, remoteAddress, requestId })
    return json(status, { error: message })
  }

  const handle = async (request: HttpRequest): Promise<HttpResponse> => {
    const operation = request.path.slice(PREFIX.length)
    const token = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
    const proof =
      token === undefined ? { refusal: 'there is no token' } : verify(token, { service, operation, body: request.body })
    // A caller without a valid token learns neither the reason nor which operations exist.
    if ('refusal' in proof) {
      return refuse(request, { status: 401, message: 'This call is not signed as it must be', reason: proof.refusal })
    }
    const { caller } = proof
    const handler = handlers.get(operation)
    if (handler === undefined)
      return refuse(request, { status: 404, message: `There is no operation "${operation}"`, caller })
    if (!mayCall(handler, caller))
      return refuse(request, { status: 403, message: `The service "${caller}" may not call ${operation}`, caller })
    const input = parseJson(request.body)
    if (input === undefined) return refuse(request, { status: 400, message: 'The body is not valid JSON', caller })
    const deadlineMs = parseDeadline(request.headers.get(deadlineHeader)) ?? DEADLINE_DEFAULT_MS
    try {
      const output = await withinDeadline(deadlineMs, () => handler.answer(input.value, caller))
      return json(200, { output })
    } catch (error) {
      const fault = faultOf(error)
      if (fault?.code === 'BAD_REQUEST') return refuse(request, { status: 400, message: fault.message, caller })
      if (fault?.code === 'SERVICE_UNAVAILABLE') return json(503, { error: fault.message })
      logger.error({ err: error, operation, caller, requestId: request.requestId }, 'an internal call failed')
      return json(500, { error: 'Internal server error', requestId: request.requestId })
    }
  }

  return { path: `${PREFIX}*`, methods: ['POST'], bodyMaxBytes: BODY_MAX_BYTES, handle }
}

function parseJson(body: Buffer): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(body.toString('utf8')) as unknown }
  } catch {
    return undefined
  }
}
