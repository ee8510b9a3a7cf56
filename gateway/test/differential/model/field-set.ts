import { Kind, parse, type SelectionSetNode } from 'graphql'

const parsed = new Map<string, SelectionSetNode>()

/** The selections of a key, of @requires or of @provides. */
export function fieldSet(text: string): SelectionSetNode {
  const known = parsed.get(text)
  if (known !== undefined) return known
  const [operation] = parse(`{ ${text} }`, { noLocation: true }).definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`No field set: ${text}`)
  parsed.set(text, operation.selectionSet)
  return operation.selectionSet
}

/** The paths of its leaves, such as `id` and `place.x`. */
export const leavesOf = (text: string): string[] => leaves(fieldSet(text))

const leaves = ({ selections }: SelectionSetNode): string[] =>
  selections.flatMap(selection => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return leaves(selection.selectionSet)
    if (selection.kind !== Kind.FIELD) return []
    const name = selection.name.value
    return selection.selectionSet ? leaves(selection.selectionSet).map(leaf => `${name}.${leaf}`) : [name]
  })

/** Names of the outermost fields. */
export const namesOf = (text: string): string[] => [...new Set(leavesOf(text).map(leaf => leaf.replace(/\..*/, '')))]

/** The part of a field set that a value has; undefined stands where it has not been given. */
export function restricted(value: unknown, set: SelectionSetNode): unknown {
  if (Array.isArray(value)) return value.map(item => restricted(item, set))
  if (typeof value !== 'object' || value === null) return value
  const given = value as Record<string, unknown>
  const kept: Record<string, unknown> = {}
  for (const selection of set.selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      if (selection.typeCondition?.name.value === given['__typename'])
        Object.assign(kept, restricted(value, selection.selectionSet))
    } else if (selection.kind === Kind.FIELD) {
      const name = (selection.alias ?? selection.name).value
      kept[name] = selection.selectionSet ? restricted(given[name], selection.selectionSet) : given[name]
    }
  }
  return kept
}
