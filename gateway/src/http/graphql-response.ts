import { formatGraphqlError, graphqlErrorOf, noteUnexpectedErrors } from '@waystone/kit/graphql-server'
import { RequestFault } from '@waystone/kit/errors'
import type { HttpResponse } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'

/** What the answer to a request needs besides its result. */
export interface Answering {
  readonly contentType: string
  readonly requestId: string
  readonly operationName: string | null
  readonly logger: Logger
}

/** The answer to an operation that was refused before it ran. */
export function refusalResponse(error: unknown, headers: Map<string, string>, answering: Answering): HttpResponse {
  const formatted = formatErrors([asGraphqlError(error)], answering)
  for (const [name, value] of formatted.headers) headers.set(name, value)
  return {
    status: formatted.status ?? 500,
    headers: headersOf(headers, answering.contentType),
    body: JSON.stringify({ errors: formatted.errors }),
  }
}

/** What a hook threw, as an error with the status of its code. */
export function asGraphqlError(error: unknown): GraphQLError {
  if (error instanceof RequestFault) return graphqlErrorOf(error)
  if (error instanceof GraphQLError) return error
  const cause = error instanceof Error ? error : new Error(String(error))
  return new GraphQLError(cause.message, { originalError: cause })
}

/** Answers belong to who asked, unless a plugin says otherwise. */
function headersOf(headers: Map<string, string>, contentType: string): Record<string, string> {
  if (headers.size === 0) return { 'cache-control': 'no-store', 'content-type': contentType }
  return { 'cache-control': 'no-store', ...Object.fromEntries(headers), 'content-type': contentType }
}

/** As Apollo Server does it: a code for each, and what their `http` extensions say of status and headers. */
function formatErrors(errors: readonly GraphQLError[], { requestId, operationName, logger }: Answering) {
  noteUnexpectedErrors(errors, { requestId, operationName, logger })
  const headers = new Map<string, string>()
  let status: number | undefined
  const formatted = errors.map((error): GraphQLFormattedError => {
    const { http, ...extensions } = {
      ...error.extensions,
      code: error.extensions['code'] ?? 'INTERNAL_SERVER_ERROR',
    } as {
      http?: unknown
      code: unknown
    }
    if (isHttpHead(http)) {
      status = http.status ?? status
      for (const [name, value] of http.headers ?? []) headers.set(name, value)
    }
    return formatGraphqlError({ ...error.toJSON(), extensions }, error)
  })
  return { errors: formatted, status, headers }
}

const isHttpHead = (value: unknown): value is { status?: number; headers?: ReadonlyMap<string, string> } =>
  typeof value === 'object' &&
  value !== null &&
  (!('status' in value) || typeof value.status === 'number') &&
  (!('headers' in value) || value.headers instanceof Map)
