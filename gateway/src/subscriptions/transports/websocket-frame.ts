import type { Duplex } from 'node:stream'

/** Up to here one copy is cheaper than a second buffer on the way to the network. */
const COPIED_MAX_BYTES = 2_048
/** RFC 6455, 5.2: the whole of a message of text, not masked since it comes from a server. */
const FINAL_TEXT = 0x81
const SHORT_MAX = 125
const MEDIUM_MAX = 65_535

const headLengthOf = (length: number): number => (length <= SHORT_MAX ? 2 : length <= MEDIUM_MAX ? 4 : 10)

const SCRATCH_BYTES = headLengthOf(COPIED_MAX_BYTES) + COPIED_MAX_BYTES

/**
 * Where frames that are copied are put together, one after the other: memory for each of them would be given
 * back by collections only, which V8 begins anew whenever so many buffers have been made.
 */
let scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES)

/**
 * Writes `prefix` and `body` as one text message. The body is not copied when it is long: however many
 * clients wait for it, there is one in memory. Nothing else may be halfway through writing to the stream,
 * which the ws package never is: it writes its frames whole as long as they are not compressed.
 */
export function writeTextMessage(stream: Duplex, prefix: Buffer, body: Buffer): void {
  const length = prefix.length + body.length
  if (length <= COPIED_MAX_BYTES) {
    const at = beginFrame(scratch, length)
    return writeScratch(stream, at + prefix.length + body.copy(scratch, at + prefix.copy(scratch, at)))
  }
  const frame = Buffer.allocUnsafe(headLengthOf(length) + prefix.length)
  prefix.copy(frame, beginFrame(frame, length))
  stream.cork()
  stream.write(frame)
  stream.write(body)
  stream.uncork()
}

/** Writes several messages with the same prefix, whose bodies many clients wait for, by one system call. */
export function writeTextMessages(stream: Duplex, prefix: Buffer, bodies: readonly Buffer[]): void {
  let length = 0
  for (const body of bodies) length += headLengthOf(prefix.length + body.length) + prefix.length + body.length
  const isShort = length <= SCRATCH_BYTES
  const frames = isShort ? scratch : Buffer.allocUnsafe(length)
  let at = 0
  for (const body of bodies) {
    at += beginFrame(frames, prefix.length + body.length, at)
    at += prefix.copy(frames, at)
    at += body.copy(frames, at)
  }
  if (isShort) writeScratch(stream, at)
  else stream.write(frames)
}

/** The same for a text with a single receiver: a short one is encoded in place. */
export function writeTextOnce(stream: Duplex, prefix: Buffer, text: string): void {
  const length = prefix.length + Buffer.byteLength(text)
  if (length > COPIED_MAX_BYTES) return writeTextMessage(stream, prefix, Buffer.from(text))
  const at = beginFrame(scratch, length)
  writeScratch(stream, at + prefix.length + scratch.write(text, at + prefix.copy(scratch, at)))
}

/** The same for bytes in parts: whatever their length, they are one buffer and one write. */
export function writeBytesOnce(stream: Duplex, parts: readonly Buffer[]): void {
  let length = 0
  for (const part of parts) length += part.length
  const isShort = length <= COPIED_MAX_BYTES
  const frame = isShort ? scratch : Buffer.allocUnsafe(headLengthOf(length) + length)
  let at = beginFrame(frame, length)
  for (const part of parts) at += part.copy(frame, at)
  if (isShort) writeScratch(stream, at)
  else stream.write(frame)
}

/** Writes several text messages at once: each of them alone would cost a system call. */
export function writeTextsOnce(stream: Duplex, texts: readonly Buffer[]): void {
  const length = texts.reduce((sum, text) => sum + headLengthOf(text.length) + text.length, 0)
  const isShort = length <= SCRATCH_BYTES
  const frames = isShort ? scratch : Buffer.allocUnsafe(length)
  let at = 0
  for (const text of texts) {
    at += beginFrame(frames, text.length, at)
    at += text.copy(frames, at)
  }
  if (isShort) writeScratch(stream, at)
  else stream.write(frames)
}

/**
 * Writes the scratch buffer. A stream keeps the bytes that it cannot write at once: when it is known to be
 * behind, it gets a copy; when it falls behind with this frame, it keeps the buffer and a new one is
 * allocated.
 */
function writeScratch(stream: Duplex, length: number): void {
  const frame = scratch.subarray(0, length)
  if (stream.writableLength > 0) return void stream.write(Buffer.from(frame))
  stream.write(frame)
  if (stream.writableLength > 0) scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES)
}

/** Writes the head of a message of so many bytes. @returns how long the head is. */
function beginFrame(frame: Buffer, length: number, at = 0): number {
  frame[at] = FINAL_TEXT
  if (length <= SHORT_MAX) frame[at + 1] = length
  else if (length <= MEDIUM_MAX) {
    frame[at + 1] = 126
    frame.writeUInt16BE(length, at + 2)
  } else {
    frame[at + 1] = 127
    frame.writeUInt32BE(0, at + 2)
    frame.writeUInt32BE(length, at + 6)
  }
  return headLengthOf(length)
}
