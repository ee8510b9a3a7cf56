import { Kind, visit, type FieldNode, type SelectionNode, type SelectionSetNode } from 'graphql'
import { mapOperation, type Operation } from '../contract/operation.js'

/** Directives that may remove a selection from the operation or defer it. */
const CONDITIONS = new Set(['skip', 'include', 'defer'])

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }

/**
 * Selects the `__typename` of each object whose fields all have a condition. When none applies, the planner
 * queries no subgraph for such an object: it would be null where the client expects one without fields.
 */
export function askForConditionalObjects(operation: Operation): Operation {
  const { fragments } = operation
  const isAsked = ({ selections }: SelectionSetNode): boolean => selections.some(isSelectionAsked)
  const isSelectionAsked = (selection: SelectionNode): boolean => {
    if (selection.directives?.some(({ name }) => CONDITIONS.has(name.value))) return false
    if (selection.kind === Kind.FIELD) return true
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection
    return fragment !== undefined && isAsked(fragment.selectionSet)
  }
  return mapOperation(operation, node =>
    visit(node, {
      Field: {
        enter: ({ name }) => (isIntrospection(name.value) ? false : undefined),
        leave: field => {
          const { selectionSet } = field
          if (selectionSet === undefined || isIntrospection(field.name.value) || isAsked(selectionSet)) return undefined
          return { ...field, selectionSet: { ...selectionSet, selections: [TYPENAME, ...selectionSet.selections] } }
        },
      },
    }),
  )
}

const isIntrospection = (name: string) => name === '__schema' || name === '__type'
