import type { GraphQLError } from 'graphql'
import type { Path } from '../fetching/positions.js'

interface Node {
  readonly errors: GraphQLError[]
  readonly below: Map<string | number, Node>
}

/** Errors by their paths in the client's answer. */
export class ErrorIndex {
  readonly #root: Node = { errors: [], below: new Map() }

  constructor(errors: Iterable<GraphQLError>) {
    for (const error of errors) this.add(error)
  }

  /** An error without a path is above everything. */
  add(error: GraphQLError): void {
    let node = this.#root
    for (const key of error.path ?? []) {
      let next = node.below.get(key)
      if (next === undefined) node.below.set(key, (next = { errors: [], below: new Map() }))
      node = next
    }
    node.errors.push(error)
  }

  /** The outermost error above a path for which the condition holds, or any error at the path itself. */
  find(path: Path, isReason: (error: GraphQLError) => boolean): GraphQLError | undefined {
    let node = this.#root
    for (const key of path) {
      const found = node.errors.find(isReason)
      if (found !== undefined) return found
      const next = node.below.get(key)
      if (next === undefined) return undefined
      node = next
    }
    return node.errors[0]
  }
}
