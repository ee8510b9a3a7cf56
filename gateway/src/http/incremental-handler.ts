import type { HttpResponse } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import { writeNumbers } from '@waystone/federation/exact-numbers'
import type { IncrementalPayload } from '@waystone/federation/contract'
import { acceptedAnswers, preferredForQuery } from './accepted-answers.js'
import type { EndpointRequest } from './endpoint-request.js'
import type { GraphqlHandler } from './graphql-endpoint.js'
import { formatErrors } from './graphql-response.js'
import { partsOf2022, pendingParts } from './incremental-formats.js'
import type { IncrementalFormat, IncrementalWriter } from './incremental-writer.js'

/** Checks that a client prefers incremental delivery, in a format that the gateway supports. */
export const takesParts = (accept: string | undefined): boolean => preferredFormat(accept) !== null

function preferredFormat(accept: string | undefined): IncrementalFormat | null {
  const kind = preferredForQuery(acceptedAnswers(accept))
  if (kind === 'pending parts') return pendingParts
  return kind === 'deferred parts' ? partsOf2022 : null
}

/**
 * Answers in parts where the client takes them: the operation takes the way of every other, with all its
 * limits, and when something of it was deferred, its answer becomes the first part. The client's Accept header
 * chooses the format.
 */
export const incrementalHandler =
  (options: { answer: (request: EndpointRequest) => Promise<HttpResponse>; logger: Logger }): GraphqlHandler =>
  request => {
    const incremental = request.graphql?.context.incremental
    const format = preferredFormat(request.http.headers.get('accept'))
    return incremental === undefined || format === null ? null : inParts(request, { incremental, format }, options)
  }

async function inParts(
  request: EndpointRequest,
  {
    incremental,
    format,
  }: {
    incremental: NonNullable<NonNullable<EndpointRequest['graphql']>['context']['incremental']>
    format: IncrementalFormat
  },
  { answer, logger }: Parameters<typeof incrementalHandler>[0],
): Promise<HttpResponse> {
  // The first part is always JSON; so is an answer without deferred parts.
  const headers = new Map(request.http.headers).set('accept', 'application/json')
  const response = await answer({ ...request, http: { ...request.http, headers } })
  const { following } = incremental
  if (following === null || typeof response.body !== 'string') return response
  const answering = {
    requestId: request.http.requestId,
    operationName: request.graphql?.operationName ?? null,
    logger,
  }
  const writer = format.createWriter(response.body, following, errors => formatErrors(errors, answering).errors)
  return {
    status: response.status,
    headers: { ...response.headers, 'content-type': format.contentType },
    body: parts(response.body, following.payloads, writer),
  }
}

/** The delimiter follows each part at once: a client takes a part for whole only when it has seen it. */
async function* parts(
  initial: string,
  payloads: AsyncIterable<IncrementalPayload>,
  writer: IncrementalWriter,
): AsyncGenerator<string> {
  const end = initial.lastIndexOf('}')
  yield `\r\n---\r\n${part(`${initial.slice(0, end)},${JSON.stringify(writer.first).slice(1)}`, true)}`
  for await (const payload of payloads) yield part(writeNumbers(JSON.stringify(writer.next(payload))), payload.hasNext)
}

const part = (json: string, hasNext: boolean): string =>
  `content-type: application/json; charset=utf-8\r\n\r\n${json}\r\n---${hasNext ? '' : '--'}\r\n`
