import { GraphQLError } from 'graphql'
import { requestFaults, type RequestFaultCode } from '@waystone/kit/errors'
import { Counter, type Registry } from '@waystone/kit/metrics'
import type { GatewayPlugin } from '../../requests/gateway-plugin.js'
import type { AdmitRequest } from '../../requests/gateway-context.js'
import type { RateLimitExceeded, RateLimits } from './rate-limits.js'

/** Refuses requests of a user or an address that has had its share, before anything is done for them. */
export function useRateLimits(options: { limits: RateLimits; metrics: Registry }): GatewayPlugin {
  const { limits, metrics } = options
  const refused = new Counter({
    name: 'waystone_gateway_rate_limited_total',
    help: 'Requests refused because their user or address has had its share.',
    labelNames: ['limit'],
    registers: [metrics],
  })
  const refuse = (exceeded: RateLimitExceeded | null): void => {
    if (exceeded === null) return
    refused.inc({ limit: exceeded.limit })
    throw tooManyRequests(exceeded)
  }
  const take: AdmitRequest = client => limits.take(client)?.then(refuse)
  return {
    onCredential: ({ remoteAddress }) => limits.takeCredential(remoteAddress)?.then(refuse),
    onOtherProtocol: take,
    onRequest: ({ context }) => (context.isContinued ? undefined : take(context)),
  }
}

const CODE: RequestFaultCode = 'TOO_MANY_REQUESTS'

/** With the Retry-After header of HTTP, and the same in the error for other transports. */
export function tooManyRequests({ limit, retryAfterSeconds }: RateLimitExceeded): GraphQLError {
  const who = limit === 'user' ? 'this user' : 'this address'
  // graphql-js knows nothing of `http`, whose headers Apollo Server wants as a map.
  const http: unknown = {
    status: requestFaults[CODE],
    headers: new Map([['retry-after', String(retryAfterSeconds)]]),
  }
  return new GraphQLError(`Too many requests of ${who}; try again in ${retryAfterSeconds} s`, {
    extensions: { code: CODE, limit, retryAfter: retryAfterSeconds, http: http as Record<string, unknown> },
  })
}
