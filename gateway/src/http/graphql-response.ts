import { formatGraphqlError, graphqlErrorOf, noteUnexpectedErrors } from '@waystone/kit/graphql-server'
import { RequestFault } from '@waystone/kit/errors'
import { asSent, type HttpResponse } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import { GraphQLError, Kind, type GraphQLFormattedError } from 'graphql'
import { writeNumbers } from '@waystone/federation/exact-numbers'
import { type OperationResult, sharedObjects } from '@waystone/federation/contract'

/** The inputs of an answer besides its result. */
export interface Answering {
  readonly contentType: string
  readonly requestId: string
  readonly operationName: string | null
  readonly logger: Logger
}

/** An operation's result as Apollo Server would send it. */
export function resultResponse(
  { data, errors, extensions, [sharedObjects]: isShared }: OperationResult,
  headers: Map<string, string>,
  answering: Answering,
): HttpResponse {
  const { contentType } = answering
  if (errors === undefined) {
    const body = isShared && data && extensions === undefined ? sharedBodyOf(data) : textOf({ data, extensions })
    return { status: 200, headers: headersOf(headers, contentType), body }
  }
  const coded = errors.map(error => (isVariableError(error) ? badUserInput(error) : error))
  const formatted = formatErrors(coded, answering)
  for (const [name, value] of formatted.headers) headers.set(name, value)
  // Without data nothing of the operation ran: that is an error of the request.
  const status = formatted.status ?? (errors.length > 0 && data === undefined ? 400 : 200)
  const body = textOf({ errors: formatted.errors, data, extensions })
  return { status, headers: headersOf(headers, contentType), body }
}

/** The answer to an operation that was refused before it ran. */
export function refusalResponse(error: unknown, headers: Map<string, string>, answering: Answering): HttpResponse {
  const formatted = formatErrors([asGraphqlError(error)], answering)
  for (const [name, value] of formatted.headers) headers.set(name, value)
  return {
    status: formatted.status ?? 500,
    headers: headersOf(headers, answering.contentType),
    body: textOf({ errors: formatted.errors }),
  }
}

/** Apollo Server ends its answers with a line break. */
const textOf = (value: object): string => `${writeNumbers(JSON.stringify(value))}\n`

/** The same for data that several answers have: written only once, and kept as it is sent when it is long. */
function sharedBodyOf(data: Record<string, unknown>): string | Buffer {
  const known = sharedBodies.get(data)
  if (known !== undefined) return known
  const body = asSent(textOf({ data }))
  sharedBodies.set(data, body)
  return body
}

const sharedBodies = new WeakMap<object, string | Buffer>()

/** Converts an error that a hook threw to a GraphQLError with the status of its code. */
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
export function formatErrors(
  errors: readonly GraphQLError[],
  { requestId, operationName, logger }: Omit<Answering, 'contentType'>,
) {
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

/** An error of coercing variables, which graphql-js gives no code. */
function isVariableError({ nodes, message, extensions }: GraphQLError): boolean {
  const [node, another] = nodes ?? []
  if (node?.kind !== Kind.VARIABLE_DEFINITION || another !== undefined) return false
  if (extensions['code'] !== undefined && extensions['code'] !== null) return false
  const variable = `Variable "$${node.variable.name.value}"`
  return [' has invalid value', ' got invalid value ', ' of required type ', ' of non-null type '].some(words =>
    message.startsWith(variable + words),
  )
}

const badUserInput = (error: GraphQLError): GraphQLError =>
  new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    originalError: error.originalError ?? error,
    extensions: { ...error.extensions, code: 'BAD_USER_INPUT' },
  })
