import type { Duplex } from 'node:stream'

/** Up to here one copy is cheaper than a second buffer on the way to the network. */
const COPIED_MAX_BYTES = 2_048
/** RFC 6455, 5.2: the whole of a message of text, not masked since it comes from a server. */
const FINAL_TEXT = 0x81
const SHORT_MAX = 125
const MEDIUM_MAX = 65_535

/**
 * Writes `prefix` and `body` as one text message. The body is not copied when it is long: however many clients wait for it,
 * there is one in memory. Nothing else may be halfway through writing to the stream, which the ws package never is: it writes
 * its frames whole as long as they are not compressed.
 */
export function writeTextMessage(stream: Duplex, prefix: Buffer, body: Buffer): void {
  const length = prefix.length + body.length
  if (length <= COPIED_MAX_BYTES) {
    const { frame, at } = beginFrame(length, length)
    body.copy(frame, at + prefix.copy(frame, at))
    stream.write(frame)
    return
  }
  const { frame, at } = beginFrame(length, prefix.length)
  prefix.copy(frame, at)
  stream.cork()
  stream.write(frame)
  stream.write(body)
  stream.uncork()
}

/** The same for a text that nobody else gets: a short one is encoded in its place. */
export function writeTextOnce(stream: Duplex, prefix: Buffer, text: string): void {
  const length = prefix.length + Buffer.byteLength(text)
  if (length > COPIED_MAX_BYTES) return writeTextMessage(stream, prefix, Buffer.from(text))
  const { frame, at } = beginFrame(length, length)
  frame.write(text, at + prefix.copy(frame, at))
  stream.write(frame)
}

/** @returns a buffer that begins with the head of a message of so many bytes and has room for some of them, and where they go. */
function beginFrame(length: number, room: number): { frame: Buffer; at: number } {
  const at = length <= SHORT_MAX ? 2 : length <= MEDIUM_MAX ? 4 : 10
  const frame = Buffer.allocUnsafe(at + room)
  frame[0] = FINAL_TEXT
  if (length <= SHORT_MAX) frame[1] = length
  else if (length <= MEDIUM_MAX) {
    frame[1] = 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 127
    frame.writeUInt32BE(0, 2)
    frame.writeUInt32BE(length, 6)
  }
  return { frame, at }
}
