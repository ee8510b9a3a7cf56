import type { Discovery } from '@waystone/kit/discovery'
import { LRUCache } from 'lru-cache'
import type { Logger } from '@waystone/kit/logger'
import type { Registry } from '@waystone/kit/metrics'
import {
  AnswerTooLarge,
  createInstancePool,
  InstanceFailure,
  type InstanceResponse,
} from '@waystone/kit/service-client'
import {
  exchange,
  failedResponse,
  readSubgraphResponse,
  type ResponseHeaders,
  type SubgraphFailure,
  type SubgraphResponse,
} from '@waystone/federation/contract'
import type { DataSource, SubgraphRequest } from '../requests/subgraph-request.js'
import { keepNumbers, type NumberPlaces, parseExactly, writeNumbers } from '@waystone/federation/exact-numbers'
import { isJsonObject } from '@waystone/federation/json'
import { ExpectedAnswer } from './expected-answer.js'
import type { Forwarding } from './forwarded-headers.js'
import { HttpExchange } from './http-exchange.js'

const READY_TIMEOUT_MS = 1_500

/**
 * Asks a subgraph over HTTP: instances take turns, one that is ill is left out, and a query goes to the next
 * one where the first fails; a mutation only when it cannot have arrived.
 */
export function createHttpDataSource(options: {
  name: string
  /** GraphQL URLs of all instances. */
  urls: readonly string[]
  discovery: Discovery
  forwarding: Pick<Forwarding, 'headersOf'>
  /** From asking the first instance to the answer's last byte. */
  timeoutMs: number
  responseMaxBytes: number
  logger: Logger
  metrics: Registry
}): DataSource {
  const { name, urls, discovery, forwarding, timeoutMs, responseMaxBytes, logger, metrics } = options
  const pool = createInstancePool({ service: name, urls, logger, metrics, discovery, urlOf: graphqlUrlOf })
  return {
    givesOwned: true,
    execute: async request => {
      const isMutation = request.query.startsWith('mutation')
      const expected = request.expected instanceof HttpExchange ? request.expected : undefined
      const body = expected?.body ?? Buffer.from(bodyOf(request))
      try {
        const response = await pool.send(
          {
            method: 'POST',
            path: '',
            headers: [...forwarding.headersOf(request), ...JSON_HEADERS],
            body,
            responseMaxBytes,
          },
          // A query may wait for one instance for half of the time, so that another can still answer.
          { idempotent: !isMutation, deadlineMs: timeoutMs, tryTimeoutMs: isMutation ? timeoutMs : timeoutMs / 2 },
        )
        return readResponse(response, { request, body, expected })
      } catch (error) {
        const [reason, message] = describeFailure(name, error)
        const { requestId } = request.context
        // The pool says once that a subgraph is away: a line for each request would bury that.
        if (reason === 'unreachable') logger.debug({ serviceName: name, reason, requestId }, message)
        else logger.warn({ serviceName: name, reason, requestId }, message)
        return failedResponse(name, reason, message)
      }
    },
    checkReady: async () => {
      const body = '{"query":"{ __typename }"}'
      const ping = { method: 'POST', path: '', headers: JSON_HEADERS, body, responseMaxBytes } as const
      const { status } = await pool.send(ping, { idempotent: true, deadlineMs: READY_TIMEOUT_MS })
      if (status !== 200) throw new Error(`Subgraph "${name}" answered with status ${status}`)
    },
    close: () => pool.close(),
  }
}

/** Lists of instances name services by their base URLs, as the subgraphs themselves find each other. */
export const graphqlUrlOf = (url: string): string =>
  new URL(url).pathname === '/' ? new URL('/graphql', url).href : url

const JSON_HEADERS = Object.entries({
  'content-type': 'application/json',
  accept: 'application/graphql-response+json, application/json',
}).flat()

/** Plans are few, and their operations repeat: the beginnings of their bodies are written once. */
const BODY_STARTS_MAX = 5_000
const bodyStarts = new LRUCache<string, { operationName: string | undefined; start: string }>({ max: BODY_STARTS_MAX })

function bodyOf({ query, operationName, variables }: SubgraphRequest): string {
  let known = bodyStarts.get(query)
  if (known === undefined || known.operationName !== operationName) {
    known = { operationName, start: `${JSON.stringify({ query, operationName }).slice(0, -1)},"variables":` }
    bodyStarts.set(query, known)
  }
  return `${known.start}${writeNumbers(JSON.stringify(variables))}}`
}

class InvalidAnswer extends Error {
  override readonly name = 'InvalidAnswer'
}

/**
 * @throws InvalidAnswer unless the body is a GraphQL response of the right shape; the HTTP status does not
 * matter.
 */
function readResponse(
  response: InstanceResponse,
  asked: { request: SubgraphRequest; body: Buffer; expected: HttpExchange | undefined },
): SubgraphResponse {
  const { request, expected } = asked
  const { status, body } = response
  const type = response.header('content-type') ?? 'none'
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type))
    throw new InvalidAnswer(`status ${status} and content type ${type}`)
  const headers: ResponseHeaders = { get: name => response.header(name) }
  if (expected?.answer.equals(body) === true) return new ExpectedAnswer(expected, headers, readAgain)
  const answer = readSubgraphResponse(readAnswer(body, request.numbers), request)
  if (answer === undefined) throw new InvalidAnswer(`status ${status} and JSON that is not GraphQL`)
  const { data, errors, extensions } = answer
  return { data, errors, extensions, headers, [exchange]: new HttpExchange(asked.body, body, request.numbers) }
}

const readAgain = ({ answer, numbers }: HttpExchange) => readAnswer(answer, numbers) as SubgraphResponse

function readAnswer(body: Buffer, numbers: NumberPlaces | undefined): unknown {
  const text = body.toString('utf8')
  const answer = parseJson(text)
  if (numbers !== undefined && isJsonObject(answer))
    answer['data'] = keepNumbers(answer['data'], numbers, () => {
      const exact = parseExactly(text)
      return isJsonObject(exact) ? exact['data'] : undefined
    })
  return answer
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new InvalidAnswer('text that is not JSON')
  }
}

function describeFailure(name: string, error: unknown): [SubgraphFailure, string] {
  if (error instanceof InvalidAnswer) return ['invalid answer', `Subgraph "${name}" answered ${error.message}`]
  if (error instanceof AnswerTooLarge) return ['too large', `The answer of subgraph "${name}" is too large`]
  const failure = error instanceof Error ? error.cause : undefined
  const timedOut = failure instanceof InstanceFailure && (failure.reason === 'timeout' || failure.reason === 'hurried')
  if (timedOut) return ['timeout', `Subgraph "${name}" did not answer in time`]
  return ['unreachable', `Subgraph "${name}" cannot be reached`]
}
