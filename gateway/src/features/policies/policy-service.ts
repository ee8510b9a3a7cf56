import { RequestFault } from '@waystone/kit/errors'
import type { Logger } from '@waystone/kit/logger'
import type { Registry } from '@waystone/kit/metrics'
import {
  AnswerTooLarge,
  createInstancePool,
  InstanceFailure,
  type InstanceResponse,
} from '@waystone/kit/service-client'
import { PolicyFailure, type DecidePolicies, type PolicyAnswer, type PolicyQuestion } from './policy-question.js'

/** An answer has a name and a decision for each policy that was asked for. */
const ANSWER_MAX_BYTES = 100_000

export interface PolicyService {
  /** @throws PolicyFailure saying why there is no answer. */
  readonly decide: DecidePolicies
  close(): Promise<void>
}

/**
 * Asks a service at a URL over connections that are kept: a POST of `{ version, claims, policies }`, answered by
 * `{ policies: { <name>: true | false | null } }`.
 * @param options.token sent as a bearer token, by which the service knows the gateway.
 */
export function createPolicyService(options: {
  url: string
  token: string | undefined
  timeoutMs: number
  logger: Logger
  metrics: Registry
}): PolicyService {
  const { url, token, timeoutMs, logger, metrics } = options
  // The pool appends it to the URL's own path, less the slash at its end.
  const path = new URL(url).pathname.endsWith('/') ? '/' : ''
  const pool = createInstancePool({ service: 'policies', urls: [url], logger, metrics })
  const headers = [
    'content-type',
    'application/json',
    'accept',
    'application/json',
    ...(token === undefined ? [] : ['authorization', `Bearer ${token}`]),
  ]
  return {
    decide: async question => {
      const request = {
        method: 'POST',
        path,
        headers: [...headers, 'x-request-id', question.requestId],
        body: bodyOf(question),
        responseMaxBytes: ANSWER_MAX_BYTES,
      } as const
      try {
        // Asked once: a service that counts questions, or takes long, must not get another one.
        return readAnswer(await pool.send(request, { idempotent: false, deadlineMs: timeoutMs }))
      } catch (error) {
        throw failureOf(error)
      }
    },
    close: () => pool.close(),
  }
}

/** Claims have the names that they have in the token. */
function bodyOf({ policies, viewer }: PolicyQuestion): string {
  const claims = viewer && {
    sub: viewer.userId,
    sid: viewer.sessionId,
    scopes: viewer.scopes,
    iat: Math.floor(viewer.issuedAtMs / 1000),
    exp: Math.floor(viewer.expiresAtMs / 1000),
  }
  return JSON.stringify({ version: 1, claims, policies })
}

function readAnswer({ status, body }: InstanceResponse): PolicyAnswer {
  if (status !== 200) throw new PolicyFailure('invalid answer', `The policy service answered with status ${status}`)
  let answer: unknown
  try {
    answer = JSON.parse(body.toString('utf8'))
  } catch {
    throw new PolicyFailure('invalid answer', 'The policy service answered text that is not JSON')
  }
  if (typeof answer === 'object' && answer !== null && 'policies' in answer) return answer.policies as PolicyAnswer
  throw new PolicyFailure('invalid answer', 'The policy service answered JSON without an object "policies"')
}

function failureOf(error: unknown): unknown {
  if (error instanceof AnswerTooLarge)
    return new PolicyFailure('too large', `The policy service answered more than ${ANSWER_MAX_BYTES} bytes`)
  if (!(error instanceof RequestFault)) return error
  const { cause } = error
  const isLate = cause instanceof InstanceFailure && (cause.reason === 'timeout' || cause.reason === 'hurried')
  return isLate
    ? new PolicyFailure('timeout', 'The policy service did not answer in time')
    : new PolicyFailure('unreachable', 'The policy service cannot be reached')
}
