/** Writes values one after the other into memory that grows by itself. */
export interface ByteWriter {
  readonly length: number
  byte(value: number): void
  /** A whole number from 0 to 2^53 − 1, seven bits a byte: small ones take one. */
  uint(value: number): void
  /** A whole number of either sign. */
  int(value: number): void
  /** 32 bits, as they are. */
  word(value: number): void
  /** In small letters, as the world has them. */
  uuid(value: string): void
  /** Any text, lone surrogates included. */
  text(value: string): void
  words(values: Int32Array): void
  /** All that was written, in memory of its own; the writer begins anew. */
  take(): Uint8Array<ArrayBuffer>
}

/** Reads what a writer has written, in the same order. */
export interface ByteReader {
  readonly isAtEnd: boolean
  byte(): number
  uint(): number
  int(): number
  word(): number
  uuid(): string
  text(): string
  words(): Int32Array
}

const FIRST_LENGTH = 1_024
const WORD = 4
const UUID = 16

export function createByteWriter(): ByteWriter {
  let bytes = Buffer.alloc(FIRST_LENGTH)
  let length = 0
  const room = (more: number) => {
    if (length + more <= bytes.length) return
    const longer = Buffer.alloc(Math.max(bytes.length * 2, length + more))
    longer.set(bytes.subarray(0, length))
    bytes = longer
  }
  const byte = (value: number) => {
    room(1)
    bytes[length++] = value
  }
  const uint = (value: number) => {
    let rest = value
    // By division: bit operators know 32 bits only, and ticks outgrow them.
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) byte((rest % 0x80) | 0x80)
    byte(rest)
  }
  const raw = (values: Uint8Array) => {
    room(values.length)
    bytes.set(values, length)
    length += values.length
  }
  return {
    get length() {
      return length
    },
    byte,
    uint,
    int: value => uint(value < 0 ? -2 * value - 1 : 2 * value),
    word: value => {
      room(WORD)
      length = bytes.writeInt32LE(value, length)
    },
    uuid: value => raw(Buffer.from(value.replaceAll('-', ''), 'hex')),
    text: value => {
      uint(value.length)
      raw(Buffer.from(value, 'utf16le'))
    },
    words: values => {
      uint(values.length)
      // In the machine's byte order: a big-endian machine (s390x) cannot read them elsewhere.
      raw(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    },
    take: () => {
      const taken = new Uint8Array(bytes.subarray(0, length))
      length = 0
      return taken
    },
  }
}

/** Each method throws a RangeError past the end. */
export function createByteReader(given: Uint8Array): ByteReader {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength)
  let at = 0
  const raw = (length: number): Buffer => {
    if (at + length > bytes.length)
      throw new RangeError(`Expected ${length} more bytes at ${at}, found ${bytes.length - at}`)
    at += length
    return bytes.subarray(at - length, at)
  }
  const byte = () => raw(1).readUInt8()
  const uint = () => {
    let [value, unit] = [0, 1]
    for (;;) {
      const next = byte()
      value += (next & 0x7f) * unit
      if (next < 0x80) return value
      unit *= 0x80
    }
  }
  return {
    get isAtEnd() {
      return at === bytes.length
    },
    byte,
    uint,
    int: () => {
      const folded = uint()
      return folded % 2 === 1 ? -(folded + 1) / 2 : folded / 2
    },
    word: () => raw(WORD).readInt32LE(),
    uuid: () =>
      raw(UUID)
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    text: () => raw(2 * uint()).toString('utf16le'),
    words: () => {
      const length = uint()
      const words = new Int32Array(length)
      new Uint8Array(words.buffer).set(raw(length * WORD))
      return words
    },
  }
}
