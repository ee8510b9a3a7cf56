import { Pool, errors as undiciErrors, type Dispatcher } from 'undici'
import type { Clock } from '@waystone/kit/clock'
import type { Logger } from '@waystone/kit/logger'
import {
  failedResponse,
  isSubgraphResponse,
  type DataSource,
  type SubgraphFailure,
  type SubgraphRequest,
  type SubgraphResponse,
} from './data-source.js'
import { forwardedHeaders } from './forwarded-headers.js'
import { createInstances, type Instances } from './instances.js'

export interface HttpDataSourceOptions {
  readonly name: string
  /** GraphQL URLs of all instances. */
  readonly urls: readonly string[]
  readonly internalSecret: string
  /** From asking the first instance to the answer's last byte. */
  readonly timeoutMs: number
  readonly responseMaxBytes: number
  readonly logger: Logger
  readonly clock: Clock
}

const CONNECTIONS_PER_ORIGIN_MAX = 128
const CONNECT_TIMEOUT_MS = 2_000
const READY_TIMEOUT_MS = 1_500

/** Asks a subgraph over pooled connections; an instance that is down is left out, and the next one asked. */
export function createHttpDataSource(options: HttpDataSourceOptions): DataSource {
  const { name, urls, internalSecret, timeoutMs, responseMaxBytes, logger, clock } = options
  const pools = new Map<string, Pool>()
  for (const url of urls) {
    const { origin } = new URL(url)
    if (pools.has(origin)) continue
    pools.set(
      origin,
      new Pool(origin, { connections: CONNECTIONS_PER_ORIGIN_MAX, connect: { timeout: CONNECT_TIMEOUT_MS } }),
    )
  }
  const instances = createInstances(urls, clock)

  const post = async (url: string, headers: Record<string, string>, body: string, signal: AbortSignal) => {
    const { origin, pathname, search } = new URL(url)
    const pool = pools.get(origin)
    if (pool === undefined) throw new Error(`No pool for ${origin}`)
    const response = await pool.request({
      method: 'POST',
      path: `${pathname}${search}`,
      headers: { ...headers, 'content-type': 'application/json', accept },
      body,
      signal,
    })
    return { status: response.statusCode, json: await readJson(response, responseMaxBytes) }
  }

  return {
    givesAnswersAway: true,
    execute: async request => {
      const { query, variables, operationName, context } = request
      const body = JSON.stringify({ query, variables, operationName })
      const headers = forwardedHeaders(context, internalSecret)
      const signal = AbortSignal.timeout(timeoutMs)
      const failed = (url: string | undefined, error: unknown): SubgraphResponse => {
        const [reason, message] = describeFailure(name, error)
        logger.warn(
          { err: error, serviceName: name, url, reason, requestId: context.requestId },
          'a subgraph did not answer',
        )
        return failedResponse(name, reason, message)
      }
      return await askInstances(instances, request, {
        ask: async url => {
          const { status, json } = await post(url, headers, body, signal)
          if (!isSubgraphResponse(json, request))
            throw new InvalidAnswer(`status ${status} and JSON that is not GraphQL`)
          return json
        },
        failed,
      })
    },
    checkReady: async () => {
      const signal = AbortSignal.timeout(READY_TIMEOUT_MS)
      const body = JSON.stringify({ query: '{ __typename }' })
      await Promise.any(
        urls.map(async url => {
          const { status } = await post(url, {}, body, signal)
          if (status !== 200) throw new Error(`answered with status ${status}`)
        }),
      )
    },
    close: async () => {
      await Promise.all([...pools.values()].map(pool => pool.close()))
    },
  }
}

const accept = 'application/graphql-response+json, application/json'

/** Asks one instance after another as long as asking again is safe. */
async function askInstances(
  instances: Instances,
  request: SubgraphRequest,
  how: {
    ask: (url: string) => Promise<SubgraphResponse>
    failed: (url: string | undefined, error: unknown) => SubgraphResponse
  },
): Promise<SubgraphResponse> {
  let last: { url: string | undefined; error: unknown } = { url: undefined, error: new Error('no instance') }
  for (const url of instances.inOrder()) {
    try {
      const response = await how.ask(url)
      instances.succeeded(url)
      return response
    } catch (error) {
      last = { url, error }
      if (!isConnectionFailure(error)) break
      instances.failed(url)
      // A mutation may have run when its connection broke; only one that was never sent goes to the next instance.
      if (isMutation(request) && !wasNeverSent(error)) break
    }
  }
  return how.failed(last.url, last.error)
}

const isMutation = (request: SubgraphRequest): boolean => request.query.startsWith('mutation')

const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
])
const connectionLost = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')
const wasNeverSent = (error: unknown): boolean => neverSent.has(codeOf(error))
const isConnectionFailure = (error: unknown): boolean => wasNeverSent(error) || connectionLost.has(codeOf(error))

class InvalidAnswer extends Error {
  override readonly name = 'InvalidAnswer'
}
class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge'
}

/** Reads at most so many bytes, and closes the connection at the first byte too many. */
async function readJson(response: Dispatcher.ResponseData, maxBytes: number): Promise<unknown> {
  const type = String(response.headers['content-type'] ?? 'none')
  const declared = Number(response.headers['content-length'] ?? 0)
  const isJson = /^application\/([\w.+-]+\+)?json\b/i.test(type)
  if (!isJson || declared > maxBytes) {
    response.body.on('error', () => {}).destroy()
    if (!isJson) throw new InvalidAnswer(`status ${response.statusCode} and content type ${type}`)
    throw new AnswerTooLarge(`${declared} bytes`)
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw new AnswerTooLarge(`more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown
  } catch {
    throw new InvalidAnswer(`status ${response.statusCode} and text that is not JSON`)
  }
}

function describeFailure(name: string, error: unknown): [SubgraphFailure, string] {
  if (error instanceof InvalidAnswer) return ['invalid answer', `Subgraph "${name}" answered ${error.message}`]
  if (error instanceof AnswerTooLarge) return ['too large', `The answer of subgraph "${name}" is too large`]
  const timedOut =
    (error instanceof Error && error.name === 'TimeoutError') ||
    error instanceof undiciErrors.HeadersTimeoutError ||
    error instanceof undiciErrors.BodyTimeoutError
  if (timedOut) return ['timeout', `Subgraph "${name}" did not answer in time`]
  return ['unreachable', `Subgraph "${name}" cannot be reached`]
}
