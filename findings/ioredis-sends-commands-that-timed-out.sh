#!/bin/sh
# `ioredis` 5.11.1: a command that has been rejected with "Command timed out" is executed all the same once the connection is back.
#
# One would expect a rejection by `commandTimeout` to give the command up when it was never sent: the caller has been told that it failed, and tries again or pays back.
# While Redis is away, commands wait in the offline queue. The timeout rejects their promises and leaves them in the queue, which is sent as a whole after the next connection, however late.
# So two increments that failed, and the repetition that followed, count three. That they were written before the connection broke is not the reason: nothing was connected when they were made.
# `enableOfflineQueue: false` rejects at once and sends nothing. The server here is made by hand, so that what it is asked for can be seen.
# Seen: both INCRs are rejected after 100 ms, and the server hears both when it comes back 400 ms later; without the offline queue it hears none. Exits with 1 when that has changed.
set -eu

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
echo '{ "private": true }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund ioredis@5.11.1
cat >probe.cjs <<'JS'
const { once } = require('node:events')
const { createServer } = require('node:net')
const { setTimeout: delay } = require('node:timers/promises')
const Redis = require('ioredis')

/** Answers each command; while it is away, it closes each connection at once. A command is an array of bulk strings, of which ioredis sends each whole here. */
async function startRedis() {
  const heard = []
  const sockets = new Set()
  let isAway = false
  const server = createServer(socket => {
    socket.on('error', () => {})
    if (isAway) return socket.destroy()
    sockets.add(socket)
    socket.setEncoding('latin1').on('data', text => {
      for (const command of text.split(/^\*\d+\r\n/m).slice(1)) {
        const words = command.split('\r\n').filter((_, index) => index % 2 === 1)
        const name = words[0].toLowerCase()
        if (name === 'info') socket.write('$20\r\nredis_version:7.0.15\r\n')
        else if (name === 'incr') socket.write(`:${heard.push(words.join(' '))}\r\n`)
        else socket.write('+OK\r\n')
      }
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const goAway = () => {
    isAway = true
    for (const socket of sockets) socket.destroy()
  }
  const comeBack = () => {
    isAway = false
  }
  return { port: server.address().port, heard, goAway, comeBack, close: () => server.close() }
}

async function probe(options) {
  const server = await startRedis()
  const redis = new Redis({ host: '127.0.0.1', port: server.port, commandTimeout: 100, retryStrategy: () => 50, ...options })
  redis.on('error', () => {})
  await once(redis, 'ready')
  server.goAway()
  await once(redis, 'close')
  const results = await Promise.allSettled([redis.incr('coins'), redis.incr('coins')])
  await delay(400)
  server.comeBack()
  await once(redis, 'ready')
  await delay(200)
  redis.disconnect()
  server.goAway()
  server.close()
  return { rejected: [...new Set(results.map(({ reason }) => reason?.message))].join(', '), heard: server.heard.join(', ') }
}

async function main() {
  const byDefault = await probe({})
  const without = await probe({ enableOfflineQueue: false })
  console.log(`ioredis ${require('ioredis/package.json').version}, commandTimeout: 100, node ${process.version}`)
  console.table({ 'by default': byDefault, 'enableOfflineQueue: false': without })
  const isSeen = byDefault.rejected === 'Command timed out' && byDefault.heard === 'incr coins, incr coins' && without.heard === ''
  process.exit(isSeen ? 0 : 1)
}
main()
JS
node probe.cjs
