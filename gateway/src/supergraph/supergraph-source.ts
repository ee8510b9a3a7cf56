/** Where supergraphs come from. */
export interface SupergraphSource {
  /** For messages: "the file …". */
  readonly description: string
  /** Reads the first supergraph; later ones are handed to `onChange` until stop. Rejects when there is none. */
  start(onChange: (supergraphSdl: string) => void): Promise<string>
  stop(): Promise<void>
}
