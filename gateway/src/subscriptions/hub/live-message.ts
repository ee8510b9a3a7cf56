/** How a transport puts an answer on the wire. Its identity is what the encoded answer is kept by. */
export type Encode = (json: string) => Buffer

/** An answer to one event, serialized once for all who get it, and encoded once for each transport. */
export class LiveMessage {
  /** Counts the messages of a channel from 1. */
  readonly sequence: number
  readonly json: string
  readonly #encoded = new Map<Encode, Buffer>()

  constructor(sequence: number, json: string) {
    this.sequence = sequence
    this.json = json
  }

  as(encode: Encode): Buffer {
    const known = this.#encoded.get(encode)
    if (known !== undefined) return known
    const made = encode(this.json)
    this.#encoded.set(encode, made)
    return made
  }
}
