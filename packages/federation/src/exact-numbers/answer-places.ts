import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  parse,
  typeFromAST,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'
import type { NumberPlaces } from './number-places.js'

/** Scalars whose numbers JavaScript may change: Int, Float and the others of GraphQL have numbers that it holds. */
export const isCustomScalar = (type: unknown): boolean => isScalarType(type) && !isSpecifiedScalarType(type)

/**
 * The custom scalars in the answers to one operation of a plan.
 * @param schema the supergraph's, with all that subgraphs have.
 * @returns undefined for an operation that selects none.
 */
export function answerPlaces(schema: GraphQLSchema, operation: string): NumberPlaces | undefined {
  if (!hasCustomScalars(schema)) return undefined
  const { definitions } = parse(operation, { noLocation: true })
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  const places = new Map<string, NumberPlaces>()

  const addSelections = (
    found: Map<string, NumberPlaces>,
    parent: GraphQLCompositeType | null,
    set: SelectionSetNode,
  ) => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) addField(found, parent, selection)
      else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
        if (fragment === undefined) continue
        const condition = fragment.typeCondition && typeFromAST(schema, fragment.typeCondition)
        addSelections(found, isCompositeType(condition) ? condition : parent, fragment.selectionSet)
      }
    }
  }
  const addField = (found: Map<string, NumberPlaces>, parent: GraphQLCompositeType | null, node: FieldNode) => {
    const key = node.alias?.value ?? node.name.value
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined
    const type = field && getNamedType(field.type)
    if (isCustomScalar(type)) found.set(key, 'scalar')
    if (node.selectionSet === undefined) return
    const known = found.get(key)
    const below = known instanceof Map ? (known as Map<string, NumberPlaces>) : new Map<string, NumberPlaces>()
    // Below `_entities`, which no supergraph has, fragments say what the types are.
    addSelections(below, isCompositeType(type) ? type : null, node.selectionSet)
    if (below.size > 0) found.set(key, below)
  }

  for (const node of definitions)
    if (node.kind === Kind.OPERATION_DEFINITION)
      addSelections(places, schema.getRootType(node.operation) ?? null, node.selectionSet)
  return places.size === 0 ? undefined : places
}

const schemasWithCustomScalars = new WeakMap<GraphQLSchema, boolean>()

function hasCustomScalars(schema: GraphQLSchema): boolean {
  const known = schemasWithCustomScalars.get(schema)
  if (known !== undefined) return known
  const has = Object.values(schema.getTypeMap()).some(
    type => isCustomScalar(type) && !/^(join|link|federation|core)__/.test(type.name),
  )
  schemasWithCustomScalars.set(schema, has)
  return has
}
