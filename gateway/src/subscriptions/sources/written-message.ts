/** How a subgraph of Waystone begins a message with a result that it has written for the client's operation. */
const HEAD = Buffer.from('{"written":"verbatim","id":"')
const MIDDLE = Buffer.from('","type":"next","payload":')
const QUOTE = 0x22

/** Finds the result in a message without parsing it; null for any other message. Ids are the gateway's own, base 36. */
export function readWritten(message: Buffer): { readonly id: string; readonly json: Buffer } | null {
  if (message.length < HEAD.length || message.compare(HEAD, 0, HEAD.length, 0, HEAD.length) !== 0) return null
  const idEnd = message.indexOf(QUOTE, HEAD.length)
  const start = idEnd + MIDDLE.length
  if (idEnd === -1 || start > message.length || message.compare(MIDDLE, 0, MIDDLE.length, idEnd, start) !== 0)
    return null
  return { id: message.toString('latin1', HEAD.length, idEnd), json: message.subarray(start, -1) }
}
