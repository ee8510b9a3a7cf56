import { WebSocket, WebSocketServer } from 'ws'
import { answerOf, queries, type eventOf } from './wire.js'

// The limit: the same bytes to the same clients by the ws package alone. It receives events as a gateway
// does, creates the answer once, and sends one buffer to all clients; no protocol beyond what the clients
// wait for, no ids, no back-pressure.

type Event = ReturnType<typeof eventOf>
const [feedUrl = '', port = ''] = process.argv.slice(2)

const everyone = new Set<WebSocket>()
const byUser = new Map<string, WebSocket>()

const upstream = new WebSocket(feedUrl, 'graphql-transport-ws', { perMessageDeflate: false })
const subscribe = (id: string, query: string, variables: object) =>
  upstream.send(JSON.stringify({ id, type: 'subscribe', payload: { query, variables } }))
upstream.on('open', () => {
  upstream.send('{"type":"connection_init"}')
  subscribe('everyone', queries.everyone, {})
})
upstream.on('message', received => {
  const { id, type, payload } = JSON.parse((received as Buffer).toString()) as {
    id: string
    type: string
    payload: { data: Record<string, Event> }
  }
  if (type !== 'next') return
  const [field = '', event] = Object.entries(payload.data)[0] ?? []
  if (event === undefined) return
  const message = Buffer.from(
    JSON.stringify({ id: '0000', type: 'next', payload: { data: { [field]: answerOf(event) } } }),
  )
  if (field === 'everyone') for (const client of everyone) client.send(message, { binary: false })
  else byUser.get(id)?.send(message, { binary: false })
})

const server = new WebSocketServer({
  port: Number(port),
  host: '127.0.0.1',
  perMessageDeflate: false,
  handleProtocols: () => 'graphql-transport-ws',
})
server.on('connection', client => {
  client.on('message', received => {
    const { type, payload } = JSON.parse((received as Buffer).toString()) as {
      type: string
      payload?: { variables: { user?: string } }
    }
    if (type === 'connection_init') return client.send('{"type":"connection_ack"}')
    const user = payload?.variables.user
    if (user === undefined) everyone.add(client)
    else {
      byUser.set(user, client)
      subscribe(user, queries.mine, { user })
    }
    return undefined
  })
})
