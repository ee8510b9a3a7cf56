import { unwrapResolverError } from '@apollo/server/errors'
import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { requestFaults, type RequestFault, type RequestFaultCode } from '../errors/index.js'
import type { Logger } from '../logger/index.js'
import { faultOf, isDatabaseUnavailable } from '../postgres/unavailable.js'
import { withoutClientValues, withoutSuggestions } from './mask-values.js'
import type { RequestContext } from './request-context.js'

const MASKED_CODE = 'INTERNAL_SERVER_ERROR'
const MASKED_MESSAGE = 'Internal server error'

/** Request ids of unexpected errors, noted by the plugin that logs them for the formatter, which sees no context. */
const requestIds = new WeakMap<object, string>()

/**
 * Formats faults of the request without the client's values, and an unreachable database as
 * SERVICE_UNAVAILABLE; masks unexpected errors: code, request id, nothing of the error.
 */
export function formatGraphqlError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const fault = faultBehind(error)
  const where = {
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
  }
  if (fault !== null) return { message: fault.message, ...where, extensions: { code: fault.code, ...fault.details } }
  const persisted = persistedQueryFaults.get(formatted.message)
  if (persisted !== undefined) return { message: persisted.message, extensions: { code: persisted.code } }
  if (tooManyTokens.test(formatted.message)) return tokenLimitExceeded(formatted)
  if (!isUnexpected(error)) return withoutClientValues(withValidationCode(formatted), error)
  const requestId =
    (typeof error === 'object' && error !== null ? requestIds.get(error) : undefined) ??
    formatted.extensions?.['requestId']
  return {
    message: MASKED_MESSAGE,
    ...where,
    extensions: {
      code: MASKED_CODE,
      ...(formatted.extensions?.['serviceName'] !== undefined && { serviceName: formatted.extensions['serviceName'] }),
      ...(requestId !== undefined && { requestId }),
    },
  }
}

/** The same where the schema is not told: the option of Apollo Server for it runs a plugin in every request. */
export function formatWithoutSuggestions(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const told = formatGraphqlError(formatted, error)
  const isOfDocument = told.extensions?.['code'] === 'GRAPHQL_VALIDATION_FAILED'
  return isOfDocument ? { ...told, message: withoutSuggestions(told.message) } : told
}

/** A fault comes from a resolver, or inside an error that a validation rule or a plugin reported. */
function faultBehind(error: unknown): RequestFault | null {
  const cause = unwrapResolverError(error)
  const thrown = cause instanceof GraphQLError ? cause.originalError : cause
  // A GraphQLError was made for the caller, so its message is shown.
  return thrown === undefined || thrown instanceof GraphQLError ? null : faultOf(thrown)
}

/** Faults of automatic persisted queries that Apollo Server gives no code of their own, by its words for them. */
const persistedQueryFaults: ReadonlyMap<string, { code: RequestFaultCode; message: string }> = new Map([
  [
    'provided sha does not match query',
    { code: 'PERSISTED_QUERY_MISMATCH', message: 'The hash is not the SHA-256 of the query that comes with it' },
  ],
  [
    'Unsupported persisted query version',
    { code: 'BAD_REQUEST', message: 'A persisted query must have the version 1' },
  ],
])

/** graphql-js words it so; Apollo Server would call it a syntax error. */
const tooManyTokens = /^Syntax Error: Document contains more tha[nt] (\d+) tokens/

function tokenLimitExceeded(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const max = Number(tooManyTokens.exec(formatted.message)?.[1])
  return {
    message: `The operation has more than ${max} tokens, which is the most that is allowed`,
    extensions: { code: 'LIMIT_EXCEEDED', limit: 'tokens', max },
  }
}

/**
 * Apollo Server names some faults of validation beside the code that all of them have: the more exact one is
 * the code.
 */
function withValidationCode(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { validationErrorCode, ...extensions } = formatted.extensions ?? {}
  return validationErrorCode === undefined
    ? formatted
    : { ...formatted, extensions: { ...extensions, code: validationErrorCode } }
}

/**
 * Logs each unexpected error once, with the request id that the client is shown; of a database that is away,
 * only the reason.
 */
export function noteUnexpectedErrors(
  errors: readonly GraphQLError[],
  options: { requestId: string; operationName?: string | null | undefined; logger: Logger },
): void {
  const { requestId, operationName, logger } = options
  const away = errors.map(error => faultBehind(error)?.cause).find(isDatabaseUnavailable)
  if (away !== undefined)
    // The error may carry a client, and with it its password.
    logger.warn(
      { reason: away instanceof Error ? away.message : 'unknown', requestId, operationName },
      'a request met a database that cannot be reached',
    )
  for (const error of errors.filter(isUnexpected)) {
    requestIds.set(error, requestId)
    logger.error({ err: unwrapResolverError(error), requestId, operationName, path: error.path }, 'unexpected error')
  }
}

/** The same as a plugin of Apollo Server. */
export function logUnexpectedErrors<TContext extends RequestContext>(logger: Logger): ApolloServerPlugin<TContext> {
  // Created once, because each request passes here and rarely needs it.
  const listener = Promise.resolve<GraphQLRequestListener<TContext>>({
    didEncounterErrors: async ({ errors, contextValue, operationName }) =>
      noteUnexpectedErrors(errors, { requestId: contextValue.requestId, operationName, logger }),
  })
  return { requestDidStart: () => listener }
}

/** An error without a code of its own, whose cause is not a fault of the request. */
function isUnexpected(error: unknown): boolean {
  if (faultBehind(error) !== null) return false
  if (!(error instanceof GraphQLError)) return true
  const code = error.extensions['code']
  // Validation and syntax errors of graphql-js carry no original error; Apollo Server gives them their codes.
  return (
    code === MASKED_CODE ||
    (code === undefined && error.originalError !== undefined && !(error.originalError instanceof GraphQLError))
  )
}

/**
 * As a GraphQLError with the HTTP status of its code, for places where Apollo Server formats by itself
 * (context creation).
 */
export const graphqlErrorOf = (fault: RequestFault): GraphQLError =>
  new GraphQLError(fault.message, {
    extensions: { code: fault.code, ...fault.details, http: { status: requestFaults[fault.code] } },
  })
