import { Kind, visit, type DocumentNode, type SelectionNode, type SelectionSetNode } from 'graphql'

/** Stands in objects of which all fields were left out: they have to be asked for. */
const MARK = 'marked_by_the_test'
const mark: SelectionNode = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: MARK },
  name: { kind: Kind.NAME, value: '__typename' },
}

/** An operation without what its variables leave out, and without any condition: what any executor must make the same of. */
export function withoutConditions(document: DocumentNode, variables: Readonly<Record<string, unknown>>): DocumentNode {
  const [operation] = document.definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('The operation comes first')
  const defaults = new Map(
    (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
  )
  const isTrue = (name: string): boolean => {
    const byDefault = defaults.get(name)
    return variables[name] === undefined
      ? byDefault?.kind === Kind.BOOLEAN && byDefault.value
      : variables[name] === true
  }
  const isLeftOut = ({ directives = [] }: SelectionNode): boolean =>
    directives.some(({ name, arguments: given = [] }) => {
      const [condition] = given
      if (name.value !== 'skip' && name.value !== 'include') return false
      const value =
        condition?.value.kind === Kind.VARIABLE
          ? isTrue(condition.value.name.value)
          : condition?.value.kind === Kind.BOOLEAN && condition.value.value
      return value === (name.value === 'skip')
    })
  const decided = (set: SelectionSetNode): SelectionSetNode => {
    const kept = set.selections.filter(selection => !isLeftOut(selection))
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
