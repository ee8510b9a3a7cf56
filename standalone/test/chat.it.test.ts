import { randomUUID } from 'node:crypto'
import { connectLive, createTearableSockets, type LiveClient } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGame, type Game } from './game.js'
import { WORLD_CHANNEL } from './world-channel.js'

const USERS = 10
const READERS = 50
const RECONNECTS = 20
/** The burst of each user: nobody has to wait. */
const MESSAGES = USERS * 10

let game: Game
const clients: LiveClient[] = []
const over = new AbortController()
beforeAll(async () => {
  game = await startGame({ env: { GUESTS_PER_NETWORK_DAILY_MAX: '1000' } })
}, 120_000)
afterAll(async () => {
  over.abort()
  for (const client of clients) client.close()
  await game.close()
})

const aToken = async (): Promise<string> => {
  const { signInAsGuest } = await game.ask<{ signInAsGuest: { accessToken: string } }>(
    'mutation { signInAsGuest(input: {}) { ... on AuthSession { accessToken } } }',
  )
  return signInAsGuest.accessToken
}

const send = (token: string, text: string) =>
  game.ask<{ sendMessage: { number?: number } }>(
    'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { ... on Message { number } ... on Refusal { message } } }',
    {
      headers: { authorization: `Bearer ${token}` },
      variables: { input: { channelId: WORLD_CHANNEL, text, idempotencyKey: randomUUID() } },
    },
  )

const SENT = `subscription ($channelId: ID!, $after: ID) {
  messageSent(channelId: $channelId, after: $after) { id number from { username } }
}`

interface Sent {
  readonly messageSent: { readonly id: string; readonly number: number; readonly from: { readonly username: string } }
}

/** A reader who comes back after the last message seen, as the player app does. */
function aReader(token: string) {
  const numbers: number[] = []
  const names = new Set<string>()
  const { tear, webSocketImpl } = createTearableSockets()
  const client = connectLive(game.url, { token, client: { webSocketImpl } })
  clients.push(client)
  const read = async (): Promise<void> => {
    let after = '0'
    while (!over.signal.aborted) {
      const told = client.subscribe<Sent>(SENT, { channelId: WORLD_CHANNEL, after })
      try {
        for (;;) {
          const { messageSent } = await told.nextData()
          after = messageSent.id
          numbers.push(messageSent.number)
          names.add(messageSent.from.username)
        }
      } catch {
        // The connection was torn, and the next subscription goes on after the last message.
      }
    }
  }
  void read()
  return { numbers, names, tear }
}

test('fifty readers have every number once and in order, also after twenty of their connections were torn', async () => {
  const tokens = await Promise.all(Array.from({ length: USERS }, aToken))
  const readers = Array.from({ length: READERS }, (_, place) => aReader(tokens[place % USERS] ?? ''))
  const sending = tokens.map(async token => {
    for (let sent = 0; sent < MESSAGES / USERS; sent++) await send(token, `Message ${sent}`)
  })
  for (let torn = 0; torn < RECONNECTS; torn++) {
    const seen = torn * Math.floor(MESSAGES / RECONNECTS)
    await expect.poll(() => readers[READERS - 1]?.numbers.length ?? 0, { timeout: 20_000 }).toBeGreaterThanOrEqual(seen)
    readers[torn]?.tear()
  }
  await Promise.all(sending)
  const all = Array.from({ length: MESSAGES }, (_, place) => place + 1)
  for (const { numbers, names } of readers) {
    await expect.poll(() => numbers.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(MESSAGES)
    expect(numbers).toEqual(all)
    expect(names.size).toBe(USERS)
  }
}, 60_000)

test('a reader who blocks a player while reading is told numbers without text from then on, and other readers the text', async () => {
  const [blocker = '', blocked = '', other = ''] = await Promise.all(Array.from({ length: 3 }, aToken))
  const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
  const { channel, me } = await game.ask<{ channel: { lastNumber: number }; me: { id: string } }>(
    'query ($id: ID!) { me { id } channel(id: $id) { lastNumber } }',
    { ...as(blocked), variables: { id: WORLD_CHANNEL } },
  )
  const [ofBlocker, ofOther] = [blocker, other].map(token => {
    const client = connectLive(game.url, { token })
    clients.push(client)
    const told = client.subscribe<{ messageSent: Said }>(
      'subscription ($id: ID!, $after: ID) { messageSent(channelId: $id, after: $after) { number text deleted from { id } } }',
      { id: WORLD_CHANNEL, after: `${WORLD_CHANNEL}:${channel.lastNumber}` },
    )
    const messages: Said[] = []
    const read = async (): Promise<void> => {
      for (;;) messages.push((await told.nextData()).messageSent)
    }
    void read().catch(() => undefined)
    return messages
  })
  if (ofBlocker === undefined || ofOther === undefined) throw new Error('Two readers were expected')
  const isOfBlocked = ({ from }: Said) => from.id === me.id
  await send(blocked, 'Before')
  await expect.poll(() => ofBlocker.some(isOfBlocked), PATIENT).toBe(true)
  await game.ask('mutation ($id: ID!) { blockUser(userId: $id) }', { ...as(blocker), variables: { id: me.id } })
  // The gateway is told of the block after the answer.
  const isHidden = async () => {
    await send(blocked, 'After')
    return ofBlocker.some(({ deleted }) => deleted)
  }
  await expect.poll(isHidden, { ...PATIENT, interval: 200 }).toBe(true)
  await expect.poll(() => ofOther.length, PATIENT).toBeGreaterThanOrEqual(ofBlocker.length)
  expect(ofBlocker.map(({ number }) => number)).toEqual(ofBlocker.map((_, place) => channel.lastNumber + 1 + place))
  const hiddenFrom = ofBlocker.findIndex(({ deleted }) => deleted)
  const [before, after] = [ofBlocker.slice(0, hiddenFrom), ofBlocker.slice(hiddenFrom).filter(isOfBlocked)]
  expect(before.every(({ text }) => text !== '')).toBe(true)
  expect(after.every(({ text, deleted }) => deleted && text === '')).toBe(true)
  expect(ofOther.every(({ text, deleted }) => !deleted && text !== '')).toBe(true)
}, 60_000)

/** A busy machine is slow, not wrong. */
const PATIENT = { timeout: 20_000 }

interface Said {
  readonly number: number
  readonly text: string
  readonly deleted: boolean
  readonly from: { readonly id: string }
}
