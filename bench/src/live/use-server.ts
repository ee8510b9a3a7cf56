import { buildSchema, type GraphQLObjectType } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocket, WebSocketServer } from 'ws'
import { answerOf, queries, type eventOf } from './wire.js'

// graphql-ws's own server before a schema of one process: the work of a server without federation, for each
// client by itself.

type Event = ReturnType<typeof eventOf>
const [feedUrl = '', port = ''] = process.argv.slice(2)

const listeners = new Set<(event: Event) => void>()

async function* listen(): AsyncGenerator<{ everyone: ReturnType<typeof answerOf> }> {
  const waiting: Event[] = []
  let wake: (() => void) | undefined
  const listener = (event: Event) => {
    waiting.push(event)
    wake?.()
  }
  listeners.add(listener)
  try {
    for (;;) {
      for (let event = waiting.shift(); event !== undefined; event = waiting.shift())
        yield { everyone: answerOf(event) }
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
  } finally {
    listeners.delete(listener)
  }
}

const schema = buildSchema(`
  type Query { none: Int }
  type Subscription { everyone: Update }
  type Update { id: ID! sentAt: Float! text: String! fact: Fact! }
  type Fact { name: String! value: Int! }`)
const subscription = schema.getType('Subscription') as GraphQLObjectType
Object.assign(subscription.getFields()['everyone'] ?? {}, { subscribe: listen })

const server = new WebSocketServer({ port: Number(port), host: '127.0.0.1', perMessageDeflate: false })
useServer({ schema }, server)

const upstream = new WebSocket(feedUrl, 'graphql-transport-ws', { perMessageDeflate: false })
upstream.on('open', () => {
  upstream.send('{"type":"connection_init"}')
  upstream.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: queries.everyone } }))
})
upstream.on('message', received => {
  const { type, payload } = JSON.parse((received as Buffer).toString()) as {
    type: string
    payload: { data: { everyone: Event } }
  }
  if (type === 'next') for (const listener of listeners) listener(payload.data.everyone)
})
