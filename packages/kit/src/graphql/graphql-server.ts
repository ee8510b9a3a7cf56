import { ApolloServer, type ApolloServerOptions, type ApolloServerPlugin } from '@apollo/server'
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import type { GraphQLSchema, ValidationRule } from 'graphql'
import type { Logger } from '../logger/index.js'
import { formatGraphqlError, formatWithoutSuggestions, logUnexpectedErrors } from './format-error.js'
import type { RequestContext } from './request-context.js'

/** Lexical tokens of one operation; the gateway's plans for a heavy page stay below 3,000. */
const TOKENS_MAX = 10_000

type PersistedQueries = NonNullable<
  NonNullable<ApolloServerOptions<RequestContext>['persistedQueries'] & object>['cache']
>
type Gateway = NonNullable<ApolloServerOptions<RequestContext>['gateway']>

/**
 * Apollo Server as every subgraph and the gateway run it: masked errors, CSRF prevention, a token limit, no
 * reporting, and no landing page unless one of the plugins is one.
 */
export function createGraphqlServer<TContext extends RequestContext>(
  options: ({ schema: GraphQLSchema } | { gateway: Gateway }) & {
    logger: Logger
    introspection: boolean
    tokensMax?: number
    plugins?: readonly ApolloServerPlugin<TContext>[]
    validationRules?: readonly ValidationRule[]
    landingPage?: ApolloServerPlugin<TContext>
    /** Where automatic persisted queries are kept; bounded memory when left out. */
    persistedQueries?: PersistedQueries
  },
): ApolloServer<TContext> {
  const { logger, introspection, tokensMax = TOKENS_MAX, plugins = [], validationRules = [] } = options
  const quiet: ApolloServerPlugin<TContext>[] = [
    options.landingPage ?? ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginInlineTraceDisabled(),
    ApolloServerPluginUsageReportingDisabled(),
  ]
  return new ApolloServer<TContext>({
    ...('schema' in options ? { schema: options.schema } : { gateway: options.gateway }),
    logger,
    introspection,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: introspection ? formatGraphqlError : formatWithoutSuggestions,
    parseOptions: { maxTokens: tokensMax },
    ...(options.persistedQueries !== undefined && { persistedQueries: { cache: options.persistedQueries } }),
    validationRules: [...validationRules],
    plugins: [...quiet, logUnexpectedErrors<TContext>(logger), ...plugins],
  })
}
