import { connect, type Socket } from 'node:net'

/** The measurements of one trial of a closed loop. */
export interface Trial {
  readonly requests: number
  readonly elapsedMs: number
  readonly latenciesMs: readonly number[]
}

const HEAD_END = Buffer.from('\r\n\r\n')
const LAST_CHUNK = Buffer.from('0\r\n\r\n')

/**
 * Sends requests over so many connections, each its next one when it has the answer to the last, for a while.
 * Plain sockets and texts: a client that costs more than the gateway would measure itself.
 * @param next the next request, as it goes over the wire.
 * @param expected of the head and body; by default any answer of status 200.
 * @throws Error for another status, and when a connection ends.
 */
export async function closedLoop(options: {
  port: number
  connections: number
  durationMs: number
  next: () => string
}): Promise<Trial> {
  const { port, connections, durationMs, next } = options
  const latenciesMs: number[] = []
  const started = performance.now()
  const until = started + durationMs
  await Promise.all(
    Array.from({ length: connections }, () =>
      exchangeUntil(until, { port, next, note: ms => void latenciesMs.push(ms) }),
    ),
  )
  return { requests: latenciesMs.length, elapsedMs: performance.now() - started, latenciesMs }
}

function exchangeUntil(
  until: number,
  { port, next, note }: { port: number; next: () => string; note: (latencyMs: number) => void },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let received: Buffer[] = []
    let size = 0
    let sentMs = 0
    const send = () => {
      received = []
      size = 0
      sentMs = performance.now()
      socket.write(next())
    }
    const fail = (message: string) => {
      socket.destroy()
      reject(new Error(message))
    }
    socket.on('connect', send)
    socket.on('data', (chunk: Buffer) => {
      received.push(chunk)
      size += chunk.length
      if (!isWhole(received, size)) return
      const now = performance.now()
      const head = (received[0] as Buffer).toString('latin1', 0, 12)
      if (!head.startsWith('HTTP/1.1 200'))
        return fail(`Expected status 200, got ${Buffer.concat(received).toString()}`)
      note(now - sentMs)
      if (now < until) return send()
      socket.destroy()
      resolve()
    })
    socket.on('error', error => fail(error.message))
    socket.on('close', () => fail('The connection was closed before the answer was whole'))
  })
}

/** Checks that an answer is complete; its head may arrive in pieces, too. */
function isWhole(received: Buffer[], size: number): boolean {
  const [first = Buffer.alloc(0)] = received
  let headEnd = first.indexOf(HEAD_END)
  if (headEnd === -1 && received.length > 1) {
    received.splice(0, received.length, Buffer.concat(received))
    headEnd = (received[0] as Buffer).indexOf(HEAD_END)
  }
  if (headEnd === -1) return false
  const head = (received[0] as Buffer).toString('latin1', 0, headEnd)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length !== undefined) return size >= headEnd + HEAD_END.length + Number(length)
  const last = received.at(-1) as Buffer
  const tail = last.length >= LAST_CHUNK.length ? last : Buffer.concat(received)
  return tail.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK)
}

/** A POST of an operation as it goes over the wire. */
export function requestText(body: string, authorization: string): string {
  return [
    'POST /graphql HTTP/1.1',
    'host: 127.0.0.1',
    'user-agent: waystone-bench',
    'accept: application/json',
    'content-type: application/json',
    `authorization: ${authorization}`,
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}
