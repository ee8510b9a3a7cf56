import { Slab } from './slab.js'

/**
 * The results of one tick for all viewers, in one buffer that is transferred to the main thread: a cloned
 * message of 5,000 objects takes 7 ms to post and 11 ms to arrive, a transferred buffer 0.1 and 0.25. An
 * index of integers comes first, then the text. A text is in three parts, since viewers with one rectangle
 * share the middle one.
 */
export interface ViewBodies {
  readonly buffer: ArrayBuffer
  readonly count: number
  readonly tick: number
  /** Milliseconds since 1970. */
  readonly at: number
}

/** The result of one viewer. */
export interface ViewBody {
  readonly viewerId: number
  /** As in ViewUpdate. */
  readonly tick: number
  readonly at: number
  readonly sequence: number
  readonly snapshot: boolean
  readonly acknowledged: number | null
  /** One, or three of which the middle one is shared. They keep the buffer of their tick alive. */
  readonly parts: readonly Buffer[]
}

/** Integers of one entry of the index. */
const ENTRY = 10
const ENTRY_BYTES = ENTRY * Int32Array.BYTES_PER_ELEMENT
const SNAPSHOT = 1
const ACKNOWLEDGED = 2
/** So that a slab seldom grows while it is written. */
const HEADROOM = 1.25
const SLAB_BYTES_MIN = 65_536

/** One entry of the index; positions are of the slab. */
interface Entry {
  viewerId: number
  sequence: number
  snapshot: boolean
  acknowledged: number | null
  headStart: number
  headEnd: number
  listStart: number
  listEnd: number
  tailStart: number
  tailEnd: number
}

/** Collects the bodies of one tick after the other. */
export class BodyWriter {
  slab = new Slab(SLAB_BYTES_MIN)
  /** One for all, so that no tick makes any. */
  readonly entry: Entry = {
    viewerId: 0,
    sequence: 0,
    snapshot: false,
    acknowledged: null,
    headStart: 0,
    headEnd: 0,
    listStart: 0,
    listEnd: 0,
    tailStart: 0,
    tailEnd: 0,
  }
  #count = 0
  #expectedBytes = SLAB_BYTES_MIN
  #index = new Int32Array(ENTRY)

  /** @param bodiesMax one for each viewer at most */
  begin(bodiesMax: number): void {
    this.#count = 0
    this.slab.position = 0
    this.slab.skip(bodiesMax * ENTRY_BYTES)
    if (this.#index.length < bodiesMax * ENTRY) this.#index = new Int32Array(bodiesMax * ENTRY * 2)
  }

  /** Adds what `entry` says. */
  add(): void {
    const index = this.#index
    const { entry } = this
    let at = this.#count++ * ENTRY
    index[at++] = entry.viewerId
    index[at++] = (entry.snapshot ? SNAPSHOT : 0) | (entry.acknowledged === null ? 0 : ACKNOWLEDGED)
    index[at++] = entry.sequence
    index[at++] = entry.acknowledged ?? 0
    index[at++] = entry.headStart
    index[at++] = entry.headEnd
    index[at++] = entry.listStart
    index[at++] = entry.listEnd
    index[at++] = entry.tailStart
    index[at] = entry.tailEnd
  }

  /** Null where there is nothing to tell: the slab then serves the next tick. */
  end({ at, tick }: { readonly tick: number; readonly at: number }): ViewBodies | null {
    if (this.#count === 0) return null
    const { bytes, position } = this.slab
    const length = this.#count * ENTRY
    new Int32Array(bytes.buffer, 0, length).set(this.#index.subarray(0, length))
    this.#expectedBytes = Math.max(SLAB_BYTES_MIN, this.#expectedBytes * 0.9, position * HEADROOM)
    this.slab = new Slab(Math.ceil(this.#expectedBytes))
    return { buffer: bytes.buffer as ArrayBuffer, count: this.#count, tick, at }
  }
}

/** Calls back with each body of a tick. */
export function readBodies({ at: atMs, buffer, count, tick }: ViewBodies, take: (body: ViewBody) => void): void {
  const index = new Int32Array(buffer, 0, count * ENTRY)
  const bytes = Buffer.from(buffer)
  for (let entry = 0; entry < count; entry++) {
    const at = entry * ENTRY
    const field = (offset: number) => index[at + offset] as number
    const flags = field(1)
    const [headStart, headEnd, listStart, listEnd, tailStart, tailEnd] = [
      field(4),
      field(5),
      field(6),
      field(7),
      field(8),
      field(9),
    ]
    const isWhole = headEnd === listStart && listEnd === tailStart
    take({
      viewerId: field(0),
      tick,
      at: atMs,
      snapshot: (flags & SNAPSHOT) !== 0,
      sequence: field(2),
      acknowledged: (flags & ACKNOWLEDGED) === 0 ? null : field(3),
      parts: isWhole
        ? [bytes.subarray(headStart, tailEnd)]
        : [bytes.subarray(headStart, headEnd), bytes.subarray(listStart, listEnd), bytes.subarray(tailStart, tailEnd)],
    })
  }
}
