type Path = readonly (string | number)[]

interface Node<Value> {
  entry: { readonly value: Value } | null
  below: Map<string | number, Node<Value>> | null
}

/** Values by paths of an answer. Looking for a path costs its length, however many values there are. */
export class PathIndex<Value> {
  readonly #root: Node<Value> = { entry: null, below: null }

  /** The first value of a path stays. */
  add(path: Path, value: Value): void {
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
  innermost(path: Path): Value | undefined {
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

/**
 * Groups errors by the innermost place that each lies in, for any number of errors and places.
 * @returns errors by the number of their place; those that lie in none are with the first
 */
export function groupByPlace<PlacedError extends { readonly path?: Path | undefined }>(
  errors: readonly PlacedError[],
  places: readonly Path[],
): ReadonlyMap<number, readonly PlacedError[]> {
  const found = new Map<number, PlacedError[]>()
  if (errors.length === 0) return found
  const index = new PathIndex<number>()
  for (const [place, path] of places.entries()) index.add(path, place)
  for (const error of errors) {
    const place = index.innermost(error.path ?? []) ?? 0
    const same = found.get(place)
    if (same === undefined) found.set(place, [error])
    else same.push(error)
  }
  return found
}
