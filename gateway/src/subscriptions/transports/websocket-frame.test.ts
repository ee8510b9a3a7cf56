import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { writeTextMessage, writeTextOnce, writeTextsOnce } from './websocket-frame.js'

const opened: (() => void)[] = []
afterEach(() => {
  for (const close of opened.splice(0)) close()
})

/** The server's end of a real connection, and its client, who does not read yet. */
async function connection(): Promise<{ near: Socket; client: WebSocket }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const upgrading = once(server, 'upgrade') as Promise<[IncomingMessage, Socket, Buffer]>
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, { perMessageDeflate: false })
  const isOpen = once(client, 'open')
  const [request, near, head] = await upgrading
  new WebSocketServer({ noServer: true, perMessageDeflate: false }).handleUpgrade(request, near, head, () => {})
  await isOpen
  client.pause()
  opened.push(
    () => client.terminate(),
    () => near.destroy(),
    () => server.close(),
  )
  return { near, client }
}

/** Collects received messages; resolves once `count` have arrived. */
function received(client: WebSocket, count: number): Promise<string[]> {
  const arrived: string[] = []
  return new Promise((resolve, reject) => {
    client.on('message', data => {
      if (arrived.push((data as Buffer).toString()) === count) resolve(arrived)
    })
    client.on('error', reject)
    client.resume()
  })
}

/** Of every length around those at which heads grow and copies end, with characters of several bytes. */
const texts = [
  0, 1, 120, 124, 125, 126, 127, 500, 2_040, 2_047, 2_048, 2_049, 5_000, 65_530, 65_535, 65_536, 70_000,
].map((length, at) => `${at}é`.padEnd(length, 'x'))
const prefix = Buffer.from('{"id":')

test('what waits for a client who does not read takes no more memory than it is long', async () => {
  const { near } = await connection()
  writeTextMessage(near, prefix, Buffer.alloc(20_000_000, 'x'))
  const before = { bytes: near.writableLength, memory: process.memoryUsage().arrayBuffers }
  for (let count = 0; count < 10_000; count++) writeTextOnce(near, prefix, `short ${count}`)
  const waiting = near.writableLength - before.bytes
  expect(waiting).toBeGreaterThan(150_000)
  expect(process.memoryUsage().arrayBuffers - before.memory).toBeLessThan(4 * waiting)
})

test.each([
  ['for several', (to: Socket, text: string) => writeTextMessage(to, prefix, Buffer.from(text))],
  ['for one', (to: Socket, text: string) => writeTextOnce(to, prefix, text)],
  ['that are one', (to: Socket, text: string) => writeTextsOnce(to, [Buffer.from(prefix.toString() + text)])],
])('messages %s arrive as they were, also those that the network takes later', async (_, write) => {
  const { near, client } = await connection()
  const sent = Array.from({ length: 40 }, (__, round) => texts.map(text => `${round} ${text}`)).flat()
  let late = 0
  for (const text of sent) {
    write(near, text)
    if (near.writableLength > 0) late++
  }
  expect(late).toBeGreaterThan(100)
  expect(late).toBeLessThan(sent.length)
  expect(await received(client, sent.length)).toEqual(sent.map(text => `${prefix.toString()}${text}`))
})

test('messages that are written at once arrive one by one, whatever their lengths', async () => {
  const { near, client } = await connection()
  const pairs = texts.flatMap(one => texts.map(other => [one, other]))
  for (const pair of pairs)
    writeTextsOnce(
      near,
      pair.map(text => Buffer.from(text)),
    )
  expect(await received(client, 2 * pairs.length)).toEqual(pairs.flat())
})
