import { once } from 'node:events'
import { WebSocket } from 'ws'

export interface RawMessage {
  readonly type: string
  readonly id?: string
  readonly payload?: unknown
}

/** A WebSocket that says what a test wants it to say, proper or not. */
export interface RawClient {
  readonly socket: WebSocket
  /** Gets the text of every message, which `next` then does not see. */
  onMessage: ((text: string) => void) | null
  send(message: object | string | Buffer): void
  /** The next message of the type; earlier messages of other types stay in the queue. */
  next(type: string): Promise<RawMessage>
  /** Waits for the end. */
  closed(): Promise<{ code: number; reason: string }>
}

const open = new Set<WebSocket>()

/** Breaks every connection that a test has left open. */
export function terminateRawClients(): void {
  for (const socket of open) socket.terminate()
}

export async function rawClient(
  url: string,
  options: { protocols?: string[]; headers?: Record<string, string> } = {},
): Promise<RawClient> {
  const { protocols = ['graphql-transport-ws'], headers = {} } = options
  const socket = new WebSocket(url.replace(/^http/, 'ws'), protocols, { headers })
  open.add(socket)
  const ending = new Promise<{ code: number; reason: string }>(resolve => {
    socket.on('close', (code, reason) => {
      open.delete(socket)
      resolve({ code, reason: reason.toString() })
    })
  })
  socket.on('error', () => {
    // The close that follows is what tests look at.
  })
  const messages: RawMessage[] = []
  const waiting: { type: string; resolve(message: RawMessage): void }[] = []
  const client: RawClient = {
    socket,
    onMessage: null,
    send: message =>
      socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message)),
    next: async type => {
      const at = messages.findIndex(message => message.type === type)
      const [found] = at === -1 ? [] : messages.splice(at, 1)
      return found ?? (await new Promise<RawMessage>(resolve => waiting.push({ type, resolve })))
    },
    closed: () => ending,
  }
  socket.on('message', received => {
    const text = (received as Buffer).toString()
    if (client.onMessage !== null) return client.onMessage(text)
    const message = JSON.parse(text) as RawMessage
    const at = waiting.findIndex(({ type }) => type === message.type)
    const [waiter] = at === -1 ? [] : waiting.splice(at, 1)
    if (waiter === undefined) messages.push(message)
    else waiter.resolve(message)
    return undefined
  })
  await once(socket, 'open')
  return client
}
