#!/bin/sh
# graphql-sse 2.6.1, client: an event with a name that it does not know ends the subscription.
#
# The HTML standard lets a stream carry events of any name; an EventSource ignores those without a listener, so servers and proxies send
# heartbeats such as `event: heartbeat`. One would expect graphql-sse's client to ignore them, too, or at least to connect again.
# It throws 'Invalid stream event "heartbeat"', takes that for fatal (so `retryAttempts` does not apply), and drops the valid events that
# came in the same chunk before. Heartbeats that are comments (`:`) are fine.
# Exits with 1 when that has changed.
set -eu

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact graphql-sse@2.6.1 graphql@16.15.0

cat >probe.mjs <<'JS'
import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import { createClient } from 'graphql-sse'

const next = ticked => `event: next\ndata: ${JSON.stringify({ data: { ticked } })}\n\n`

async function probe(heartbeat) {
  let requests = 0
  const server = createServer((_, response) => {
    requests++
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end(`${next(1)}${heartbeat}${next(2)}event: complete\ndata: \n\n`)
  }).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const client = createClient({ url: `http://127.0.0.1:${server.address().port}`, retryAttempts: 5 })
  let events = 0
  const end = await new Promise(resolve => {
    client.subscribe(
      { query: 'subscription { ticked }' },
      { next: () => void events++, error: error => resolve(error.message), complete: () => resolve('complete') },
    )
  })
  server.close()
  return { heartbeat: heartbeat.trim().split('\n')[0], events, requests, end }
}

console.log('graphql-sse', JSON.parse(readFileSync('node_modules/graphql-sse/package.json', 'utf8')).version, 'with retryAttempts: 5, two events')
const comment = await probe(':\n\n')
const named = await probe('event: heartbeat\ndata: {}\n\n')
console.table([comment, named])
const isFatal = comment.events === 2 && comment.end === 'complete' && named.events === 0 && named.requests === 1 && named.end.includes('heartbeat')
console.log(isFatal ? 'A named heartbeat ends the subscription, without a retry; one event before it is lost.' : 'The behaviour has changed.')
process.exit(isFatal ? 0 : 1)
JS
node probe.mjs
