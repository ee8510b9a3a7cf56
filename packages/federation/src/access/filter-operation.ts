import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  typeFromAST,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import { unreachable } from '../contract/unreachable.js'
import type { Operation } from '../contract/operation.js'
import type { AccessRules } from './access-rules.js'

/**
 * The basis for access decisions about fields: the access rules, and the numbers of those that the viewer
 * does not fulfil.
 */
export interface AccessDecision {
  readonly schema: GraphQLSchema
  readonly access: AccessRules
  readonly refused: ReadonlySet<number>
}

export const isRefused = ({ access, refused }: AccessDecision, typeName: string, fieldName: string): boolean =>
  access.rulesOf(typeName, fieldName).some(rule => refused.has(rule))

/**
 * The operation without its refused fields: no subgraph ever sees them. Where a field of an interface is
 * refused for some of the implementing types only, it is asked of the others. Fragments are written out in
 * place. Abstract selections get a `__typename`, by which refuse-fields.ts later tells what was refused.
 * @returns null when nothing is left.
 */
export function filterOperation(operation: Operation, decision: AccessDecision): Operation | null {
  const { definition, fragments } = operation
  const { schema, access } = decision
  const root = schema.getRootType(definition.operation)
  if (root === undefined || root === null) return operation

  const filterSelections = (set: SelectionSetNode, at: Position): SelectionNode[] =>
    set.selections.flatMap(selection => {
      switch (selection.kind) {
        case Kind.FIELD:
          return filterField(selection, at)
        case Kind.INLINE_FRAGMENT:
          return filterFragment(selection, at)
        case Kind.FRAGMENT_SPREAD: {
          const fragment = fragments[selection.name.value]
          if (fragment === undefined) return []
          const { typeCondition, selectionSet } = fragment
          const { directives = [] } = selection
          return filterFragment({ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet, directives }, at)
        }
        default:
          return unreachable(selection)
      }
    })

  const filterField = (field: FieldNode, at: Position): SelectionNode[] => {
    const name = field.name.value
    if (name.startsWith('__')) return [field]
    const allowed = at.possible.filter(type => !isRefused(decision, type, name))
    if (allowed.length === 0) return []
    const kept = field.selectionSet === undefined ? field : filterChildren(field, field.selectionSet, at)
    if (allowed.length === at.possible.length) return [kept]
    // Objects of hidden types are not answered, so nothing is asked of them.
    return allowed.filter(type => schema.getType(type) !== undefined).map(type => fragmentOn(type, [kept]))
  }

  const filterChildren = (field: FieldNode, set: SelectionSetNode, at: Position): FieldNode => {
    const type = resultOf(at.type, field.name.value)
    if (type === null) return field
    const selections = filterSelections(set, positionOf(access, type))
    const needsTypename = isAbstractType(type) || selections.length === 0
    return {
      ...field,
      selectionSet: { kind: Kind.SELECTION_SET, selections: needsTypename ? [typename, ...selections] : selections },
    }
  }

  const filterFragment = (fragment: InlineFragmentNode, at: Position): SelectionNode[] => {
    const condition = fragment.typeCondition === undefined ? at.type : typeFromAST(schema, fragment.typeCondition)
    if (!isCompositeType(condition)) return []
    const possible = positionOf(access, condition).possible.filter(type => at.possible.includes(type))
    const selections = filterSelections(fragment.selectionSet, { type: condition, possible })
    if (selections.length === 0) return []
    return [{ ...fragment, selectionSet: { kind: Kind.SELECTION_SET, selections } }]
  }

  const selections = filterSelections(definition.selectionSet, positionOf(access, root))
  if (selections.length === 0) return null
  return { definition: { ...definition, selectionSet: { kind: Kind.SELECTION_SET, selections } }, fragments: {} }
}

/** A type as the operation names it, and the names of the object types that may stand there. */
interface Position {
  readonly type: GraphQLCompositeType
  readonly possible: readonly string[]
}

const positionOf = (access: AccessRules, type: GraphQLCompositeType): Position => ({
  type,
  possible: access.possibleTypes(type.name),
})

function resultOf(parent: GraphQLCompositeType, fieldName: string): GraphQLCompositeType | null {
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[fieldName] : undefined
  const type = field === undefined ? undefined : getNamedType(field.type)
  return isCompositeType(type) ? type : null
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }

const fragmentOn = (type: string, selections: readonly SelectionNode[]): InlineFragmentNode => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
  selectionSet: { kind: Kind.SELECTION_SET, selections },
})
