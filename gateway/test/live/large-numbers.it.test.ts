import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { composeSubgraphs, startGateway, type TestGateway } from '../harness.js'

const BIG = '9007199254740993'
const entry = `{"__typename":"Entry","amount":${BIG}}`

/** Requests that the subgraph received, over HTTP and as messages. */
const heard: string[] = []
/** Speaks as a service in another language does, whose JSON has numbers of any length. */
const subgraph = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    heard.push(body)
    response.writeHead(200, { 'content-type': 'application/json' }).end(`{"data":{"entry":${entry}}}`)
  })
})
const sockets = new WebSocketServer({ server: subgraph })
sockets.on('connection', socket =>
  socket.on('message', received => {
    const message = (received as Buffer).toString()
    const { id, type } = JSON.parse(message) as { id?: string; type: string }
    if (type === 'connection_init') socket.send('{"type":"connection_ack"}')
    if (type !== 'subscribe') return
    heard.push(message)
    socket.send(`{"id":"${id}","type":"next","payload":{"data":{"paid":${entry}}}}`)
    socket.send(`{"id":"${id}","type":"complete"}`)
  }),
)

let gateway: TestGateway
beforeAll(async () => {
  await once(subgraph.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(subgraph.address() as AddressInfo).port}/graphql`
  const sdl = `scalar Long type Entry { amount: Long }
    type Query { entry(least: Long): Entry } type Subscription { paid(least: Long): Entry }`
  gateway = await startGateway({ supergraphSdl: composeSubgraphs([{ name: 'ledger', url, sdl }]) })
})
beforeEach(() => void heard.splice(0))
afterAll(async () => {
  await gateway.close()
  for (const socket of sockets.clients) socket.terminate()
  subgraph.close()
})

/** The messages until the operation is complete, as they were written. */
async function overWebSocket(payload: string): Promise<string> {
  const socket = new WebSocket(`${gateway.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws')
  await once(socket, 'open')
  let text = ''
  const isComplete = new Promise<void>(resolve => {
    socket.on('message', received => {
      const message = (received as Buffer).toString()
      text += message
      if (message.includes('"connection_ack"')) socket.send(`{"id":"1","type":"subscribe","payload":${payload}}`)
      if (message.includes('"complete"')) resolve()
    })
  })
  socket.send('{"type":"connection_init"}')
  await isComplete
  socket.close()
  return text
}

const payloadOf = (operation: string) => `{"query":${JSON.stringify(operation)},"variables":{"least":${BIG}}}`

test.each([
  'subscription ($least: Long) { paid(least: $least) { amount } }',
  'query ($least: Long) { entry(least: $least) { amount } }',
])('over graphql-ws, every digit goes to the subgraph and comes from it: %s', async operation => {
  expect(await overWebSocket(payloadOf(operation))).toContain(`{"amount":${BIG}}`)
  expect(heard).toHaveLength(1)
  expect(heard[0]).toContain(`"variables":{"least":${BIG}}`)
})

test('events keep their digits over server-sent events, and literals theirs in what is subscribed to', async () => {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: `subscription { paid(least: ${BIG}) { amount } }` }),
  })
  expect(await response.text()).toContain(`"paid":{"amount":${BIG}}`)
  expect(heard[0]).toContain(`least:${BIG}`)
})

test('events keep their digits over multipart', async () => {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'multipart/mixed;subscriptionSpec=1.0' },
    body: payloadOf('subscription ($least: Long) { paid(least: $least) { amount } }'),
  })
  expect(await response.text()).toContain(`"paid":{"amount":${BIG}}`)
  expect(heard[0]).toContain(`"variables":{"least":${BIG}}`)
})
