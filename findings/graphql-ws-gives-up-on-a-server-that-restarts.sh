#!/bin/sh
# graphql-ws 6.4.2, ws 8.23.0: a client told to retry a hundred times ends at the first attempt that finds no server.
#
# One would expect retryAttempts to count every attempt to connect: a subscription that was open would outlive a server that is away for as long as a restart takes.
# The attempts count only closed connections. One that cannot be opened is an error to the library, and by default an error is not retried: the first attempt while
# the server is away ends the subscription, with the other 99 unused. Node's WebSocket of the package ws reports a refused connection by an error before its close, so
# this is what happens there. shouldRetry: () => true keeps the client trying.
# Seen: by default the subscription ends with an error (connection refused) before the server is back; with shouldRetry it goes on with the new server. Exits with 1 when
# that has changed.
set -eu

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund graphql-ws@6.4.2 ws@8.23.0 graphql@16.15.0
cat >probe.js <<'JS'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { buildSchema } from 'graphql'
import { createClient } from 'graphql-ws'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocket, WebSocketServer } from 'ws'

const schema = buildSchema('type Query { a: Int } type Subscription { tick: Int }')
const rootValue = {
  tick: async function* () {
    yield { tick: 1 }
    await new Promise(() => {})
  },
}
async function startServer(port) {
  const server = new WebSocketServer({ host: '127.0.0.1', port })
  useServer({ schema, roots: { subscription: rootValue } }, server)
  await once(server, 'listening')
  return { port: server.address().port, stop: () => (server.close(), server.clients.forEach(socket => socket.terminate())) }
}

/** What a subscription has heard when its server was away for half a second. */
async function heard(options) {
  const server = await startServer(0)
  const told = []
  const client = createClient({
    url: `ws://127.0.0.1:${server.port}`,
    webSocketImpl: WebSocket,
    retryAttempts: 100,
    retryWait: () => delay(50),
    ...options,
  })
  const first = new Promise(resolve => {
    client.subscribe(
      { query: 'subscription { tick }' },
      {
        next: () => (told.push('next'), resolve()),
        error: error => told.push(`ended: ${error.error?.code ?? error.code ?? error.message}`),
        complete: () => told.push('completed'),
      },
    )
  })
  await first
  server.stop()
  await delay(500)
  const again = await startServer(server.port)
  await delay(700)
  await client.dispose()
  again.stop()
  return told
}

console.log(`Node ${process.version}`)
const byDefault = await heard({})
console.log('by default:             ', byDefault.join(', '))
const always = await heard({ shouldRetry: () => true })
console.log('shouldRetry: () => true:', always.join(', '))
const isSeen = byDefault[1]?.startsWith('ended') && always[1] === 'next'
process.exit(isSeen ? 0 : 1)
JS
node probe.js
