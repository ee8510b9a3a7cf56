import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  Kind,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type SelectionNode,
} from 'graphql'

/** The parts of an operation that decide which fields are selected. */
export type Operation = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues'>

/**
 * The fields that are selected below some nodes of one field, by their keys in the answer and in its order:
 * fragments merged, @skip and @include resolved (https://spec.graphql.org/October2021/#CollectFields()).
 */
export function selectedFields(
  operation: Operation,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  const { fragments, schema, variableValues } = operation
  const fields = new Map<string, FieldNode[]>()
  const visited = new Set<string>()
  const isIncluded = (node: SelectionNode) =>
    getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.['if'] !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.['if'] !== false
  const applies = (name: string) => {
    if (name === type.name) return true
    const condition = schema.getType(name)
    return isAbstractType(condition) && schema.isSubType(condition, type)
  }
  const collect = (selections: readonly SelectionNode[]) => {
    for (const selection of selections) {
      if (!isIncluded(selection)) continue
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value
        const known = fields.get(key)
        if (known === undefined) fields.set(key, [selection])
        else known.push(selection)
        continue
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (visited.has(selection.name.value)) continue
        visited.add(selection.name.value)
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value]
      if (fragment === undefined) continue
      const condition = fragment.typeCondition?.name.value
      if (condition === undefined || applies(condition)) collect(fragment.selectionSet.selections)
    }
  }
  for (const { selectionSet } of nodes) collect(selectionSet?.selections ?? [])
  return fields
}
