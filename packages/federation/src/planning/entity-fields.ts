import type { FetchNode } from '@apollo/query-planner'
import {
  Kind,
  print,
  stripIgnoredCharacters,
  visit,
  type DocumentNode,
  type FieldNode,
  type SelectionSetNode,
} from 'graphql'

/** A field that a fetch asks of its entities, with the type of the innermost fragment around it. */
export interface EntityField {
  readonly type: string
  readonly field: FieldNode
}

/** The fields right below `_entities`. */
export function entityFields(document: DocumentNode): EntityField[] {
  const fieldsOf = (set: SelectionSetNode | undefined, type: string): EntityField[] =>
    (set?.selections ?? []).flatMap(selection => {
      if (selection.kind === Kind.FIELD) return [{ type, field: selection }]
      if (selection.kind === Kind.FRAGMENT_SPREAD) return []
      return fieldsOf(selection.selectionSet, selection.typeCondition?.name.value ?? type)
    })
  return document.definitions.flatMap(node => {
    if (node.kind !== Kind.OPERATION_DEFINITION) return []
    const [entities] = node.selectionSet.selections
    return entities?.kind === Kind.FIELD ? fieldsOf(entities.selectionSet, '_Entity') : []
  })
}

/** A fetch of some of its entity's fields, with the variables that those use. */
export function onlyFields(
  node: FetchNode,
  document: DocumentNode,
  fields: ReadonlySet<FieldNode>,
): Pick<FetchNode, 'operation' | 'variableUsages'> {
  const entityFieldsAll = new Set(entityFields(document).map(({ field }) => field))
  const kept = visit(document, {
    Field: field => (entityFieldsAll.has(field) && !fields.has(field) ? null : undefined),
    InlineFragment: { leave: ({ selectionSet }) => (selectionSet.selections.length === 0 ? null : undefined) },
  })
  const used = new Set<string>()
  visit(kept, { VariableDefinition: () => false, Variable: ({ name }) => void used.add(name.value) })
  const written = visit(kept, {
    VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? undefined : null),
  })
  return {
    operation: stripIgnoredCharacters(print(written)),
    variableUsages: (node.variableUsages ?? []).filter(name => used.has(name)),
  }
}

/** With each fragment in place of its name, so that its fields can be told apart by where they stand. */
export function writtenOut(document: DocumentNode): DocumentNode {
  const fragments = new Map(
    document.definitions.flatMap(node =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  )
  const write = (set: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: set.selections.map(selection => {
      if (selection.kind === Kind.FIELD)
        return selection.selectionSet === undefined
          ? selection
          : { ...selection, selectionSet: write(selection.selectionSet) }
      if (selection.kind === Kind.INLINE_FRAGMENT) return { ...selection, selectionSet: write(selection.selectionSet) }
      const fragment = fragments.get(selection.name.value)
      if (fragment === undefined)
        throw new Error(`A fetch names the fragment "${selection.name.value}", which it lacks`)
      const { typeCondition, selectionSet } = fragment
      const { directives = [] } = selection
      return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet: write(selectionSet) }
    }),
  })
  return {
    ...document,
    definitions: document.definitions.flatMap(node =>
      node.kind === Kind.OPERATION_DEFINITION ? [{ ...node, selectionSet: write(node.selectionSet) }] : [],
    ),
  }
}
