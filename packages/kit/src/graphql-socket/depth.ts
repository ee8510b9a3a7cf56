import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql'

/** Whether some field lies deeper than `max` levels, fragments counted where they are spread; those that spread themselves are too deep. */
export function tooDeep(document: DocumentNode, max: number): boolean {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  /** By fragment: each is measured once, however often it is spread. */
  const depths = new Map<string, number>()
  const ofFragment = (name: string): number => {
    const known = depths.get(name)
    if (known !== undefined) return known
    depths.set(name, Infinity)
    const fragment = fragments.get(name)
    const depth = fragment === undefined ? 0 : ofSelections(fragment.selectionSet)
    depths.set(name, depth)
    return depth
  }
  const ofSelections = ({ selections }: SelectionSetNode): number => {
    let deepest = 0
    for (const selection of selections) {
      const depth =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(selection.name.value)
          : selection.selectionSet === undefined
            ? 0
            : ofSelections(selection.selectionSet)
      deepest = Math.max(deepest, selection.kind === Kind.FIELD ? depth + 1 : depth)
    }
    return deepest
  }
  return document.definitions.some(
    node => node.kind === Kind.OPERATION_DEFINITION && ofSelections(node.selectionSet) > max,
  )
}
