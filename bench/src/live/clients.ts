import { WebSocket } from 'ws'
import { nowMs, queries, type Field } from './wire.js'

// A process of its own with all the clients. They read no more of a message than when it was sent.

export type ClientCommand =
  | { readonly kind: 'open'; readonly url: string; readonly field: Field | null; readonly count: number }
  /** Answered when so many messages have come since the last reset. */
  | { readonly kind: 'await'; readonly messages: number }
  | { readonly kind: 'count' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'latencies' }

/** A message from this process to its parent. */
export interface Reply {
  readonly done?: true
  readonly failed?: string
  readonly latencies?: readonly number[]
  readonly messages?: number
  readonly heard?: number
}

const SENT_AT = Buffer.from('"sentAt":')
const NEXT = Buffer.from('"next"')
/** Connections that are being opened at once. */
const OPENING_MAX = 200

/** Messages that were sent earlier do not count. */
let sinceMs = 0
let messages = 0
let latencies: number[] = []
let heard = new Set<WebSocket>()
let opened = 0
let awaited: { messages: number } | null = null

const tell = (reply: Reply) => void process.send?.(reply)

const check = () => {
  if (awaited === null || messages < awaited.messages) return
  awaited = null
  tell({ done: true })
}

function receive(socket: WebSocket, data: Buffer): void {
  if (data.indexOf(NEXT) === -1) return
  const at = data.indexOf(SENT_AT)
  if (at === -1) {
    tell({ failed: data.subarray(0, 500).toString() })
    return
  }
  const end = data.indexOf(0x2c, at)
  const sentAtMs = Number(data.toString('latin1', at + SENT_AT.length, end))
  if (sentAtMs < sinceMs) return
  latencies.push(nowMs() - sentAtMs)
  messages++
  heard.add(socket)
  check()
}

const open = (url: string, field: Field | null, user: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false })
    socket.on('error', reject)
    socket.on('close', (code, reason) => tell({ failed: `a client was closed: ${code} ${reason.toString()}` }))
    socket.on('open', () => socket.send('{"type":"connection_init"}'))
    socket.on('message', received => {
      const data = received as Buffer
      if (!data.includes('connection_ack')) return receive(socket, data)
      if (field !== null) {
        const variables = field === 'mine' ? { user: String(user) } : {}
        socket.send(
          JSON.stringify({ id: String(user), type: 'subscribe', payload: { query: queries[field], variables } }),
        )
      }
      return resolve()
    })
  })

async function openAll({ url, field, count }: Extract<ClientCommand, { kind: 'open' }>): Promise<void> {
  const first = opened
  opened += count
  for (let from = first; from < opened; from += OPENING_MAX) {
    const batch = Array.from({ length: Math.min(OPENING_MAX, opened - from) }, (_, at) => open(url, field, from + at))
    await Promise.all(batch)
  }
  tell({ done: true })
}

process.on('message', (command: ClientCommand) => {
  switch (command.kind) {
    case 'open':
      openAll(command).catch((error: unknown) => tell({ failed: String(error) }))
      return
    case 'await':
      awaited = command
      return check()
    case 'count':
      tell({ done: true, messages, heard: heard.size })
      return
    case 'reset':
      sinceMs = nowMs()
      messages = 0
      latencies = []
      heard = new Set()
      tell({ done: true })
      return
    case 'latencies':
      tell({ done: true, latencies })
  }
})
process.on('disconnect', () => process.exit(0))
