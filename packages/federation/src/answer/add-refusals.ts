import { getVariableValues, type GraphQLSchema } from 'graphql'
import type { OperationResult } from '../contract/operation-result.js'
import type { PolicyDecisions } from '../contract/policy-decisions.js'
import type { ScopeViewer } from '../contract/request-scope.js'
import { refuseFields } from './refuse-fields.js'
import { AnswerErrors } from '../fetching/answer-errors.js'
import type { Epoch } from '../epoch/epoch.js'
import type { PreparedOperation } from '../epoch/operations.js'

/**
 * Adds the refused fields to the answer of those that are allowed.
 * @param asked.variables coerced: with the defaults of those that were left out.
 * @param asked.policies as they were decided for this request.
 */
export function addRefusals(
  result: OperationResult,
  asked: {
    prepared: PreparedOperation
    variables: Readonly<Record<string, unknown>>
    epoch: Epoch
    viewer: ScopeViewer | null
    policies?: PolicyDecisions | undefined
  },
): OperationResult {
  const { prepared, variables, epoch, viewer, policies } = asked
  const { operation, refused } = prepared
  if (refused.size === 0 || result.data === null || result.data === undefined) return result
  const { schema, access } = epoch
  const errors = new AnswerErrors(epoch.limits.errors, result.errors)
  const undecided = access.undecidedOf(refused, policies)
  const refusing = { operation, variables, viewer, undecided, errors }
  const data = refuseFields(result.data, refusing, { schema, access, refused })
  const all = errors.list()
  return { ...result, data, ...(all.length > 0 && { errors: all }) }
}

/** The variables for `addRefusals`, coerced only where something is refused. */
export function coerceForRefusals(
  { operation, refused }: PreparedOperation,
  { schema, variables }: { schema: GraphQLSchema; variables: Readonly<Record<string, unknown>> },
): Readonly<Record<string, unknown>> {
  if (refused.size === 0) return variables
  const { coerced = {} } = getVariableValues(schema, operation.definition.variableDefinitions ?? [], variables)
  return coerced
}
