/** The contract between the processes of this benchmark. */

/** Signs what gateways and subgraphs say to each other; it guards nothing here. */
export const SECRET = 'bench-internal-secret-of-this-run'

/** A request to a subgraph; those of one wave were asked together. */
export interface Call {
  readonly path: string
  readonly body: string
  readonly wave: number
}

/** The floor's knowledge of a load: the calls to make, wave by wave, and the answer to give. */
export interface KnownLoad {
  readonly query: string
  readonly calls: readonly Call[]
  readonly answer: unknown
}
