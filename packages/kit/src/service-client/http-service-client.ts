import type { InternalSecret } from '../auth/internal-secret.js'
import { systemClock, type Clock } from '../clock/index.js'
import type { Discovery } from '../discovery/index.js'
import { RequestFault } from '../errors/index.js'
import type { Logger } from '../logger/index.js'
import type { Registry } from '../metrics/index.js'
import { activeTraceparent } from '../tracing/index.js'
import { createCallTokenSigner } from './call-token.js'
import type { InstanceResponse } from './instance-request.js'
import { createInstancePool, type InstancePool } from './instance-pool.js'
import type { ServiceClient } from './service-call.js'

/** A service client over HTTP whose instances can be changed while it runs. */
export interface HttpServiceClient extends ServiceClient {
  setInstances(service: string, urls: readonly string[]): void
}

/**
 * Calls other services at POST /internal/<operation> of any of their instances; each attempt has a signature
 * of its own.
 */
export function createHttpServiceClient(options: {
  self: string
  secret: InternalSecret
  instances: Readonly<Record<string, readonly string[]>>
  logger: Logger
  metrics?: Registry
  clock?: Clock
  /** Follows the instances while they come and go. */
  discovery?: Discovery | undefined
}): HttpServiceClient {
  const { self, secret, logger, metrics, clock = systemClock, discovery } = options
  const sign = createCallTokenSigner({ secret, clock })
  const pools = new Map<string, InstancePool>()
  const setInstances = (service: string, urls: readonly string[]) => {
    const pool = pools.get(service)
    if (pool === undefined) pools.set(service, createInstancePool({ service, urls, logger, metrics, discovery }))
    else pool.setInstances(urls)
  }
  for (const [service, urls] of Object.entries(options.instances)) setInstances(service, urls)

  return {
    setInstances,
    call: async (call, input, { deadlineMs, requestId } = {}) => {
      const { service, operation } = call
      const pool = pools.get(service)
      if (pool === undefined)
        throw new RequestFault('SERVICE_UNAVAILABLE', `No instances of ${service} are configured`, {
          serviceName: service,
        })
      const body = JSON.stringify(call.input.parse(input))
      const traceparent = activeTraceparent()
      const headers = () => [
        'authorization',
        `Bearer ${sign({ caller: self, service, operation, body })}`,
        'content-type',
        'application/json',
        ...(requestId === undefined ? [] : ['x-request-id', requestId]),
        ...(traceparent === undefined ? [] : ['traceparent', traceparent]),
      ]
      const response = await pool.send(
        { method: 'POST', path: `/internal/${operation}`, headers, body },
        { idempotent: true, ...(deadlineMs !== undefined && { deadlineMs }) },
      )
      return call.output.parse(outputOf(response, `${service} ${operation}`))
    },
    close: async () => {
      await Promise.all([...pools.values()].map(pool => pool.close()))
    },
  }
}

function outputOf(response: InstanceResponse, what: string): unknown {
  const text = response.body.toString('utf8')
  if (response.status !== 200)
    throw new Error(`${what}: expected an answer with status 200, got ${response.status}: ${text.slice(0, 500)}`)
  const answer = JSON.parse(text) as unknown
  if (typeof answer === 'object' && answer !== null && 'output' in answer) return answer.output
  throw new Error(`${what}: expected an answer with an output, got ${text.slice(0, 500)}`)
}
