import { randomUUID } from 'node:crypto'
import { createLocalExecutor, type LocalResult } from '@waystone/kit/graphql'
import { connectLive, countStatements, serveForTest, type LiveClient } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPlayer, startSocial, WORLD, type ChatTestApp, type Player } from './chat-app.js'
import { aParty, block, openDirect, send, unblock } from './chat-stories.js'

let social: ChatTestApp
let url: string
const clients: LiveClient[] = []
beforeAll(async () => {
  social = await startSocial()
  url = (await serveForTest(social.app)).url
})
afterAll(async () => {
  for (const client of clients) client.close()
  await social.close()
})

async function connect(player: Player): Promise<LiveClient> {
  const client = connectLive(url, { token: await social.token(player) })
  clients.push(client)
  return client
}

interface Seen {
  readonly number: number
  readonly text: string
  readonly deleted: boolean
}

const READ = `query ($id: ID!) { channel(id: $id) { unread messages { edges { node { number text deleted } } } } }`
const read = async (viewer: Player, id: string): Promise<{ unread: number; messages: readonly Seen[] }> => {
  const { data } = await social.ask(viewer, READ, { id })
  const { unread, messages } = data.channel
  return { unread, messages: messages.edges.map(({ node }: { node: Seen }) => node) }
}
const channelsOf = async (viewer: Player): Promise<readonly string[]> => {
  const { data } = await social.ask(
    viewer,
    `query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { channels { id } } } }`,
    { id: viewer.userId },
  )
  return data._entities[0].channels.map(({ id }: { id: string }) => id)
}
/** A user who has blocked another, and their channel, which holds a message of each. */
async function aBlock() {
  const [blocker, blocked] = [aPlayer(), aPlayer()]
  const { id: channelId } = await openDirect(social, blocked, blocker)
  await send(social, blocker, { channelId, text: 'Hello' })
  await send(social, blocked, { channelId, text: 'Hi' })
  await block(social, blocker, blocked)
  social.clock.advance(1_000)
  return { blocker, blocked, channelId }
}
const withoutIds = (answer: object): unknown =>
  JSON.parse(JSON.stringify(answer).replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id'))

describe('a direct message to a user who has blocked the sender', () => {
  it('is answered, shown and listed to its sender as any other, by the same statements', async () => {
    const { blocked, channelId } = await aBlock()
    const other = aPlayer()
    const { id: free } = await openDirect(social, other, blocked)
    await send(social, other, { channelId: free, text: 'Hello' })
    await send(social, blocked, { channelId: free, text: 'Hi' })
    const counted = countStatements(social.database.primary)
    try {
      const told: unknown[] = []
      const statements: unknown[] = []
      for (const id of [free, channelId]) {
        counted.reset()
        const idempotencyKey = randomUUID()
        const sent = await send(social, blocked, { channelId: id, text: 'Are you there?', idempotencyKey })
        statements.push([...counted.statements])
        expect(await send(social, blocked, { channelId: id, text: 'Are you there?', idempotencyKey })).toEqual(sent)
        expect((await channelsOf(blocked))[0]).toBe(id)
        social.clock.advance(1_000)
        told.push([{ ...sent, sentAt: null }, await read(blocked, id)])
      }
      expect(withoutIds(told[1] as object)).toEqual(withoutIds(told[0] as object))
      expect(statements[1]).toEqual(statements[0])
    } finally {
      counted.stop()
    }
  })

  it('has no text for the blocker, also after the block, and is neither unread nor news', async () => {
    const { blocker, blocked, channelId } = await aBlock()
    const other = await openDirect(social, aPlayer(), blocker)
    await social.ask(blocker, 'mutation ($id: ID!) { markChannelRead(channelId: $id, upTo: 2) { id } }', {
      id: channelId,
    })
    const before = await channelsOf(blocker)
    await send(social, blocked, { channelId, text: 'I know where you live' })
    expect(await channelsOf(blocker)).toEqual(before)
    expect(before).toContain(other.id)
    const withheld = { number: 3, text: '', deleted: true }
    expect(await read(blocker, channelId)).toMatchObject({ unread: 0, messages: [{}, { text: 'Hi' }, withheld] })
    const report = 'mutation ($id: ID!) { reportMessage(id: $id, reason: "Rude") }'
    expect((await social.ask(blocker, report, { id: `${channelId}:3` })).data.reportMessage).toBe(false)
    await unblock(social, blocker, blocked)
    await send(social, blocked, { channelId, text: 'Sorry' })
    const { unread, messages } = await read(blocker, channelId)
    expect(unread).toBe(1)
    expect(messages.slice(2)).toEqual([withheld, { number: 4, text: 'Sorry', deleted: false }])
    expect((await channelsOf(blocker))[0]).toBe(channelId)
    expect((await read(blocked, channelId)).messages.map(({ text }) => text).slice(2)).toEqual([
      'I know where you live',
      'Sorry',
    ])
  })

  it('is told live to the sender with its text and to the blocker without, each by a stream of its own', async () => {
    const { blocker, blocked, channelId } = await aBlock()
    const sent = 'subscription ($id: ID!) { messageSent(channelId: $id, after: "0") { number text deleted } }'
    const follow = async (player: Player) =>
      (await connect(player)).subscribe<{ messageSent: Seen }>(sent, { id: channelId })
    const streams = [await follow(blocker), await follow(blocked)]
    await send(social, blocked, { channelId, text: 'Still there?' })
    const lasts = streams.map(async stream => {
      const told: Seen[] = []
      while (told.length < 3) told.push((await stream.nextData()).messageSent)
      return told.at(-1)
    })
    expect(await Promise.all(lasts)).toEqual([
      { number: 3, text: '', deleted: true },
      { number: 3, text: 'Still there?', deleted: false },
    ])
  })

  it('is never in the inbox of the blocker', async () => {
    const { blocker, blocked, channelId } = await aBlock()
    const inbox = (await connect(blocker)).subscribe<{ inboxMessage: Seen }>(
      'subscription { inboxMessage { number text deleted } }',
    )
    const first = inbox.nextData()
    let isTold = false
    void first.then(() => (isTold = true))
    const friend = aPlayer()
    const { channelId: party } = await aParty(social, blocker, blocked, friend)
    const sendAll = async () => {
      await send(social, blocked, { channelId, text: 'Whisper' })
      await send(social, blocked, { channelId: party, text: 'Hidden' })
      await send(social, friend, { channelId: party, text: 'Aloud' })
      social.clock.advance(2_000)
    }
    await expect
      .poll(async () => {
        await sendAll()
        return isTold
      })
      .toBe(true)
    await sendAll()
    const told = [await first, await inbox.nextData()].map(({ inboxMessage }) => inboxMessage.text)
    expect(told).toEqual(['Aloud', 'Aloud'])
  }, 15_000)

  it('is refused to the blocker, whatever the other has done', async () => {
    const { blocker, blocked, channelId } = await aBlock()
    const refused = { __typename: 'NotAllowed', message: 'You have blocked this user: end the block first' }
    expect(await send(social, blocker, { channelId })).toEqual(refused)
    expect(await openDirect(social, blocker, blocked)).toEqual(refused)
    await block(social, blocked, blocker)
    expect([await send(social, blocker, { channelId }), await send(social, blocked, { channelId })]).toEqual([
      refused,
      refused,
    ])
  })
})

describe('a message in a channel of many', () => {
  it('has no text for a reader who has blocked its sender, while the block lasts; every other reader has it', async () => {
    const [blocker, blocked, other] = [aPlayer(), aPlayer(), aPlayer()]
    const { channelId } = await aParty(social, blocker, blocked, other)
    await send(social, blocked, { channelId, text: 'Before' })
    await block(social, blocker, blocked)
    await send(social, blocked, { channelId, text: 'After' })
    await send(social, blocker, { channelId, text: 'Onward' })
    const texts = async (viewer: Player) => (await read(viewer, channelId)).messages.map(({ text }) => text)
    const hidden = (number: number) => ({ number, text: '', deleted: true })
    expect(await read(blocker, channelId)).toEqual({
      unread: 0,
      messages: [hidden(1), hidden(2), { number: 3, text: 'Onward', deleted: false }],
    })
    // The block works one way: the one who is blocked cannot tell it.
    for (const viewer of [blocked, other]) expect(await texts(viewer)).toEqual(['Before', 'After', 'Onward'])
    expect((await read(other, channelId)).unread).toBe(3)
    const entity = `query ($id: ID!) { _entities(representations: [{ __typename: "Message", id: $id }]) { ... on Message { number text deleted } } }`
    const asEntity = async (viewer: Player) =>
      (await social.ask(viewer, entity, { id: `${channelId}:2` })).data._entities
    expect(await asEntity(blocker)).toEqual([hidden(2)])
    expect(await asEntity(other)).toEqual([{ number: 2, text: 'After', deleted: false }])
    await unblock(social, blocker, blocked)
    expect(await texts(blocker)).toEqual(['Before', 'After', 'Onward'])
  })

  it('neither moves the channel in the list of a reader who has blocked its sender nor is unread, while the block lasts', async () => {
    const [blocker, blocked, other] = [aPlayer(), aPlayer(), aPlayer()]
    const { channelId: party } = await aParty(social, blocker, blocked, other)
    for (const channelId of [WORLD, party]) {
      await send(social, other, { channelId })
      social.clock.advance(1_000)
    }
    await block(social, blocker, blocked)
    const unread = (await read(blocker, WORLD)).unread
    await send(social, blocked, { channelId: WORLD })
    social.clock.advance(1_000)
    expect(await channelsOf(blocker)).toEqual([party, WORLD])
    expect(await channelsOf(other)).toEqual([WORLD, party])
    expect((await read(blocker, WORLD)).unread).toBe(unread)
    await unblock(social, blocker, blocked)
    expect(await channelsOf(blocker)).toEqual([WORLD, party])
    expect((await read(blocker, WORLD)).unread).toBe(unread + 1)
  })

  it('is told live without its text to a reader who has blocked its sender, and with it to every other one', async () => {
    const [blocker, blocked] = [aPlayer(), aPlayer()]
    const { channelId } = await aParty(social, blocker, blocked)
    const sent = 'subscription ($id: ID!) { messageSent(channelId: $id, after: "0") { number text deleted } }'
    const streams = [blocker, blocked].map(async player =>
      (await connect(player)).subscribe<{ messageSent: Seen }>(sent, { id: channelId }),
    )
    const told = async (): Promise<readonly Seen[]> =>
      await Promise.all(streams.map(async stream => (await (await stream).nextData()).messageSent))
    await send(social, blocked, { channelId, text: 'First' })
    expect(await told()).toEqual([1, 1].map(number => ({ number, text: 'First', deleted: false })))
    // A block that comes while the stream is open.
    await block(social, blocker, blocked)
    await send(social, blocked, { channelId, text: 'Second' })
    expect(await told()).toEqual([
      { number: 2, text: '', deleted: true },
      { number: 2, text: 'Second', deleted: false },
    ])
    await send(social, blocker, { channelId, text: 'Third' })
    expect(await told()).toEqual([3, 3].map(number => ({ number, text: 'Third', deleted: false })))
    // A stream that a gateway asks for in the name of the blocker, for all readers.
    const forAll = await social.app.services.followChannel({
      userId: blocker.userId,
      channelId,
      after: `${channelId}:1`,
      forAll: true,
    })
    expect((await forAll.next()).value).toMatchObject({ number: 2, text: 'Second' })
    await forAll.return?.()
  })
})

describe('a direct channel with a user who has blocked the other', () => {
  it('is made like any other, and listed for the blocker once it holds what the blocker may see', async () => {
    const [blocker, blocked] = [aPlayer(), aPlayer()]
    await block(social, blocker, blocked)
    const opened = await openDirect(social, blocked, blocker)
    expect(withoutIds(opened)).toEqual(withoutIds(await openDirect(social, blocked, aPlayer())))
    expect(await channelsOf(blocked)).toContain(opened.id)
    expect(await channelsOf(blocker)).toEqual([WORLD])
    await send(social, blocked, { channelId: opened.id })
    expect(await channelsOf(blocker)).toEqual([WORLD])
    await unblock(social, blocker, blocked)
    expect(await channelsOf(blocker)).toEqual([WORLD])
    await send(social, blocked, { channelId: opened.id })
    expect(await channelsOf(blocker)).toContain(opened.id)
  })

  it('is the one kind of channel whose events a gateway does not share among readers who have blocked nobody', async () => {
    const [one, other] = [aPlayer(), aPlayer()]
    const { channelId: party } = await aParty(social, one)
    const { id: direct } = await openDirect(social, one, other)
    const executor = createLocalExecutor(social.app)
    const follow = async (channelId: string) => {
      const stream = await executor.subscribe({
        query: 'subscription ($channelId: ID!) { messageSent(channelId: $channelId) { text } }',
        variables: { channelId },
        headers: new Map([['authorization', `Bearer ${await social.token(one)}`]]),
        remoteAddress: '127.0.0.1',
        accessOnly: true,
      })
      if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream))
      return stream
    }
    const next = async (stream: AsyncIterator<LocalResult>) =>
      ((await stream.next()) as IteratorYieldResult<LocalResult>).value.extensions
    const accessTo = async (channelId: string): Promise<unknown> => {
      const stream = await follow(channelId)
      const access = await next(stream)
      await stream.return?.()
      return access
    }
    expect([await accessTo(WORLD), await accessTo(party), await accessTo(direct)]).toEqual([
      { access: 'granted' },
      { access: 'granted' },
      { access: 'own' },
    ])
    // The first block of a reader makes the events of all channels the reader's own.
    const followed = await follow(party)
    expect(await next(followed)).toEqual({ access: 'granted' })
    await send(social, one, { channelId: party })
    await social.ask(one, 'mutation ($id: ID!) { blockUser(userId: $id) }', { id: other.userId })
    expect(await next(followed)).toEqual({ access: 'own', after: `${party}:0` })
    await followed.return?.()
    expect(await accessTo(party)).toEqual({ access: 'own' })
  })
})
