import { formatGraphqlError, noteUnexpectedErrors } from '@waystone/kit/graphql-server'
import type { Logger } from '@waystone/kit/logger'
import type { GraphQLError, GraphQLFormattedError } from 'graphql'
import type { SubgraphResponse } from '@waystone/federation/contract'
import { writeNumbers } from '@waystone/federation/exact-numbers'
import type { Subscription } from '../operations/subscription.js'

/** Formats errors for clients: unexpected ones are masked and logged. */
export function formatErrors(
  errors: readonly GraphQLError[],
  about: { requestId: string; logger: Logger },
): readonly GraphQLFormattedError[] {
  noteUnexpectedErrors(errors, about)
  return errors.map(error => {
    // For HTTP only.
    const { http: _http, ...extensions } = error.extensions
    return formatGraphqlError({ ...error.toJSON(), extensions }, error)
  })
}

/** The answer to an event, as JSON. A bug of ours costs this event only, and is logged. */
export async function answerEvent(
  { planned, request, context }: Subscription,
  event: SubgraphResponse,
  logger: Logger,
): Promise<string> {
  const { requestId } = context
  try {
    const { variables = {}, policies } = request
    const { data, errors, extensions } = await planned.answer(event, { variables, context, policies })
    const formatted = errors && errors.length > 0 ? formatErrors(errors, { requestId, logger }) : undefined
    return writeNumbers(JSON.stringify({ data: data ?? null, errors: formatted, extensions }))
  } catch (error) {
    logger.error({ err: error, requestId }, 'an event could not be answered')
    const extensions = { code: 'INTERNAL_SERVER_ERROR', requestId }
    return JSON.stringify({ data: null, errors: [{ message: 'Internal server error', extensions }] })
  }
}
