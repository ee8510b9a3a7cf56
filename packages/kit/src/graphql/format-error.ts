import { unwrapResolverError } from '@apollo/server/errors'
import type { ApolloServerPlugin } from '@apollo/server'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { RequestFault, requestFaults } from '../errors/index.js'
import type { Logger } from '../logger/index.js'
import { withoutClientValues } from './mask-values.js'
import type { RequestContext } from './request-context.js'

const MASKED_CODE = 'INTERNAL_SERVER_ERROR'
const MASKED_MESSAGE = 'Internal server error'

/** Request ids of unexpected errors, noted by the plugin that logs them for the formatter, which sees no context. */
const requestIds = new WeakMap<object, string>()

/** Shows faults of the request without the values of the client, and masks what nobody expected: code, request id, nothing of the error. */
export function formatGraphqlError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const cause = causeOf(error)
  const where = {
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
  }
  if (cause instanceof RequestFault)
    return { message: cause.message, ...where, extensions: { code: cause.code, ...cause.details } }
  if (tooManyTokens.test(formatted.message)) return tokenLimitExceeded(formatted)
  if (!isUnexpected(error)) return withoutClientValues(formatted, error)
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

/** A fault comes from a resolver, or inside an error that a validation rule or a plugin reported. */
function causeOf(error: unknown): unknown {
  const cause = unwrapResolverError(error)
  return cause instanceof GraphQLError && cause.originalError instanceof RequestFault ? cause.originalError : cause
}

/** graphql-js words it so; Apollo Server would call it a syntax error. */
const tooManyTokens = /^Syntax Error: Document contains more tha[nt] (\d+) tokens/

function tokenLimitExceeded(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const max = Number(tooManyTokens.exec(formatted.message)?.[1])
  return {
    message: `The operation has more than ${max} tokens, which is the most that is allowed`,
    extensions: { code: 'LIMIT_EXCEEDED', limit: 'tokens', max },
  }
}

/** Logs each unexpected error once, with the request id that the client is shown. */
export function noteUnexpectedErrors(
  errors: readonly GraphQLError[],
  options: { requestId: string; operationName?: string | null | undefined; logger: Logger },
): void {
  const { requestId, operationName, logger } = options
  for (const error of errors.filter(isUnexpected)) {
    requestIds.set(error, requestId)
    logger.error({ err: unwrapResolverError(error), requestId, operationName, path: error.path }, 'unexpected error')
  }
}

/** The same as a plugin of Apollo Server. */
export function logUnexpectedErrors<TContext extends RequestContext>(logger: Logger): ApolloServerPlugin<TContext> {
  return {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue, operationName }) =>
        noteUnexpectedErrors(errors, { requestId: contextValue.requestId, operationName, logger }),
    }),
  }
}

/** An error without a code of its own, whose cause is not a fault of the request. */
function isUnexpected(error: unknown): boolean {
  if (causeOf(error) instanceof RequestFault) return false
  if (!(error instanceof GraphQLError)) return true
  const code = error.extensions['code']
  // Validation and syntax errors of graphql-js carry no original error; Apollo Server gives them their codes.
  return (
    code === MASKED_CODE ||
    (code === undefined && error.originalError !== undefined && !(error.originalError instanceof GraphQLError))
  )
}

/** As a GraphQLError with the HTTP status of its code, for places where Apollo Server formats by itself (context creation). */
export const graphqlErrorOf = (fault: RequestFault): GraphQLError =>
  new GraphQLError(fault.message, {
    extensions: { code: fault.code, ...fault.details, http: { status: requestFaults[fault.code] } },
  })
