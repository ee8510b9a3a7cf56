import type { WrittenResult } from '../graphql/written-result.js'

/**
 * Bytes of one message; what does not fit goes into the next. Far below what a gateway takes as one message of a
 * subgraph.
 */
export const BATCH_MAX_BYTES = 524_288

interface Entry {
  readonly id: string
  readonly parts: readonly Buffer[]
  readonly sent: () => void
}

/**
 * Brings the written results of one turn of the event loop together, for a gateway that has many subscriptions on
 * one connection: what a tick has changed for thousands of viewers is a few messages instead of thousands.
 *
 * A message is binary, in unsigned integers of 32 bits, big-endian: how many parts there are, how many results, the
 * length of each part. Then each result: the length of its subscription's id in one byte, the id, the number of its
 * parts in one byte, the indexes of its parts. Then all parts; one that several results share is there once.
 */
export class WrittenBatch {
  readonly #send: (message: Buffer) => Promise<void>
  #entries: Entry[] = []
  #bytes = 0

  constructor(send: (message: Buffer) => Promise<void>) {
    this.#send = send
  }

  /** Resolves when the peer's machine has taken the result. */
  add(id: string, { parts }: WrittenResult): Promise<void> {
    return new Promise(sent => {
      if (this.#entries.length === 0) setImmediate(() => this.#flush())
      this.#entries.push({ id, parts, sent })
      for (const part of parts) this.#bytes += part.length
      if (this.#bytes >= BATCH_MAX_BYTES) this.#flush()
    })
  }

  #flush(): void {
    const entries = this.#entries
    if (entries.length === 0) return
    this.#entries = []
    this.#bytes = 0
    void this.#send(encodeBatch(entries)).then(() => {
      for (const { sent } of entries) sent()
    })
  }
}

const INTEGER_BYTES = 4

function encodeBatch(entries: readonly Pick<Entry, 'id' | 'parts'>[]): Buffer {
  const parts = new DistinctParts()
  let indexBytes = 0
  const results = entries.map(({ id, parts: own }) => {
    indexBytes += 2 + Buffer.byteLength(id) + own.length * INTEGER_BYTES
    return { id, indexes: own.map(part => parts.indexOf(part)) }
  })
  const head = (2 + parts.all.length) * INTEGER_BYTES
  const message = Buffer.allocUnsafe(head + indexBytes + parts.bytes)
  let at = message.writeUInt32BE(entries.length, message.writeUInt32BE(parts.all.length, 0))
  for (const part of parts.all) at = message.writeUInt32BE(part.length, at)
  for (const { id, indexes } of results) {
    const length = message.write(id, at + 1)
    at = message.writeUInt8(length, at) + length
    at = message.writeUInt8(indexes.length, at)
    for (const index of indexes) at = message.writeUInt32BE(index, at)
  }
  for (const part of parts.all) at += part.copy(message, at)
  return message
}

/** Parts of one memory with one place and length are the same. */
class DistinctParts {
  readonly all: Buffer[] = []
  bytes = 0
  readonly #known = new Map<ArrayBufferLike, Map<string, number>>()

  indexOf(part: Buffer): number {
    const ofMemory = this.#known.get(part.buffer) ?? new Map<string, number>()
    this.#known.set(part.buffer, ofMemory)
    const key = `${part.byteOffset} ${part.length}`
    const known = ofMemory.get(key)
    if (known !== undefined) return known
    ofMemory.set(key, this.all.length)
    this.bytes += part.length
    return this.all.push(part) - 1
  }
}
