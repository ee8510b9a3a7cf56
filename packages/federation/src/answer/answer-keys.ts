import { Kind, type SelectionSetNode } from 'graphql'
import type { AnswerKeys } from '../contract/incremental-payload.js'
import type { Operation } from '../contract/operation.js'

/** The keys of an operation's answer. A key has one shape in all types: GraphQL allows no others together. */
export function answerKeysOf({ definition, fragments }: Operation): AnswerKeys {
  interface Keys extends Map<string, Keys | null> {}
  const collect = ({ selections }: SelectionSetNode, into: Keys): Keys => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const { name, alias = name, selectionSet } = selection
        const key = alias.value
        into.set(key, selectionSet === undefined ? null : collect(selectionSet, into.get(key) ?? new Map()))
        continue
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection
      if (fragment !== undefined) collect(fragment.selectionSet, into)
    }
    return into
  }
  return collect(definition.selectionSet, new Map())
}
