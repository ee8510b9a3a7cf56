import { EventEmitter, once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { buildSchema, type FormattedExecutionResult } from 'graphql'
import type { Context } from 'graphql-ws'
import { useServer } from 'graphql-ws/use/ws'
import { afterEach } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createLiveClient, type LiveClient, type LiveClientOptions } from '../src/index.js'

const schema = buildSchema(`
  type Query { none: Int }
  type Subscription { counted(after: ID): Count, refused: Count! }
  type Count { id: ID!, half: Int }
`)

/** A server whose events are the numbers from 1 on. A token is good until it is withdrawn. */
export async function startServer() {
  let last = 0
  const counting = new EventEmitter().setMaxListeners(0)
  const good = new Set<string>(['first'])
  let acceptsAnonymous = false
  const seen: unknown[] = []
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(sockets, 'listening')
  async function* counted(after: string | undefined) {
    for (let number = after === undefined ? last : Number(after); ; ) {
      if (number < last) yield { counted: { id: ++number, half: halfOf(number) } }
      else await once(counting, 'count')
    }
  }
  const halfOf = (number: number) => () => {
    if (number % 2 === 1) throw new Error(`${number} is odd`)
    return number / 2
  }
  const isGood = (context: Context) =>
    good.has(String(context.connectionParams?.['authorization']).slice('Bearer '.length))
  useServer(
    {
      schema,
      onConnect: context => {
        seen.push(context.connectionParams)
        return isGood(context) || acceptsAnonymous
      },
      // As a gateway does whose token expires between the connection and the subscription.
      onNext: (context, _id, _payload, _args, result) =>
        isGood(context)
          ? (result as FormattedExecutionResult)
          : { errors: [{ message: 'Expired', extensions: { code: 'UNAUTHENTICATED' } }] },
      roots: {
        subscription: {
          counted: ({ after }: { after?: string }) => counted(after),
          refused: () => {
            throw new Error('Not for you')
          },
        },
      },
    },
    sockets,
  )
  return {
    url: `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`,
    /** The payloads of connection_init. */
    seen,
    good,
    /** Connections without a token are accepted, and their operations are refused. */
    acceptAnonymous: () => {
      acceptsAnonymous = true
    },
    count: (more: number) => {
      last += more
      counting.emit('count')
    },
    /** As a lost network does, or with a code. */
    drop: (code?: number) => {
      for (const socket of sockets.clients) {
        if (code === undefined) socket.terminate()
        else socket.close(code, 'For a test')
      }
    },
    connections: () => sockets.clients.size,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate()
      await new Promise(resolve => sockets.close(resolve))
    },
  }
}

/** Closers of the servers and clients of a test: called after it, the last first. */
export const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

/** A server, and a client that is connected to it with its first subscription. */
export async function setUp(options: Partial<LiveClientOptions> = {}) {
  const server = await startServer()
  closers.push(() => server.close())
  const live = createLiveClient({
    url: server.url,
    webSocketImpl: WebSocket,
    token: () => 'first',
    retryDelayMaxMs: 20,
    ...options,
  })
  closers.push(() => live.close())
  return { server, live }
}

export interface Counted {
  readonly counted: { readonly id: string; readonly half?: number | null }
}
const counted = 'subscription ($after: ID) { counted(after: $after) { id } }'
export const follow = (live: LiveClient, after = '0') =>
  live.subscribe<Counted>(counted, { after }, { resume: { variable: 'after', from: data => data.counted.id } })

/** The next numbers; fewer where the subscription ends before. */
export async function take(events: ReturnType<typeof follow>, count: number): Promise<number[]> {
  const numbers: number[] = []
  while (numbers.length < count) {
    const result = await events.next()
    if (result.done === true) break
    numbers.push(Number(result.value.data.counted.id))
  }
  return numbers
}
