import type { HttpResponse } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import { writeNumbers } from '@waystone/federation/exact-numbers'
import type { IncrementalPayload } from '@waystone/federation/contract'
import { acceptedAnswers, preferredForQuery } from './accepted-answers.js'
import type { EndpointRequest } from './endpoint-request.js'
import type { GraphqlHandler } from './graphql-endpoint.js'
import { formatErrors } from './graphql-response.js'

/** Checks that a client prefers incremental delivery, in the one format that the gateway supports. */
export const takesParts = (accept: string | undefined): boolean =>
  preferredForQuery(acceptedAnswers(accept)) === 'deferred parts'

/**
 * Answers in parts where the client takes them: the operation takes the way of every other, with all its
 * limits, and when something of it was deferred, its answer becomes the first part. The format is the one
 * that Apollo Client and Apollo Server speak, `deferSpec=20220824`.
 */
export const incrementalHandler =
  (options: { answer: (request: EndpointRequest) => Promise<HttpResponse>; logger: Logger }): GraphqlHandler =>
  request => {
    const incremental = request.graphql?.context.incremental
    return incremental === undefined ? null : inParts(request, incremental, options)
  }

async function inParts(
  request: EndpointRequest,
  incremental: NonNullable<NonNullable<EndpointRequest['graphql']>['context']['incremental']>,
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
  const textOf = (payload: IncrementalPayload): string =>
    writeNumbers(
      JSON.stringify({
        ...payload,
        incremental: payload.incremental?.map(part =>
          part.errors === undefined ? part : { ...part, errors: formatErrors(part.errors, answering).errors },
        ),
      }),
    )
  return {
    status: response.status,
    headers: { ...response.headers, 'content-type': 'multipart/mixed; boundary="-"; deferSpec=20220824' },
    body: parts(response.body, following, textOf),
  }
}

/** The delimiter follows each part at once: a client takes a part for whole only when it has seen it. */
async function* parts(
  first: string,
  following: AsyncIterable<IncrementalPayload>,
  textOf: (payload: IncrementalPayload) => string,
): AsyncGenerator<string> {
  const end = first.lastIndexOf('}')
  yield `\r\n---\r\n${part(`${first.slice(0, end)},"hasNext":true}`, true)}`
  for await (const payload of following) yield part(textOf(payload), payload.hasNext)
}

const part = (json: string, hasNext: boolean): string =>
  `content-type: application/json; charset=utf-8\r\n\r\n${json}\r\n---${hasNext ? '' : '--'}\r\n`
