import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'

/** A column of a table: the way to its value within a node, by response keys. */
export type Column = readonly string[]

/**
 * The columns of the nodes of a connection, from the document: one for each leaf, named by its path, in the
 * order of the selection. A list is one column, whatever it holds. Rows without a value for a column, such as
 * those of another type, leave it empty, so that each row has the columns of the header.
 * @returns null when the path leads to no connection with `nodes` or `edges { node }`.
 */
export function columnsOf(
  schema: GraphQLSchema,
  { document, selectionSet, path }: { document: DocumentNode; selectionSet: SelectionSetNode; path: readonly string[] },
): readonly Column[] | null {
  const fragments = new Map(
    document.definitions.flatMap(node => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  )
  const root = schema.getQueryType()
  if (root === null || root === undefined) return null
  const selecting: Selecting = { schema, fragments }
  let places: readonly Place[] = [{ type: root, selectionSet }]
  for (const key of path) places = within(places, key, selecting)
  const nodes = [
    ...within(places, 'nodes', selecting),
    ...within(within(places, 'edges', selecting), 'node', selecting),
  ]
  if (nodes.length === 0) return null
  const columns = new Map<string, Column>()
  for (const node of nodes) addLeaves(node, [], { selecting, columns })
  return [...columns.values()]
}

interface Selecting {
  readonly schema: GraphQLSchema
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
}

interface Place {
  readonly type: GraphQLCompositeType
  readonly selectionSet: SelectionSetNode
}

interface SelectedField {
  readonly key: string
  readonly type: GraphQLOutputType
  readonly selectionSet: SelectionSetNode | undefined
}

/** The selections below a response key. */
const within = (places: readonly Place[], key: string, selecting: Selecting): readonly Place[] =>
  places.flatMap(place =>
    fieldsOf(place, selecting).flatMap(field => {
      const type = getNamedType(field.type)
      if (field.key !== key || field.selectionSet === undefined || !isCompositeType(type)) return []
      return [{ type, selectionSet: field.selectionSet }]
    }),
  )

function addLeaves(place: Place, above: Column, adding: { selecting: Selecting; columns: Map<string, Column> }): void {
  for (const { key, type, selectionSet } of fieldsOf(place, adding.selecting)) {
    const column = [...above, key]
    const nullable = getNullableType(type)
    if (selectionSet !== undefined && isCompositeType(nullable))
      addLeaves({ type: nullable, selectionSet }, column, adding)
    else if (isListType(nullable) || selectionSet === undefined) adding.columns.set(column.join('.'), column)
  }
}

/** Of a valid document, fragments written out. Names of types are left out: they tell programs, not readers. */
function fieldsOf({ type, selectionSet }: Place, selecting: Selecting): readonly SelectedField[] {
  return selectionSet.selections.flatMap((selection): readonly SelectedField[] => {
    if (selection.kind === Kind.FIELD) {
      const { name, alias } = selection
      const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name.value] : undefined
      if (field === undefined) return []
      return [{ key: alias?.value ?? name.value, type: field.type, selectionSet: selection.selectionSet }]
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : selecting.fragments.get(selection.name.value)
    if (fragment === undefined) return []
    const condition = fragment.typeCondition?.name.value
    const conditioned = condition === undefined ? type : selecting.schema.getType(condition)
    if (!isCompositeType(conditioned)) return []
    return fieldsOf({ type: conditioned, selectionSet: fragment.selectionSet }, selecting)
  })
}
