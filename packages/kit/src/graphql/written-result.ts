import type { LocalResult } from './format-result.js'

/**
 * The result of one event of a subscription, which a subgraph has written itself, without graphql-js: for
 * events so many that their execution would cost more than everything else. It is sent as it is; a receiver
 * that needs values reads `data`, which parses the text.
 */
export class WrittenResult implements LocalResult {
  /**
   * JSON in UTF-8, `{"data":{…}}`, as graphql-js would answer the operation that the stream was opened
   * with. Results of several streams may share parts of it: these cross to a gateway once.
   */
  readonly parts: readonly Buffer[]
  /** True where that operation was the gateway's client's own, so that the client may be sent the text. */
  isVerbatim = false
  #data: Record<string, unknown> | undefined

  constructor(parts: readonly Buffer[]) {
    this.parts = parts
  }

  get written(): Buffer {
    const [first] = this.parts
    return first !== undefined && this.parts.length === 1 ? first : Buffer.concat(this.parts)
  }

  get data(): Record<string, unknown> {
    this.#data ??= (JSON.parse(this.written.toString()) as { data: Record<string, unknown> }).data
    return this.#data
  }
}

/** An event whose result is written but for a part, which is to be executed. */
export class PartlyWrittenResult {
  /** The event as resolvers take it, with only that in it which is to be executed. */
  readonly rootValue: unknown
  /** Brings the parts together. */
  readonly complete: (executed: LocalResult) => LocalResult

  constructor(rootValue: unknown, complete: (executed: LocalResult) => LocalResult) {
    this.rootValue = rootValue
    this.complete = complete
  }
}
