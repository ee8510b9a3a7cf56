import { GraphQLError, type GraphQLFormattedError } from 'graphql'

export const DOWNSTREAM_SERVICE_ERROR = 'DOWNSTREAM_SERVICE_ERROR'

/**
 * A subgraph's error as the client gets it: with a code, a path in the client's answer, and a subgraph's
 * name. That is the one that was asked, unless it says which other one it needed in turn and could not reach.
 */
export function subgraphError(
  error: Partial<GraphQLFormattedError>,
  { serviceName, path }: { serviceName: string; path: readonly (string | number)[] | undefined },
): GraphQLError {
  const { message, extensions } = error
  return new GraphQLError(message || `Error while fetching subquery from service "${serviceName}"`, {
    path: path ?? null,
    extensions: { ...extensions, serviceName: awayBehind(extensions) ?? serviceName, code: codeOf(error) },
  })
}

const awayBehind = (extensions: GraphQLFormattedError['extensions']): string | undefined => {
  const name = extensions?.['code'] === 'SERVICE_UNAVAILABLE' ? extensions['serviceName'] : undefined
  return typeof name === 'string' ? name : undefined
}

/**
 * The subgraph's own code. Servers that give none still tell a fault of the request, which is no fault of
 * theirs: it has a place in the operation and none in the answer.
 */
export function codeOf({ message = '', locations, path, extensions }: Partial<GraphQLFormattedError>): unknown {
  if (extensions?.['code']) return extensions['code']
  if (isInputError(message)) return 'BAD_USER_INPUT'
  const isOfRequest = locations !== undefined && locations.length > 0 && path === undefined
  return isOfRequest ? 'GRAPHQL_VALIDATION_FAILED' : DOWNSTREAM_SERVICE_ERROR
}

/** graphql-js gives no code to errors of variables, nor to those of arguments that it finds while it executes. */
const OF_INPUT =
  /^(Variable "\$\w+" (got (an )?invalid value|of (required|non-null) type) ?|Argument "\w+" (has (an )?invalid value|of (required|non-null) type) ?)/

/** Checks for the message of a variable or argument whose value does not fit its type. */
const isInputError = (message: string): boolean => OF_INPUT.test(message)
