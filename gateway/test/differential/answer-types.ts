import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'
import { itemType } from './incremental.js'

/** The types of what an operation's answer has at its paths. Fields of one key are null, or not, by the same types. */
export function createTypeAt(
  schema: GraphQLSchema,
  { definitions }: DocumentNode,
): (path: readonly (string | number)[]) => GraphQLOutputType | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  const [operation] = definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('The operation comes first')

  const found = (key: string, set: SelectionSetNode, parent: string): { type: GraphQLOutputType; below: Place }[] =>
    set.selections.flatMap(selection => {
      if (selection.kind === Kind.FIELD) {
        if ((selection.alias ?? selection.name).value !== key) return []
        const owner = schema.getType(parent)
        const fields = isObjectType(owner) || isInterfaceType(owner) ? owner.getFields() : {}
        const type = fields[selection.name.value]?.type
        if (type === undefined) return []
        const below = selection.selectionSet && { set: selection.selectionSet, parent: getNamedType(type).name }
        return [{ type, below: below ? [below] : [] }]
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
      return fragment ? found(key, fragment.selectionSet, fragment.typeCondition?.name.value ?? parent) : []
    })

  return path => {
    let place: Place = [{ set: operation.selectionSet, parent: schema.getRootType(operation.operation)?.name ?? '' }]
    let type: GraphQLOutputType | undefined
    for (const key of path) {
      if (typeof key === 'number') type = type && itemType(type, 1)
      else {
        const fields = place.flatMap(({ set, parent }) => found(key, set, parent))
        type = fields[0]?.type
        place = fields.flatMap(({ below }) => below)
      }
    }
    return type
  }
}

type Place = readonly { readonly set: SelectionSetNode; readonly parent: string }[]
