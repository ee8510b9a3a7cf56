import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner'
import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type GraphQLSchema,
  type SelectionNode,
} from 'graphql'
import type { Operation } from '../contract/operation.js'
import type { Path } from './positions.js'

/** The fields of a plan that clients do not see: subgraphs are asked for them where a key or @requires needs them. */
export interface HiddenFields {
  /**
   * How many keys of a path come before its first hidden field.
   * @param path in the keys of the answer under construction.
   */
  visibleLength(path: Path): number
  /** Names of hidden fields that a fetch asks for, or gets with its entities. */
  namesIn(node: FetchNode): ReadonlySet<string>
}

/** Reads nothing before it is asked: plans without errors never pay. */
export function findHiddenFields(options: {
  /** As clients see it. */
  schema: GraphQLSchema
  supergraphSchema: GraphQLSchema
  /** Under the names with which it is planned: then a key that it does not have is the name of a field. */
  operation: Operation
}): HiddenFields {
  const { schema, supergraphSchema, operation } = options
  const { definition, fragments } = operation
  const names = new WeakMap<FetchNode, ReadonlySet<string>>()

  const isHidden = (typeName: string, fieldName: string): boolean =>
    !fieldName.startsWith('__') &&
    fieldOf(supergraphSchema, typeName, fieldName) !== undefined &&
    fieldOf(schema, typeName, fieldName) === undefined

  /** Fragments count whatever their types are: the types of the path's objects are not known. */
  const selected = (selections: readonly SelectionNode[], key: string): Selected[] =>
    selections.flatMap(selection => {
      if (selection.kind === Kind.FIELD) {
        const isOf = (selection.alias ?? selection.name).value === key
        return isOf ? [{ name: selection.name.value, below: selection.selectionSet?.selections ?? [] }] : []
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection
      return fragment === undefined ? [] : selected(fragment.selectionSet.selections, key)
    })

  return {
    visibleLength: path => {
      let selections: readonly SelectionNode[] = definition.selectionSet.selections
      let types = [supergraphSchema.getRootType(definition.operation)?.name ?? '']
      for (const [depth, key] of path.entries()) {
        if (typeof key === 'number') continue
        const found = selected(selections, key)
        if (found.length === 0 && types.some(type => isHidden(type, key))) return depth
        const fields = found.length === 0 ? [key] : found.map(({ name }) => name)
        selections = found.flatMap(({ below }) => below)
        types = [...new Set(types.flatMap(type => fields.flatMap(name => resultsOf(supergraphSchema, type, name))))]
      }
      return path.length
    },
    namesIn: node => {
      const known = names.get(node)
      if (known !== undefined) return known
      const found = new Set<string>()
      const note = (typeName: string | undefined, fieldName: string): void => {
        if (typeName !== undefined && isHidden(typeName, fieldName)) found.add(fieldName)
      }
      const types = new TypeInfo(supergraphSchema)
      visit(
        parse(node.operation, { noLocation: true }),
        visitWithTypeInfo(types, { Field: ({ name }) => note(types.getParentType()?.name, name.value) }),
      )
      noteRequired(node.requires ?? [], undefined)
      names.set(node, found)
      return found

      function noteRequired(required: readonly QueryPlanSelectionNode[], typeName: string | undefined): void {
        for (const selection of required) {
          if (selection.kind === 'InlineFragment')
            noteRequired(selection.selections, selection.typeCondition ?? typeName)
          else {
            note(typeName, selection.name)
            const field = typeName === undefined ? undefined : fieldOf(supergraphSchema, typeName, selection.name)
            noteRequired(selection.selections ?? [], field && getNamedType(field.type).name)
          }
        }
      }
    },
  }
}

interface Selected {
  readonly name: string
  readonly below: readonly SelectionNode[]
}

function fieldOf(schema: GraphQLSchema, typeName: string, fieldName: string) {
  const type = schema.getType(typeName)
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[fieldName] : undefined
}

/** Names of the types that the objects of a field may have, and of the abstract type that it gives. */
function resultsOf(schema: GraphQLSchema, typeName: string, fieldName: string): string[] {
  const field = fieldOf(schema, typeName, fieldName)
  if (field === undefined) return []
  const type = getNamedType(field.type)
  return isAbstractType(type) ? [type.name, ...schema.getPossibleTypes(type).map(({ name }) => name)] : [type.name]
}
