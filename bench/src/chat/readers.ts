import { WebSocket } from 'ws'
import { SUBSCRIPTION, WORLD } from './wire.js'

// A process of its own with all the readers. They read no more of a message than its number.

export type ReaderCommand =
  | { readonly kind: 'open'; readonly url: string; readonly tokens: readonly string[]; readonly count: number }
  /** Breaks connections: their readers come back after the last message that they have had. */
  | { readonly kind: 'break'; readonly count: number }
  | { readonly kind: 'count' }

export interface Counted {
  readonly messages: number
  /** Readers who have had a message. */
  readonly heard: number
  /** Numbers that came not at all, or after a larger one; numbers that came twice. */
  readonly missed: number
  readonly doubled: number
  /** Times that readers have come back. */
  readonly reconnects: number
  /** Of those, because the server closed the connection. */
  readonly closed: number
  /** The smallest number that some reader has had last. */
  readonly slowest: number
}

const NUMBER = Buffer.from('"number":')
const OPENING_MAX = 100
const BACK_AFTER_MS = 50

interface Reader {
  socket: WebSocket | undefined
  last: number
  readonly token: string
}

const readers: Reader[] = []
let url = ''
const counted = { messages: 0, missed: 0, doubled: 0, reconnects: 0, closed: 0 }

function receive(reader: Reader, data: Buffer): void {
  const at = data.indexOf(NUMBER)
  if (at === -1) return fail(data.subarray(0, 500).toString())
  let number = 0
  for (let place = at + NUMBER.length, digit = 0; (digit = (data[place] ?? 0) - 0x30) >= 0 && digit <= 9; place++)
    number = number * 10 + digit
  counted.messages++
  if (reader.last !== 0 && number > reader.last + 1) counted.missed += number - reader.last - 1
  if (number <= reader.last) counted.doubled++
  else reader.last = number
}

const fail = (failed: string) => void process.send?.({ failed })

const open = (reader: Reader): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false })
    reader.socket = socket
    socket.on('error', reject)
    socket.on('open', () => {
      const payload = { authorization: `Bearer ${reader.token}` }
      socket.send(JSON.stringify({ type: 'connection_init', payload }))
    })
    socket.on('close', () => {
      if (reader.socket === socket) counted.closed++
      comeBack(reader)
    })
    socket.on('message', received => {
      const data = received as Buffer
      if (!data.includes('connection_ack')) return receive(reader, data)
      const variables = { channelId: WORLD, ...(reader.last > 0 && { after: `${WORLD}:${reader.last}` }) }
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: SUBSCRIPTION, variables } }))
      return resolve()
    })
  })

function comeBack(reader: Reader): void {
  counted.reconnects++
  setTimeout(() => {
    open(reader).catch((error: unknown) => fail(String(error)))
  }, BACK_AFTER_MS)
}

async function openAll(given: Extract<ReaderCommand, { kind: 'open' }>): Promise<void> {
  ;({ url } = given)
  const { tokens, count } = given
  for (let from = 0; from < count; from += OPENING_MAX) {
    const batch = Array.from({ length: Math.min(OPENING_MAX, count - from) }, (_, at) => {
      const reader: Reader = { socket: undefined, last: 0, token: tokens[(from + at) % tokens.length] ?? '' }
      readers.push(reader)
      return open(reader)
    })
    await Promise.all(batch)
  }
  process.send?.({ done: true })
}

let broken = 0
process.on('message', (command: ReaderCommand) => {
  switch (command.kind) {
    case 'open':
      openAll(command).catch((error: unknown) => fail(String(error)))
      return
    case 'break':
      for (let left = command.count; left > 0; left--) {
        const reader = readers[broken++ % readers.length]
        const socket = reader?.socket
        if (reader !== undefined) reader.socket = undefined
        socket?.terminate()
      }
      process.send?.({ done: true })
      return
    case 'count': {
      const lasts = readers.map(({ last }) => last)
      const heard = lasts.filter(last => last > 0).length
      process.send?.({ counted: { ...counted, heard, slowest: Math.min(...lasts) } satisfies Counted })
    }
  }
})
process.on('disconnect', () => process.exit(0))
