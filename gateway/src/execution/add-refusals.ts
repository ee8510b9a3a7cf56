import type { GatewayExecutionResult } from '@apollo/server-gateway-interface'
import type { Viewer } from '@waystone/kit/auth'
import { refuseFields } from '../access/refuse-fields.js'
import { AnswerErrors } from './answer-errors.js'
import type { Epoch } from '../supergraph/epoch.js'
import type { PreparedOperation } from '../supergraph/operations.js'

/**
 * Adds the refused fields to the answer of those that are allowed.
 * @param asked.variables coerced: with the defaults of those that were left out.
 */
export function addRefusals(
  result: GatewayExecutionResult,
  asked: {
    prepared: PreparedOperation
    variables: Readonly<Record<string, unknown>>
    epoch: Epoch
    viewer: Viewer | null
  },
): GatewayExecutionResult {
  const { prepared, variables, epoch, viewer } = asked
  const { operation, refused } = prepared
  if (refused.size === 0 || result.data === null || result.data === undefined) return result
  const { schema, access } = epoch
  const errors = new AnswerErrors(result.errors)
  const data = refuseFields(result.data, { operation, variables, viewer, errors }, { schema, access, refused })
  const all = errors.list()
  return { ...result, data, ...(all.length > 0 && { errors: all }) }
}
