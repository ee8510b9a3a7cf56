import { getVariableValues, Kind, type DocumentNode, type FragmentDefinitionNode, type GraphQLError } from 'graphql'
import { exactVariables } from '@waystone/federation/exact-numbers'
import type { Operation } from '@waystone/federation/contract'
import type { GatewayRequest, RunningOperation } from './gateway-plugin.js'

/** The most errors for variables in one answer: a client may send a thousand wrong ones. */
const VARIABLE_ERRORS_MAX = 20

const noVariables = Object.freeze({})

/** An operation of a valid document with the request's variables; or what is wrong with those. */
export function runningOperation(found: {
  request: GatewayRequest
  epoch: RunningOperation['epoch']
  document: DocumentNode
  operation: Operation
  documentHash: string
}): RunningOperation | readonly GraphQLError[] {
  const { request, epoch, document, operation, documentHash } = found
  const { parseExactly } = request
  const { variableDefinitions = [], name } = operation.definition
  const sent = request.variables ?? noVariables
  const variables =
    variableDefinitions.length === 0
      ? sent
      : exactVariables(operation.definition, epoch.schema, { variables: sent, parseExactly })
  const { errors, coerced = noVariables } =
    variableDefinitions.length === 0
      ? {}
      : getVariableValues(epoch.schema, variableDefinitions, variables, { maxErrors: VARIABLE_ERRORS_MAX })
  if (errors !== undefined) return errors
  return {
    request,
    context: request.context,
    epoch,
    document,
    operation,
    operationName: name?.value ?? null,
    documentHash,
    variables,
    coercedVariables: coerced,
    responseHeaders: new Map(),
  }
}

export function fragmentsOf(document: DocumentNode): Operation['fragments'] {
  const fragments: Record<string, FragmentDefinitionNode> = {}
  for (const node of document.definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments[node.name.value] = node
  return fragments
}
