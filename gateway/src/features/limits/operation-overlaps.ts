import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql'

/**
 * How many pairs of fields validation has to compare, since they answer at the same place ("fields in set can
 * merge", https://spec.graphql.org/October2021/#sec-Field-Selection-Merging), and how many pairs of
 * fragments. Its work grows with the square of both, so a document within every other limit could keep it
 * busy for half a second.
 *
 * Each selection set is visited once, so this takes time by the document's length alone; a fragment counts
 * where it is spread first. That may count a pair too few where a fragment's fields overlap with those of
 * several places, and never many.
 */
export function countOverlaps(document: DocumentNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  const seen = new Set<string>()
  let pairs = 0

  const countFrom = (root: SelectionSetNode): void => {
    /** Selection sets, by the place they belong to. */
    const places: (readonly SelectionSetNode[])[] = [[root]]
    for (let place = places.pop(); place !== undefined; place = places.pop()) {
      const fields = new Map<string, { count: number; below: SelectionSetNode[] }>()
      const spread = new Set<string>()
      const sets = [...place]
      for (let set = sets.pop(); set !== undefined; set = sets.pop()) {
        for (const selection of set.selections) {
          if (selection.kind === Kind.INLINE_FRAGMENT) sets.push(selection.selectionSet)
          else if (selection.kind === Kind.FRAGMENT_SPREAD) {
            const name = selection.name.value
            const fragment = seen.has(name) ? undefined : fragments.get(name)
            spread.add(name)
            seen.add(name)
            if (fragment !== undefined) sets.push(fragment.selectionSet)
          } else {
            const key = selection.alias?.value ?? selection.name.value
            const same = fields.get(key) ?? { count: 0, below: [] }
            fields.set(key, same)
            same.count++
            if (selection.selectionSet !== undefined) same.below.push(selection.selectionSet)
          }
        }
      }
      pairs += pairsOf(spread.size)
      for (const { count, below } of fields.values()) {
        pairs += pairsOf(count)
        if (below.length > 0) places.push(below)
      }
    }
  }

  for (const node of document.definitions) if (node.kind === Kind.OPERATION_DEFINITION) countFrom(node.selectionSet)
  // Fragments without any spread are compared within themselves, too.
  for (const [name, { selectionSet }] of fragments) if (!seen.has(name)) countFrom(selectionSet)
  return pairs
}

const pairsOf = (count: number): number => (count * (count - 1)) / 2
