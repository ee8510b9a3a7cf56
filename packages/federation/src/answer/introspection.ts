import type { FieldSelection } from '@apollo/federation-internals'
import {
  executeSync,
  Kind,
  OperationTypeNode,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type VariableDefinitionNode,
} from 'graphql'

/** Answers `__schema` and `__type` here: no subgraph knows the whole schema. */
export type Introspect = (selection: FieldSelection, variables: Readonly<Record<string, unknown>>) => unknown

export function createIntrospection(
  schema: GraphQLSchema,
  variableDefinitions: readonly VariableDefinitionNode[],
): Introspect {
  const documents = new WeakMap<FieldSelection, DocumentNode>()
  const documentOf = (selection: FieldSelection): DocumentNode => {
    const known = documents.get(selection)
    if (known !== undefined) return known
    const { expandFragments } = selection as FieldSelection & { expandFragments: () => FieldSelection }
    const made = documentFor(expandFragments.call(selection).toSelectionNode(), variableDefinitions)
    documents.set(selection, made)
    return made
  }
  return (selection, variables) => {
    const document = documentOf(selection)
    const { data, errors = [] } = executeSync({ schema, document, rootValue: {}, variableValues: variables })
    const [error] = errors
    if (error !== undefined) throw error
    return data?.[selection.element.responseName()]
  }
}

function documentFor(field: FieldNode, variableDefinitions: readonly VariableDefinitionNode[]): DocumentNode {
  const used = new Set<string>()
  visit(field, { Variable: ({ name }) => void used.add(name.value) })
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: OperationTypeNode.QUERY,
        variableDefinitions: variableDefinitions.filter(({ variable }) => used.has(variable.name.value)),
        selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
      },
    ],
  }
}
