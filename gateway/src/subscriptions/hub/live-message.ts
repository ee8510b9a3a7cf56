/** How a transport puts an answer on the wire. Its identity is what the encoded answer is kept by. */
export type Encode = (json: string) => Buffer

/** An answer to one event, serialized once for all who get it, and encoded once for each transport. */
export class LiveMessage {
  /** Counts the messages of a channel from 1. */
  readonly sequence: number
  readonly json: string
  /** True when several clients get the message: its encoded form is worth keeping then. */
  readonly isShared: boolean
  /** Of the transport that asked first, which most often is the only one. */
  #encode: Encode | undefined
  #buffer: Buffer | undefined
  #others: Map<Encode, Buffer> | undefined

  constructor(sequence: number, json: string, isShared: boolean) {
    this.sequence = sequence
    this.json = json
    this.isShared = isShared
  }

  as(encode: Encode): Buffer {
    if (this.#encode === encode && this.#buffer !== undefined) return this.#buffer
    const known = this.#others?.get(encode)
    if (known !== undefined) return known
    const made = encode(this.json)
    if (this.#encode === undefined) {
      this.#encode = encode
      this.#buffer = made
    } else (this.#others ??= new Map()).set(encode, made)
    return made
  }
}
