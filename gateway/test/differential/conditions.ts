import { Kind, visit, type DocumentNode, type SelectionNode, type SelectionSetNode } from 'graphql'
import { isLeftOut } from './random-object.js'

/** Stands in objects of which all fields were left out: they have to be asked for. */
const MARK = 'marked_by_the_test'
const mark: SelectionNode = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: MARK },
  name: { kind: Kind.NAME, value: '__typename' },
}

/**
 * Removes the selections that the variables leave out, and all conditions: the result must have the same
 * answer from any executor.
 */
export function withoutConditions(document: DocumentNode, variables: Readonly<Record<string, unknown>>): DocumentNode {
  const decided = (set: SelectionSetNode): SelectionSetNode => {
    const kept = set.selections.filter(selection => !isLeftOut(selection, variables))
    return { ...set, selections: kept.length === set.selections.length ? kept : [mark, ...kept] }
  }
  return visit(document, {
    SelectionSet: decided,
    Directive: ({ name }) => (name.value === 'skip' || name.value === 'include' ? null : undefined),
  })
}

/** An answer to such an operation as its client would have it. */
export function withoutMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMarks)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (key === MARK ? [] : [[key, withoutMarks(item)]])),
  )
}
