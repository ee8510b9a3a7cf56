/** Bytes that a tick is written into, and that cross to the main thread without a copy. */
export class Slab {
  bytes: Buffer
  /** Where the next byte goes. */
  position = 0

  constructor(bytesAtFirst: number) {
    this.bytes = allocate(bytesAtFirst)
  }

  write(text: string): void {
    // A character of UTF-16 takes three bytes of UTF-8 at most.
    this.#reserve(text.length * 3)
    this.position += this.bytes.write(text, this.position)
  }

  /** A whole number that is not negative. */
  digits(number: number): void {
    this.#reserve(DIGITS_MAX)
    let length = 1
    for (let bound = 10; bound <= number; bound *= 10) length++
    let rest = number
    for (let at = this.position + length - 1; at >= this.position; at--) {
      const tens = Math.floor(rest / 10)
      this.bytes[at] = ZERO + rest - tens * 10
      rest = tens
    }
    this.position += length
  }

  comma(): void {
    this.#reserve(1)
    this.bytes[this.position++] = COMMA
  }

  /** Copies a part of itself to its end: `copyWithin`, unlike `set`, needs no object for the part. */
  copy(start: number, end: number): void {
    this.#reserve(end - start)
    this.bytes.copyWithin(this.position, start, end)
    this.position += end - start
  }

  copyFrom(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.bytes.set(bytes, this.position)
    this.position += bytes.length
  }

  /** Leaves room for so many bytes. */
  skip(length: number): void {
    this.#reserve(length)
    this.position += length
  }

  #reserve(length: number): void {
    if (this.position + length <= this.bytes.length) return
    const longer = allocate(Math.max(this.position + length, this.bytes.length * 2))
    longer.set(this.bytes.subarray(0, this.position))
    this.bytes = longer
  }
}

const COMMA = 0x2c
const ZERO = 0x30
/** Of Number.MAX_SAFE_INTEGER. */
const DIGITS_MAX = 16

/** Outside of Node's pool, which cannot be transferred. */
const allocate = (length: number): Buffer => Buffer.from(new ArrayBuffer(length))
