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
  const headSize = length <= SHORT_MAX ? 2 : length <= MEDIUM_MAX ? 4 : 10
  const isCopied = length <= COPIED_MAX_BYTES
  const head = Buffer.allocUnsafe(headSize + (isCopied ? length : prefix.length))
  head[0] = FINAL_TEXT
  if (length <= SHORT_MAX) head[1] = length
  else if (length <= MEDIUM_MAX) {
    head[1] = 126
    head.writeUInt16BE(length, 2)
  } else {
    head[1] = 127
    head.writeUInt32BE(0, 2)
    head.writeUInt32BE(length, 6)
  }
  prefix.copy(head, headSize)
  if (isCopied) {
    body.copy(head, headSize + prefix.length)
    stream.write(head)
    return
  }
  stream.cork()
  stream.write(head)
  stream.write(body)
  stream.uncork()
}
