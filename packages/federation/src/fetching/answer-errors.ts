import { GraphQLError } from 'graphql'

/** How many errors the last entry of a list stands for. */
const countsLeftOut = new WeakMap<GraphQLError, number>()

/**
 * The errors of one answer, or of the deferred parts that were fetched together: at most as many as it
 * may have, and how many there are besides.
 */
export class AnswerErrors {
  readonly max: number
  readonly #told: GraphQLError[] = []
  #leftOut = 0

  /** @param errors of the same answer: a list that `list()` made, or one of another origin. */
  constructor(max: number, errors: readonly GraphQLError[] = []) {
    this.max = max
    for (const error of errors) {
      const leftOut = countsLeftOut.get(error)
      if (leftOut === undefined) this.add(() => error)
      else this.#leftOut += leftOut
    }
  }

  get told(): readonly GraphQLError[] {
    return this.#told
  }

  get isFull(): boolean {
    return this.#told.length >= this.max
  }

  /** @param make is not called once the list is full: errors capture a stack. */
  add(make: () => GraphQLError): void {
    if (this.isFull) this.#leftOut++
    else this.#told.push(make())
  }

  /** With a last entry, when some are left out. */
  list(): GraphQLError[] {
    return this.#leftOut === 0 ? [...this.#told] : [...this.#told, leftOutError(this.#leftOut, this.max)]
  }
}

/** The real number may be larger: nulls are not explained once the list is full of what subgraphs reported. */
function leftOutError(leftOut: number, max: number): GraphQLError {
  const message = `At least ${leftOut} more errors are left out; an answer has at most ${max}`
  const error = new GraphQLError(message, {
    extensions: { code: 'LIMIT_EXCEEDED', limit: 'errors', max, leftOut },
  })
  countsLeftOut.set(error, leftOut)
  return error
}
