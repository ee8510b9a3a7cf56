/** What the processes of this benchmark know of each other. */

/** Signs what gateways and subgraphs say to each other; it guards nothing here. */
export const SECRET = 'bench-internal-secret-of-this-run'

/** A request to a subgraph; those of one wave were asked together. */
export interface Call {
  readonly path: string
  readonly body: string
  readonly wave: number
}

/** What the floor knows of a load: the calls to make, wave by wave, and what to answer. */
export interface KnownLoad {
  readonly query: string
  readonly calls: readonly Call[]
  readonly answer: unknown
}
