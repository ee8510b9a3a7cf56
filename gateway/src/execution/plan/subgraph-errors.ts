import { GraphQLError, type GraphQLFormattedError } from 'graphql'

export const DOWNSTREAM_SERVICE_ERROR = 'DOWNSTREAM_SERVICE_ERROR'

/**
 * A subgraph's error as the client gets it: with a code, a path in the client's answer, and a subgraph's name. That is the one that
 * was asked, unless it says which other one it needed in turn and could not reach.
 */
export function subgraphError(
  { message, extensions }: GraphQLFormattedError,
  { serviceName, path }: { serviceName: string; path: readonly (string | number)[] | undefined },
): GraphQLError {
  return new GraphQLError(message || `Error while fetching subquery from service "${serviceName}"`, {
    path: path ?? null,
    extensions: {
      ...extensions,
      serviceName: awayBehind(extensions) ?? serviceName,
      code: extensions?.['code'] || DOWNSTREAM_SERVICE_ERROR,
    },
  })
}

const awayBehind = (extensions: GraphQLFormattedError['extensions']): string | undefined => {
  const name = extensions?.['code'] === 'SERVICE_UNAVAILABLE' ? extensions['serviceName'] : undefined
  return typeof name === 'string' ? name : undefined
}
