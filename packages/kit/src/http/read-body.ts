import type { IncomingMessage } from 'node:http'
import { RequestFault } from '../errors/index.js'

/**
 * The client closed the connection before its request was complete: no answer can be sent, and the server is
 * not at fault.
 */
export class RequestAborted extends Error {
  override readonly name = 'RequestAborted'
}

/**
 * Refuses by the declared length before reading, and by the true one while reading.
 * @throws RequestFault PAYLOAD_TOO_LARGE; RequestAborted.
 */
export function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const refuse = () =>
      reject(new RequestFault('PAYLOAD_TOO_LARGE', `The request body may have at most ${maxBytes} bytes`))
    if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) return refuse()
    const chunks: Buffer[] = []
    let size = 0
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      // Bytes that come after are read and dropped, until the answer has closed the connection.
      if (size > maxBytes) refuse()
      else chunks.push(chunk)
    })
    incoming.once('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)))
    incoming.once('error', error => reject(new RequestAborted('The request ended before its body', { cause: error })))
  })
}
