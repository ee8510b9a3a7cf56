import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isUnionType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'

type Variables = Readonly<Record<string, unknown>>

/** How many objects an operation may have answered at most; leaves cost nothing. */
export type OperationCost = (variables: Variables) => number

const PAGE_ARGUMENTS: ReadonlySet<string> = new Set(['first', 'last', 'limit'])
/** Of a list of which nothing says how long it is. */
const LIST_SIZE = 10

/**
 * A list counts as its page argument says, or as long as the longest list among its arguments
 * (`representations`, `ids`), or as ten. Within a page, `edges` and `nodes` are the page itself. The document
 * must be valid.
 */
export function compileCost(
  operation: OperationDefinitionNode,
  document: DocumentNode,
  schema: GraphQLSchema,
): OperationCost {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  const ofFragments = new Map<string, OperationCost>()

  const ofSelections = (set: SelectionSetNode, parent: GraphQLCompositeType, isPage: boolean): OperationCost => {
    const parts = set.selections.map((selection): OperationCost => {
      if (selection.kind === Kind.FIELD) return ofField(selection, parent, isPage)
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return ofSelections(selection.selectionSet, typeNamed(selection.typeCondition?.name.value, parent), isPage)
      const name = selection.name.value
      const key = `${name} ${isPage}`
      const known = ofFragments.get(key)
      if (known !== undefined) return known
      const fragment = fragments.get(name)
      if (fragment === undefined) return free
      const cost = ofSelections(fragment.selectionSet, typeNamed(fragment.typeCondition.name.value, parent), isPage)
      ofFragments.set(key, cost)
      return cost
    })
    return sumOf(parts.filter(part => part !== free))
  }

  const ofField = (node: FieldNode, parent: GraphQLCompositeType, isPage: boolean): OperationCost => {
    const field = fieldOf(parent, node.name.value)
    const type = field && getNamedType(field.type)
    if (field === undefined || !isCompositeType(type) || node.selectionSet === undefined) return free
    const isList = isListType(getNullableType(field.type))
    const size = sizeOf(node, field, literalOf)
    const below = ofSelections(node.selectionSet, type, size !== null)
    if (size !== null) return variables => size(variables) * (1 + below(variables))
    const constant = isList && !isPage ? LIST_SIZE : 1
    return variables => constant * (1 + below(variables))
  }

  const typeNamed = (name: string | undefined, otherwise: GraphQLCompositeType): GraphQLCompositeType => {
    const type = name === undefined ? undefined : schema.getType(name)
    return isCompositeType(type) ? type : otherwise
  }

  const defaults = new Map(
    operation.variableDefinitions?.flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined ? [] : [[variable.name.value, defaultValue] as const],
    ),
  )
  /** A variable that was not given has its default. */
  const literalOf = (value: ValueNode, variables: Variables): ValueNode =>
    value.kind === Kind.VARIABLE && variables[value.name.value] === undefined
      ? (defaults.get(value.name.value) ?? value)
      : value

  const root = schema.getRootType(operation.operation)
  return root === undefined || root === null ? free : ofSelections(operation.selectionSet, root, false)
}

const free: OperationCost = () => 0

const sumOf =
  (parts: readonly OperationCost[]): OperationCost =>
  variables => {
    let sum = 0
    for (const part of parts) sum += part(variables)
    return sum
  }

/** Unions have no fields but `__typename`. */
const fieldOf = (type: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined =>
  isUnionType(type) ? undefined : type.getFields()[name]

/** Null where no argument says how long the list is. */
function sizeOf(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  literalOf: (value: ValueNode, variables: Variables) => ValueNode,
): OperationCost | null {
  const given = new Map(node.arguments?.map(({ name, value }) => [name.value, value]))
  const page = field.args.find(({ name }) => PAGE_ARGUMENTS.has(name))
  if (page !== undefined) {
    const byDefault = typeof page.defaultValue === 'number' ? page.defaultValue : LIST_SIZE
    const value = given.get(page.name)
    return value === undefined
      ? () => byDefault
      : variables => numberIn(literalOf(value, variables), variables) ?? byDefault
  }
  const lists = field.args.filter(({ type }) => isListType(getNullableType(type)))
  const values = lists.flatMap(({ name }) => given.get(name) ?? [])
  return values.length === 0
    ? null
    : variables => Math.max(...values.map(value => lengthIn(literalOf(value, variables), variables)))
}

function numberIn(value: ValueNode, variables: Variables): number | null {
  if (value.kind === Kind.INT) return Number(value.value)
  const known = value.kind === Kind.VARIABLE ? variables[value.name.value] : null
  return typeof known === 'number' ? Math.max(0, known) : null
}

function lengthIn(value: ValueNode, variables: Variables): number {
  if (value.kind === Kind.LIST) return value.values.length
  const known = value.kind === Kind.VARIABLE ? variables[value.name.value] : null
  return Array.isArray(known) ? known.length : 1
}
