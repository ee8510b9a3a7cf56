import type { GatewayExecutionResult } from '@apollo/server-gateway-interface'
import { formatGraphqlError } from '@waystone/kit/graphql-server'
import type { Logger } from '@waystone/kit/logger'
import type { GraphQLError, GraphQLFormattedError } from 'graphql'
import type { SubgraphResponse } from '../../data-sources/data-source.js'
import type { Subscription } from '../operations/subscription.js'

/** Errors as clients get them: what nobody expected is masked. */
export const formatErrors = (errors: readonly GraphQLError[]): readonly GraphQLFormattedError[] =>
  errors.map(error => {
    // For HTTP only.
    const { http: _http, ...extensions } = error.extensions
    return formatGraphqlError({ ...error.toJSON(), extensions }, error)
  })

/** The answer to an event, as JSON. A bug of ours costs this event only, and is logged. */
export async function answerEvent(
  { planned, request, context }: Subscription,
  event: SubgraphResponse,
  logger: Logger,
): Promise<string> {
  try {
    const result = await planned.answer(event, { variables: request.variables ?? {}, context })
    return JSON.stringify(formatResult(result))
  } catch (error) {
    const { requestId } = context
    logger.error({ err: error, requestId }, 'an event could not be answered')
    const extensions = { code: 'INTERNAL_SERVER_ERROR', requestId }
    return JSON.stringify({ data: null, errors: [{ message: 'Internal server error', extensions }] })
  }
}

function formatResult({ data, errors, extensions }: GatewayExecutionResult): object {
  return {
    data: data ?? null,
    ...(errors !== undefined && errors.length > 0 && { errors: formatErrors(errors) }),
    ...(extensions !== undefined && { extensions }),
  }
}
