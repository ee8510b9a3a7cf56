import { Kind, print, visit, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql'
import type { Coverage } from './coverage.js'

/** Notes what an operation is an example of. */
export function noteOperation(document: DocumentNode, coverage: Coverage): void {
  visit(document, {
    FragmentSpread: () => coverage.note('fragment spread'),
    InlineFragment: () => coverage.note('inline fragment'),
    Field: ({ alias }) => (alias ? coverage.note('alias') : undefined),
    VariableDefinition: () => coverage.note('variable'),
    Directive: ({ name }) => {
      if (name.value === 'skip' || name.value === 'include') coverage.note(name.value)
    },
  })
  if (hasClash(document)) coverage.note('one key with different arguments')
}

/** Checks for one response key that stands for one field with different arguments. */
function hasClash(document: DocumentNode): boolean {
  const bodies = new Map<string, SelectionSetNode>()
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) bodies.set(node.name.value, node.selectionSet)
  const fields = (set: SelectionSetNode): FieldNode[] =>
    set.selections.flatMap(selection => {
      if (selection.kind === Kind.FIELD) return [selection]
      const body = selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : bodies.get(selection.name.value)
      return body ? fields(body) : []
    })
  const clashes = (sets: readonly SelectionSetNode[]): boolean => {
    const byKey = new Map<string, FieldNode[]>()
    for (const field of sets.flatMap(fields)) {
      const key = (field.alias ?? field.name).value
      byKey.set(key, [...(byKey.get(key) ?? []), field])
    }
    return [...byKey.values()].some(same => {
      const isOneField = new Set(same.map(({ name }) => name.value)).size === 1
      const argumentsOf = new Set(same.map(({ arguments: given = [] }) => given.map(print).toSorted().join()))
      if (isOneField && argumentsOf.size > 1) return true
      return clashes(same.flatMap(({ selectionSet }) => selectionSet ?? []))
    })
  }
  return document.definitions.some(node => node.kind === Kind.OPERATION_DEFINITION && clashes([node.selectionSet]))
}
