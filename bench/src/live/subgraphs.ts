import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { eventOf, factOf } from './wire.js'

// A process of its own: the owner of the events (graphql-ws) and a subgraph that knows more about them
// (HTTP). Both are written by hand for the operations of wire.ts, so that they take as little of the machine
// as they can.

interface Stream {
  readonly socket: WebSocket
  readonly id: string
}

interface Asked {
  readonly id: string
  readonly type: string
  readonly payload?: { readonly query: string; readonly variables?: { readonly user?: string } }
}

const everyone = new Set<Stream>()
const byUser = new Map<string, Stream>()
let numbers = 0

const send = ({ socket, id }: Stream, field: string) => {
  const payload = { data: { [field]: eventOf(++numbers) } }
  socket.send(JSON.stringify({ id, type: 'next', payload }))
}

const facts = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => void chunks.push(chunk))
  request.on('end', () => {
    const { variables } = JSON.parse(Buffer.concat(chunks).toString()) as {
      variables?: { representations?: { id: string }[] }
    }
    const entities = (variables?.representations ?? []).map(({ id }) => factOf(id))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ data: { __typename: 'Query', _entities: entities } }))
  })
})

const feedHttp = createServer((_request, response) => {
  // The readiness check is an HTTP request.
  response.setHeader('content-type', 'application/json')
  response.end('{"data":{"__typename":"Query"}}')
})
const feed = new WebSocketServer({
  server: feedHttp,
  path: '/graphql',
  perMessageDeflate: false,
  handleProtocols: () => 'graphql-transport-ws',
})
feed.on('connection', socket => {
  const streams = new Map<string, () => void>()
  socket.on('message', text => {
    const { id, type, payload } = JSON.parse((text as Buffer).toString()) as Asked
    if (type === 'connection_init') socket.send('{"type":"connection_ack"}')
    if (type === 'ping') socket.send('{"type":"pong"}')
    if (type === 'complete') streams.get(id)?.()
    if (type !== 'subscribe' || payload === undefined) return
    const stream = { socket, id }
    const user = payload.variables?.user ?? Object.values(payload.variables ?? {})[0]
    if (payload.query.includes('mine') && user !== undefined) {
      byUser.set(user, stream)
      streams.set(id, () => byUser.get(user) === stream && byUser.delete(user))
    } else {
      everyone.add(stream)
      streams.set(id, () => everyone.delete(stream))
    }
  })
  socket.on('close', () => {
    for (const end of streams.values()) end()
  })
})

/** `everyone`: one event for all. A number: one for each of so many users. */
process.on('message', (asked: 'everyone' | number) => {
  if (asked === 'everyone') {
    // One event object for all streams.
    for (const stream of everyone) send(stream, 'everyone')
    return
  }
  for (let user = 0; user < asked; user++) {
    const stream = byUser.get(String(user))
    if (stream !== undefined) send(stream, 'mine')
  }
})
process.on('disconnect', () => process.exit(0))

feedHttp.listen(0, '127.0.0.1', () => {
  facts.listen(0, '127.0.0.1', () => {
    const [feedPort, factsPort] = [feedHttp, facts].map(server => (server.address() as AddressInfo).port)
    process.send?.({ feed: feedPort, facts: factsPort })
  })
})
