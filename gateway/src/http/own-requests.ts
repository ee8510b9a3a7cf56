import type { HttpRequest, HttpResponse } from '@waystone/kit/http'
import { parseExactly, writeNumbers } from '@waystone/federation/exact-numbers'

/** Headers of the body and the answer of one request, not of the client. */
const OF_ONE_REQUEST = /^(accept|accept-encoding|content-.*|transfer-encoding|if-.*|range)$/

/** Both writers of answers, the gateway and Apollo Server, put errors before data, as the specification advises. */
const ERRORS_FIRST = '{"errors":'

/** The answer to a GraphQL request that the gateway sends to its own endpoint for a client. */
export interface OwnText {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** JSON. */
  readonly text: string
  /** Beside data, too. */
  readonly hasErrors: boolean
}

/** The same, read. */
export interface OwnAnswer extends Omit<OwnText, 'text' | 'hasErrors'> {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[]
}

export interface OwnOperation {
  readonly query?: string | undefined
  readonly documentId?: string | undefined
  readonly operationName?: string | undefined
  /** Numbers may be kept ones. */
  readonly variables: Readonly<Record<string, unknown>>
}

export interface OwnOptions {
  /** Names in lower case: headers of the client that do not count for the operation. */
  readonly without?: readonly string[]
  /** The request continues one that the rate limits have counted. */
  readonly isContinued?: boolean
}

/** Runs an operation as this client. @throws Error for an answer that is no JSON, which is a bug. */
export type AskAs = (client: HttpRequest, operation: OwnOperation, options?: OwnOptions) => Promise<OwnAnswer>
export type AskTextAs = (client: HttpRequest, operation: OwnOperation, options?: OwnOptions) => Promise<OwnText>

/**
 * Operations go the way of all requests: the client's address and token count for limits, access and logs as
 * if it had sent them to /graphql itself.
 */
export function createOwnTexts(endpoint: {
  handle: (request: HttpRequest, isContinued: boolean) => Promise<HttpResponse>
}): AskTextAs {
  return async (client, operation, { without = [], isContinued = false } = {}) => {
    const { status, headers = {}, body } = await endpoint.handle(requestOf(client, operation, without), isContinued)
    if (typeof body !== 'string' && !Buffer.isBuffer(body)) throw new Error('Expected the answer in one piece')
    const text = body.toString('utf8')
    return { status, headers, text, hasErrors: text.startsWith(ERRORS_FIRST) }
  }
}

/** @param askText as `createOwnTexts` makes it. */
export const createOwnRequests =
  (askText: AskTextAs): AskAs =>
  async (client, operation, options) => {
    const { text, hasErrors: _, ...answered } = await askText(client, operation, options)
    // With every digit of its numbers.
    const answer = (parseExactly(text) ?? JSON.parse(text)) as Pick<OwnAnswer, 'data' | 'errors'>
    return { ...answer, ...answered }
  }

function requestOf(client: HttpRequest, operation: OwnOperation, without: readonly string[]): HttpRequest {
  const headers = new Map<string, string>()
  for (const [name, value] of client.headers)
    if (!OF_ONE_REQUEST.test(name) && !without.includes(name)) headers.set(name, value)
  headers.set('content-type', 'application/json')
  headers.set('accept', 'application/json')
  return {
    ...client,
    method: 'POST',
    path: '/graphql',
    search: '',
    headers,
    body: Buffer.from(writeNumbers(JSON.stringify(operation))),
  }
}
