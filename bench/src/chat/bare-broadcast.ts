import { WebSocket, WebSocketServer } from 'ws'
import { messageOf } from './wire.js'

// The limit: the same messages to the same readers by the ws package alone, as its manual broadcasts. It makes the
// messages itself: there is no sender, no database, no protocol beyond what the readers wait for.

const [port = '', perSecond = ''] = process.argv.slice(2)
const readers = new Set<WebSocket>()
let number = 0

const server = new WebSocketServer({
  port: Number(port),
  host: '127.0.0.1',
  perMessageDeflate: false,
  handleProtocols: () => 'graphql-transport-ws',
})
server.on('connection', socket => {
  socket.on('message', received => {
    const { type } = JSON.parse((received as Buffer).toString()) as { type: string }
    if (type === 'connection_init') return socket.send('{"type":"connection_ack"}')
    readers.add(socket)
    return undefined
  })
  socket.on('close', () => readers.delete(socket))
})

/** Sent until stopped, at the rate on the average: a turn that comes late sends more. */
let timer: NodeJS.Timeout | undefined
function begin(): void {
  const startedAtMs = performance.now()
  let sent = 0
  timer = setInterval(() => {
    const due = ((performance.now() - startedAtMs) / 1_000) * Number(perSecond)
    for (; sent < due; sent++) {
      const message = Buffer.from(JSON.stringify(messageOf(++number)))
      for (const reader of readers) if (reader.readyState === WebSocket.OPEN) reader.send(message, { binary: false })
    }
  }, 1)
}
process.on('message', command => {
  if (command === 'begin') begin()
  else {
    clearInterval(timer)
    process.send?.({ sent: number })
  }
})
process.on('disconnect', () => process.exit(0))
server.on('listening', () => process.send?.({ ready: true }))
