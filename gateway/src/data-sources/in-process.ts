import type { GraphQLFormattedError } from 'graphql'
import type { Logger } from '@waystone/kit/logger'
import { keepBigInts, type NumberPlaces, withBigInts } from '@waystone/federation/exact-numbers'
import { copyAsJson } from './as-json.js'
import {
  exchange,
  failedResponse,
  readSubgraphResponse,
  type ResponseHeaders,
  type SubgraphResponse,
} from '@waystone/federation/contract'
import type { DataSource, SubgraphRequest } from '../requests/subgraph-request.js'
import { ExpectedAnswer } from './expected-answer.js'
import type { Forwarding } from './forwarded-headers.js'
import { LocalExchange } from './local-exchange.js'

/**
 * A subgraph of the same process, such as createLocalExecutor of @waystone/kit/graphql creates it. The
 * receiver owns objects without a prototype, since graphql-js creates them for each answer; any other may
 * live on, and is copied.
 */
export interface LocalSubgraph {
  execute(request: LocalRequest): Promise<LocalResult>
  /** Events of a subscription, or one answer that says why there are none. */
  subscribe?(request: LocalRequest): Promise<LocalStream | LocalResult>
}

/** A stream that is `forward` calls back with each result, where its subgraph can: see ForwardingStream of the kit. */
export type LocalStream = AsyncIterableIterator<LocalResult> & {
  readonly forward?: (take: (result: LocalResult) => Promise<void> | undefined) => Promise<void>
}

export interface LocalRequest {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly operationName?: string | undefined
  readonly headers: ReadonlyMap<string, string>
  readonly remoteAddress: string
  /** Of a subscription: the client's own operation, which a subgraph may write results for. */
  readonly verbatim?: {
    readonly query: string
    readonly operationName: string | undefined
    readonly variables: Readonly<Record<string, unknown>>
  }
  /** Of a subscription: the subgraph only says whether, and how long, the viewer has access. */
  readonly accessOnly?: boolean
  /** Of a subscription: the events go to all viewers who have access to them. */
  readonly forAll?: boolean
}

export interface LocalResult {
  readonly data?: Record<string, unknown> | null
  readonly errors?: readonly GraphQLFormattedError[]
  readonly extensions?: Record<string, unknown>
  /** The whole answer as JSON, where the subgraph has written it itself; `data` then parses it. */
  readonly parts?: readonly Buffer[]
  /** True where it answers the client's operation, rather than the plan's. */
  readonly isVerbatim?: boolean
  /** In lower case, as over HTTP. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** Asks a subgraph of the same process: no HTTP, no text; the same headers, and the same shape as JSON would have. */
export function createInProcessDataSource(options: {
  name: string
  subgraph: LocalSubgraph
  forwarding: Pick<Forwarding, 'localHeadersOf'>
  logger: Logger
}): DataSource {
  const { name, subgraph, forwarding, logger } = options
  return {
    givesOwned: true,
    execute: async request => {
      const { query, variables, operationName, context } = request
      try {
        const result = await subgraph.execute({
          query,
          variables: withBigInts(copyAsJson(variables)) as Record<string, unknown>,
          operationName,
          headers: forwarding.localHeadersOf(request),
          remoteAddress: context.remoteAddress,
        })
        const { expected } = request
        if (expected instanceof LocalExchange && result.errors === undefined && expected.isAnsweredBy(result))
          return new ExpectedAnswer(expected, headersOf(result), readAgain)
        const response = readSubgraphResponse(takeOverResult(result, request.numbers), request)
        if (response !== undefined) return request.isRecorded === true ? recorded(request, response) : response
        return failedResponse(name, 'invalid answer', `Subgraph "${name}" answered something that is not GraphQL`)
      } catch (error) {
        logger.error({ err: error, serviceName: name, requestId: context.requestId }, 'a local subgraph failed')
        return failedResponse(name, 'unreachable', `Subgraph "${name}" failed`)
      }
    },
    checkReady: async () => {},
    close: async () => {},
  }
}

const readAgain = ({ answer }: LocalExchange) => answer

/** Records a copy of the response at once, because its receivers may change it. */
const recorded = (request: SubgraphRequest, response: SubgraphResponse): SubgraphResponse =>
  response.errors === undefined ? { ...response, [exchange]: new LocalExchange(request, response) } : response

const headersOf = ({ headers }: LocalResult): ResponseHeaders | undefined =>
  headers && { get: name => joined(headers[name]) }

const joined = (value: string | readonly string[] | undefined): string | undefined =>
  value === undefined || typeof value === 'string' ? value : value.join(', ')

function takeOverResult(result: LocalResult, numbers: NumberPlaces | undefined): unknown {
  const { data, errors, extensions } = result
  const headers = headersOf(result)
  return {
    ...(data !== undefined && { data: numbers === undefined ? takeOver(data) : keepBigInts(takeOver(data), numbers) }),
    ...(errors !== undefined && { errors: copyAsJson(errors) }),
    ...(extensions !== undefined && { extensions: copyAsJson(extensions) }),
    ...(headers !== undefined && { headers }),
  }
}

/**
 * Converts a response to the form that a round trip through JSON would give it, with as few copies as is
 * safe: objects that graphql-js created stay, and only values that resolvers returned are copied. The
 * executor merges responses in place, while a resolver may return objects that live on in a cache, and
 * scalars may serialize to objects such as Date.
 */
function takeOver(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  // A list may be graphql-js's or a scalar's: they look alike.
  if (Array.isArray(value)) return value.map(item => takeOver(item) ?? null)
  if (Object.getPrototypeOf(value) !== null || Object.isFrozen(value)) return copyAsJson(value)
  const object = value as Record<string, unknown>
  for (const key in object) {
    const item = object[key]
    if (typeof item === 'object' && item !== null) object[key] = takeOver(item)
  }
  return object
}
