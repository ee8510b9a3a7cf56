/** An answer as text, or as the bytes that a subgraph has written. */
export type Json = string | readonly Buffer[]

/** How a transport puts an answer on the wire. Its identity is what the encoded answer is kept by. */
export type Encode = (json: Json) => Buffer

/** The answer between two texts. Bytes are copied, not decoded. */
export function encodeBetween(before: string, after: string): Encode {
  const [head, tail] = [Buffer.from(before), Buffer.from(after)]
  return json => (typeof json === 'string' ? Buffer.from(before + json + after) : Buffer.concat([head, ...json, tail]))
}

/** An answer to one event, serialized once for all who get it, and encoded once for each transport. */
export class LiveMessage {
  /** Counts the messages of a channel from 1. */
  readonly sequence: number
  readonly json: Json
  /** The event's, where the source tells it. */
  readonly id: string | null
  /** True when several clients get the message: its encoded form is worth keeping then. */
  readonly isShared: boolean
  /** Of the transport that asked first, which most often is the only one. */
  #encode: Encode | undefined
  #buffer: Buffer | undefined
  #others: Map<Encode, Buffer> | undefined

  constructor(sequence: number, json: Json, isShared: boolean, id: string | null = null) {
    this.sequence = sequence
    this.json = json
    this.isShared = isShared
    this.id = id
  }

  /** In characters, or in bytes. */
  get size(): number {
    return typeof this.json === 'string' ? this.json.length : this.json.reduce((sum, { length }) => sum + length, 0)
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
