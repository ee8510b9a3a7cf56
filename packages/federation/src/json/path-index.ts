interface Node<Value> {
  entry: { readonly value: Value } | null
  below: Map<string | number, Node<Value>> | null
}

/** Values by paths of an answer. Looking for a path costs its length, however many values there are. */
export class PathIndex<Value> {
  readonly #root: Node<Value> = { entry: null, below: null }

  /** The first value of a path stays. */
  add(path: readonly (string | number)[], value: Value): void {
    let node = this.#root
    for (const key of path) {
      node.below ??= new Map()
      let next = node.below.get(key)
      if (next === undefined) node.below.set(key, (next = { entry: null, below: null }))
      node = next
    }
    node.entry ??= { value }
  }

  /** The value of the longest path that a path begins with. */
  innermost(path: readonly (string | number)[]): Value | undefined {
    let node = this.#root
    let found = node.entry
    for (const key of path) {
      const next = node.below?.get(key)
      if (next === undefined) break
      node = next
      found = node.entry ?? found
    }
    return found?.value
  }
}
