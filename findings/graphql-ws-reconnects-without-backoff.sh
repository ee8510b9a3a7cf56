#!/bin/sh
# graphql-ws 6.4.2, client: `retryAttempts` and `retryWait` do not bound how often it connects again.
#
# Its documentation says that `retryAttempts` is how many times the client tries to reconnect on abnormal socket closure before it errors
# out, and that `retryWait` controls the wait time between retries. One would expect a client with retryAttempts: 2 to give up after two retries, or at least
# to wait before each.
# Both stop working against a server that accepts connections, such as one behind a load balancer whose upstream is going away:
#  - After close code 1000 the client connects again at once while a subscription is active: `retryWait` is never called.
#  - After any other code that is not fatal, each acknowledgement resets the count: `retryWait` always gets 0, so an exponential wait stays at
#    its first step, and `retryAttempts` is never reached.
# Exits with 1 when that has changed.
set -eu

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact graphql-ws@6.4.2 graphql@16.15.0 ws@8.23.0

cat >probe.mjs <<'JS'
import { createClient } from 'graphql-ws'
import { WebSocket, WebSocketServer } from 'ws'
import { readFileSync } from 'node:fs'

/** Connects to a server that acknowledges, and closes with `code` when it is subscribed to, until it has been called 20 times. */
async function probe(code) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise(resolve => server.once('listening', resolve))
  const waits = []
  let connections = 0
  await new Promise(resolve => {
    server.on('connection', socket => {
      if (++connections === 20) resolve()
      socket.on('message', text => {
        const { type } = JSON.parse(text)
        if (type === 'connection_init') socket.send(JSON.stringify({ type: 'connection_ack' }))
        if (type === 'subscribe') socket.close(code)
      })
    })
    const client = createClient({
      url: `ws://127.0.0.1:${server.address().port}`,
      webSocketImpl: WebSocket,
      retryAttempts: 2,
      retryWait: async retries => void waits.push(retries),
    })
    client.subscribe({ query: 'subscription { ticked }' }, { next: () => {}, error: () => resolve(), complete: () => resolve() })
  })
  for (const socket of server.clients) socket.terminate()
  server.close()
  return { code, connections, waits: waits.length, 'values of retries': [...new Set(waits)].join() }
}

console.log('graphql-ws', JSON.parse(readFileSync('node_modules/graphql-ws/package.json', 'utf8')).version, 'with retryAttempts: 2')
const normal = await probe(1000)
const restart = await probe(1012)
console.table([normal, restart])
const isUnbounded = normal.connections === 20 && normal.waits === 0 && restart.connections === 20 && restart['values of retries'] === '0'
console.log(isUnbounded ? 'Connects without bound; no wait after 1000, always the first wait after 1012.' : 'The behaviour has changed.')
process.exit(isUnbounded ? 0 : 1)
JS
node probe.mjs
