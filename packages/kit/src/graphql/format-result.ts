import { GraphQLError, type ExecutionResult, type GraphQLFormattedError } from 'graphql'
import type { Logger } from '../logger/index.js'
import { formatGraphqlError, noteUnexpectedErrors } from './format-error.js'

/** An answer as it leaves: its errors are logged, masked and formatted as over HTTP. */
export interface LocalResult {
  readonly data?: Record<string, unknown> | null
  readonly errors?: readonly GraphQLFormattedError[]
  readonly extensions?: Record<string, unknown>
  /** The whole answer as JSON, where a subgraph has written it itself: see WrittenResult. */
  readonly parts?: readonly Buffer[]
  readonly isVerbatim?: boolean
}

export function formatResult(result: ExecutionResult, about: { requestId: string; logger: Logger }): LocalResult {
  const { data, errors } = result as ExecutionResult<Record<string, unknown>>
  if (errors === undefined || errors.length === 0) return data === undefined ? {} : { data }
  noteUnexpectedErrors(errors, about)
  return {
    ...(data !== undefined && { data }),
    errors: errors.map(error => formatGraphqlError(error.toJSON(), error)),
  }
}

/** The answer where nothing could be executed. */
export const failedResult = (error: unknown, about: { requestId: string; logger: Logger }): LocalResult => {
  const cause = error instanceof Error ? error : new Error(String(error))
  return formatResult({ errors: [new GraphQLError(cause.message, { originalError: cause })] }, about)
}
