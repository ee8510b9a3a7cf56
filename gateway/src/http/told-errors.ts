import type { GraphQLFormattedError } from 'graphql'
import type { DeliveredFields, Path } from './delivered-fields.js'

/** A failed fragment repeats this many of the errors that were told before: very many may lie in one place. */
export const REASONS_MAX = 10

interface Node {
  readonly errors: GraphQLFormattedError[]
  readonly below: Map<string | number, Node>
}

/** The errors that a client was told, by their paths; those without a path are of no place. */
export class ToldErrors {
  readonly #root: Node = { errors: [], below: new Map() }
  readonly #delivered: DeliveredFields

  constructor(delivered: DeliveredFields) {
    this.#delivered = delivered
  }

  add(errors: readonly GraphQLFormattedError[]): void {
    for (const error of errors) {
      if (!hasPlace(error)) continue
      let node = this.#root
      for (const key of error.path) {
        let next = node.below.get(key)
        if (next === undefined) node.below.set(key, (next = { errors: [], below: new Map() }))
        node = next
      }
      node.errors.push(error)
    }
  }

  /** Errors that say why there is null at a path, the outermost first: at most `REASONS_MAX`. */
  reasonsAt(path: Path): readonly GraphQLFormattedError[] {
    const reasons: GraphQLFormattedError[] = []
    const take = (errors: readonly GraphQLFormattedError[]): void => {
      for (const error of errors) if (reasons.length < REASONS_MAX && this.explains(error, path)) reasons.push(error)
    }
    let node: Node | undefined = this.#root
    for (const key of path) {
      take(node.errors)
      node = node.below.get(key)
      if (node === undefined) return reasons
    }
    const within: Node[] = [node]
    for (let at = within.pop(); at !== undefined && reasons.length < REASONS_MAX; at = within.pop()) {
      take(at.errors)
      for (const next of at.below.values()) within.push(next)
    }
    return reasons
  }

  /**
   * Checks that an error of the answer may be why there is null at a path. One that lies in it is not, where the
   * client has null at the error's own place: the null went no further.
   */
  explains(error: GraphQLFormattedError, path: Path): boolean {
    if (!hasPlace(error)) return true
    const isAround = error.path.every((key, depth) => depth >= path.length || path[depth] === key)
    return isAround && (error.path.length <= path.length || !this.#delivered.hasNullOn(error.path))
  }
}

export const hasPlace = (error: GraphQLFormattedError): error is GraphQLFormattedError & { readonly path: Path } =>
  error.path !== undefined && error.path.length > 0
