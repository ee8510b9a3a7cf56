import type { FetchNode } from '@apollo/query-planner'
import { Kind, parse, print, stripIgnoredCharacters, visit, type SelectionSetNode } from 'graphql'

/**
 * A fetch that asks for nothing which takes one of these variables.
 * @returns null where that leaves nothing to ask an entity for.
 */
export function withoutVariables(node: FetchNode, names: readonly string[]): FetchNode | null {
  const left = new Set(names)
  let isAsking = false
  const document = visit(parse(node.operation, { noLocation: true }), {
    VariableDefinition: ({ variable }) => (left.has(variable.name.value) ? null : undefined),
    Field: {
      enter: ({ arguments: given = [] }) =>
        given.some(({ value }) => value.kind === Kind.VARIABLE && left.has(value.name.value)) ? null : undefined,
      leave: field => {
        if (isEmpty(field.selectionSet)) return null
        isAsking ||= field.name.value !== '__typename' && field.name.value !== '_entities'
        return undefined
      },
    },
    InlineFragment: { leave: ({ selectionSet }) => (isEmpty(selectionSet) ? null : undefined) },
  })
  if (!isAsking) return null
  return {
    ...node,
    operation: stripIgnoredCharacters(print(document)),
    variableUsages: node.variableUsages?.filter(name => !left.has(name)) ?? [],
  }
}

const isEmpty = (set: SelectionSetNode | undefined): boolean => set?.selections.length === 0
