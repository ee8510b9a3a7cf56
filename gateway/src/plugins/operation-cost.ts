import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  OperationTypeNode,
  typeFromAST,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'
import type { Operation } from '../supergraph/operation.js'

/** What a list has unless an argument says. */
const LIST_SIZE_DEFAULT = 10
/** Arguments that bound a list: of the field itself, or of the connection around it. */
const SIZE_ARGUMENTS = ['first', 'last', 'limit']
/** A write costs more than an object that is read. */
const MUTATION_COST = 10

/**
 * What an operation may cost at most, estimated before it runs: 1 for every object that may be answered, 10 for every
 * mutation; nothing for leaves and introspection. Lists count as `first`, `last` or `limit` says, by variable, default or
 * value; within a connection so do its edges and nodes; any other list counts as ten. Where fragments for different types
 * exclude each other, all are counted.
 */
export function costOf(
  { definition, fragments }: Operation,
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
): number {
  const variableDefaults = new Map(
    (definition.variableDefinitions ?? []).map(node => [node.variable.name.value, node.defaultValue]),
  )
  const root = schema.getRootType(definition.operation)

  const costOfSelections = (set: SelectionSetNode, parent: GraphQLCompositeType, pageSize: number | null): number => {
    let cost = 0
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        cost += costOfField(selection, parent, pageSize)
        continue
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection
      if (fragment === undefined) continue
      const condition = fragment.typeCondition === undefined ? parent : typeFromAST(schema, fragment.typeCondition)
      if (isCompositeType(condition)) cost += costOfSelections(fragment.selectionSet, condition, pageSize)
    }
    return cost
  }

  const costOfField = (node: FieldNode, parent: GraphQLCompositeType, pageSize: number | null): number => {
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined
    if (field === undefined) return 0
    const own = parent === root && definition.operation === OperationTypeNode.MUTATION ? MUTATION_COST : 0
    const type = getNamedType(field.type)
    if (!isCompositeType(type) || node.selectionSet === undefined) return own
    const asked = sizeAsked(field, node)
    const isList = isListType(getNullableType(field.type))
    // The size of a connection holds for the list right below it.
    const size = isList ? (asked ?? pageSize ?? LIST_SIZE_DEFAULT) : 1
    return own + size * (1 + costOfSelections(node.selectionSet, type, isList ? null : asked))
  }

  const sizeAsked = (field: GraphQLField<unknown, unknown>, node: FieldNode): number | null => {
    for (const name of SIZE_ARGUMENTS) {
      const declared = field.args.find(argument => argument.name === name)
      if (declared === undefined) continue
      const given = node.arguments?.find(argument => argument.name.value === name)
      const size = given === undefined ? declared.defaultValue : valueOf(given.value)
      if (typeof size === 'number' && Number.isFinite(size)) return Math.max(0, size)
    }
    return null
  }

  const valueOf = (node: ValueNode | undefined): unknown => {
    if (node?.kind === Kind.INT) return Number(node.value)
    if (node?.kind !== Kind.VARIABLE) return undefined
    return variables[node.name.value] ?? valueOf(variableDefaults.get(node.name.value))
  }

  return root === undefined || root === null ? 0 : costOfSelections(definition.selectionSet, root, null)
}
