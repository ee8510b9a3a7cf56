import { Kind, OperationTypeNode, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql'

/** How large an operation is with its fragments written out; of a document, that of its largest operation. */
export interface OperationSize {
  /** Nested fields; introspection apart. */
  readonly depth: number
  readonly fields: number
  readonly rootFields: number
  /** Root fields where it is a mutation, 0 where it is not. */
  readonly mutationFields: number
  readonly aliases: number
  readonly directives: number
}

export interface MeasureOptions {
  /**
   * Of fragments that spread themselves: nothing, where validation refuses them afterwards, or too much for
   * any limit.
   */
  readonly circles?: 'nothing' | 'endless'
  /** Of `__schema` and `__type`: each is one field, or has all that is selected below it. */
  readonly introspection?: 'one field' | 'written out'
}

const empty: OperationSize = { depth: 0, fields: 0, rootFields: 0, mutationFields: 0, aliases: 0, directives: 0 }
const endless: OperationSize = {
  depth: Infinity,
  fields: Infinity,
  rootFields: Infinity,
  mutationFields: Infinity,
  aliases: Infinity,
  directives: Infinity,
}

/**
 * Measures without writing anything out: each fragment is measured once, however often and deeply it is
 * spread, so that a document takes time by its length alone.
 */
export function measureOperations(
  document: DocumentNode,
  { circles = 'nothing', introspection = 'one field' }: MeasureOptions = {},
): OperationSize {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  const measured = new Map<string, OperationSize>()

  const measureFragment = (name: string): OperationSize => {
    const known = measured.get(name)
    if (known !== undefined) return known
    measured.set(name, circles === 'endless' ? endless : empty)
    const fragment = fragments.get(name)
    const size = fragment === undefined ? empty : measureSelections(fragment.selectionSet)
    measured.set(name, size)
    return size
  }

  const measureSelections = (set: SelectionSetNode): OperationSize => {
    let total = empty
    for (const selection of set.selections) {
      const directives = selection.directives?.length ?? 0
      if (selection.kind === Kind.FIELD) {
        const introspects =
          introspection === 'one field' && (selection.name.value === '__schema' || selection.name.value === '__type')
        const below = selection.selectionSet === undefined ? empty : measureSelections(selection.selectionSet)
        total = add(total, {
          depth: introspects ? 1 : below.depth + 1,
          fields: introspects ? 1 : below.fields + 1,
          rootFields: 1,
          mutationFields: 0,
          aliases: below.aliases + (selection.alias === undefined ? 0 : 1),
          directives: below.directives + directives,
        })
      } else {
        const below =
          selection.kind === Kind.FRAGMENT_SPREAD
            ? measureFragment(selection.name.value)
            : measureSelections(selection.selectionSet)
        total = add(total, withDirectives(below, directives))
      }
    }
    return total
  }

  return document.definitions
    .flatMap(node => (node.kind === Kind.OPERATION_DEFINITION ? [node] : []))
    .map(({ operation, selectionSet, directives = [] }) => {
      const size = withDirectives(measureSelections(selectionSet), directives.length)
      return operation === OperationTypeNode.MUTATION ? { ...size, mutationFields: size.rootFields } : size
    })
    .reduce(largest, empty)
}

const withDirectives = (size: OperationSize, directives: number): OperationSize => ({
  ...size,
  directives: size.directives + directives,
})

const add = (a: OperationSize, b: OperationSize): OperationSize => ({
  depth: Math.max(a.depth, b.depth),
  fields: a.fields + b.fields,
  rootFields: a.rootFields + b.rootFields,
  mutationFields: a.mutationFields + b.mutationFields,
  aliases: a.aliases + b.aliases,
  directives: a.directives + b.directives,
})

const largest = (a: OperationSize, b: OperationSize): OperationSize => ({
  depth: Math.max(a.depth, b.depth),
  fields: Math.max(a.fields, b.fields),
  rootFields: Math.max(a.rootFields, b.rootFields),
  mutationFields: Math.max(a.mutationFields, b.mutationFields),
  aliases: Math.max(a.aliases, b.aliases),
  directives: Math.max(a.directives, b.directives),
})
