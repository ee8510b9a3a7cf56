import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import type { GraphQLSchema } from 'graphql'
import type { Logger } from '../logger/index.js'
import { formatGraphqlError, logUnexpectedErrors } from './format-error.js'
import type { RequestContext } from './request-context.js'

/** Lexical tokens of one operation; the gateway's plans for a heavy page stay below 3,000. */
const TOKENS_MAX = 10_000

/** Apollo Server as every subgraph runs it: masked errors, CSRF prevention, a token limit, no landing page, no reporting. */
export function createGraphqlServer<TContext extends RequestContext>(options: {
  schema: GraphQLSchema
  logger: Logger
  introspection: boolean
}): ApolloServer<TContext> {
  const { schema, logger, introspection } = options
  const quiet: ApolloServerPlugin<TContext>[] = [
    ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginInlineTraceDisabled(),
    ApolloServerPluginUsageReportingDisabled(),
  ]
  return new ApolloServer<TContext>({
    schema,
    logger,
    introspection,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: formatGraphqlError,
    parseOptions: { maxTokens: TOKENS_MAX },
    plugins: [...quiet, logUnexpectedErrors<TContext>(logger)],
  })
}
