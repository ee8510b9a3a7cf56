/** The part of this area that needs no database, cache or bus, and that the gateway starts with. */
export { createGraphqlServer } from './graphql-server.js'
export { formatGraphqlError, graphqlErrorOf, noteUnexpectedErrors } from './format-error.js'
export { withoutSuggestions } from './mask-values.js'
export type { RequestContext } from './request-context.js'
