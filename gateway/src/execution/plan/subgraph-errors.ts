import { GraphQLError, type GraphQLFormattedError } from 'graphql'

export const DOWNSTREAM_SERVICE_ERROR = 'DOWNSTREAM_SERVICE_ERROR'

/** A subgraph's error as the client gets it: with the subgraph's name, a code, and a path in the client's answer. */
export function subgraphError(
  { message, extensions }: GraphQLFormattedError,
  { serviceName, path }: { serviceName: string; path: readonly (string | number)[] | undefined },
): GraphQLError {
  return new GraphQLError(message || `Error while fetching subquery from service "${serviceName}"`, {
    path: path ?? null,
    extensions: { ...extensions, serviceName, code: extensions?.['code'] || DOWNSTREAM_SERVICE_ERROR },
  })
}
