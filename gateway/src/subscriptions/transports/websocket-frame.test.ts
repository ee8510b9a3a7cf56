import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { Receiver } from 'ws'
import { writeTextMessage, writeTextOnce } from './websocket-frame.js'

const opened: { destroy(): void }[] = []
afterEach(() => {
  for (const each of opened.splice(0)) each.destroy()
})

/** Two ends of a real connection, of which the far one does not read yet. */
async function connection(): Promise<{ near: Socket; far: Socket }> {
  const server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const accepted = once(server, 'connection') as Promise<[Socket]>
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [[far]] = await Promise.all([accepted, once(near, 'connect')])
  opened.push(near, far, { destroy: () => server.close() })
  return { near, far }
}

/** What arrives as messages, once so many have. */
function received(far: Socket, count: number): Promise<string[]> {
  const receiver = new Receiver({ isServer: false })
  const texts: string[] = []
  return new Promise((resolve, reject) => {
    receiver.on('message', (data: Buffer) => {
      if (texts.push(data.toString()) === count) resolve(texts)
    })
    receiver.on('error', reject)
    far.pipe(receiver)
  })
}

/** Of every length around those at which heads grow and copies end, with characters of several bytes. */
const texts = [
  0, 1, 120, 124, 125, 126, 127, 500, 2_040, 2_047, 2_048, 2_049, 5_000, 65_530, 65_535, 65_536, 70_000,
].map((length, at) => `${at}é`.padEnd(length, 'x'))
const prefix = Buffer.from('{"id":')

test.each([
  ['for several', (to: Socket, text: string) => writeTextMessage(to, prefix, Buffer.from(text))],
  ['for one', (to: Socket, text: string) => writeTextOnce(to, prefix, text)],
])('messages %s arrive as they were, also those that the network takes later', async (_, write) => {
  const { near, far } = await connection()
  const sent = Array.from({ length: 40 }, (__, round) => texts.map(text => `${round} ${text}`)).flat()
  let late = 0
  for (const text of sent) {
    write(near, text)
    if (near.writableLength > 0) late++
  }
  expect(late).toBeGreaterThan(100)
  expect(late).toBeLessThan(sent.length)
  expect(await received(far, sent.length)).toEqual(sent.map(text => `${prefix.toString()}${text}`))
})
