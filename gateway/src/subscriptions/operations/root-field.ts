import { GraphQLError, Kind, type DirectiveNode, type FieldNode, type SelectionSetNode } from 'graphql'
import type { Operation } from '@waystone/federation/contract'

/** The root field of a valid subscription, wherever fragments put it: there is exactly one. */
export function rootFieldOf({ definition, fragments }: Operation): FieldNode {
  const find = ({ selections }: SelectionSetNode): FieldNode | undefined => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) return selection
      const set =
        selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments[selection.name.value]?.selectionSet
      const found = set && find(set)
      if (found !== undefined) return found
    }
    return undefined
  }
  const root = find(definition.selectionSet)
  if (root === undefined) throw new GraphQLError('A subscription needs a root field')
  return root
}

/**
 * Refuses @skip and @include on the root field of a subscription, through fragments too: whether there is a
 * subscription at all cannot depend on a variable. To be asked before validation, where graphql-js 16 throws
 * on them.
 */
export function rootConditions({ definition, fragments }: Operation): GraphQLError[] {
  const seen = new Set<string>()
  const find = ({ selections }: SelectionSetNode): DirectiveNode[] =>
    selections.flatMap(selection => {
      const own = (selection.directives ?? []).filter(({ name }) => name.value === 'skip' || name.value === 'include')
      if (selection.kind === Kind.FIELD) return own
      if (selection.kind === Kind.INLINE_FRAGMENT) return [...own, ...find(selection.selectionSet)]
      const fragment = fragments[selection.name.value]
      if (fragment === undefined || seen.has(selection.name.value)) return own
      seen.add(selection.name.value)
      return [...own, ...find(fragment.selectionSet)]
    })
  return find(definition.selectionSet).map(
    directive =>
      new GraphQLError(`The root field of a subscription cannot have @${directive.name.value}`, {
        nodes: directive,
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      }),
  )
}
