import { randomUUID } from 'node:crypto'
import { connectLive, serveForTest, type LiveClient } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aParty, openDirect, send } from './chat-stories.js'
import { aPlayer, startSocial, WORLD, type ChatTestApp, type Player } from './chat-app.js'

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

interface Sent {
  readonly messageSent: { readonly id: string; readonly number: number; readonly text: string }
}
const sent = `subscription ($channelId: ID!, $after: ID) { messageSent(channelId: $channelId, after: $after) { id number text } }`

describe('messageSent', () => {
  it('tells what was missed after an id, in order, and goes on with what is sent, each once', async () => {
    const [writer, reader] = [aPlayer(), aPlayer()]
    const { channelId } = await aParty(social, writer, reader)
    for (let number = 1; number <= 4; number++) await send(social, writer, { channelId, text: `Message ${number}` })
    const told = (await connect(reader)).subscribe<Sent>(sent, { channelId, after: `${channelId}:2` })
    const numbers = [(await told.nextData()).messageSent.number, (await told.nextData()).messageSent.number]
    await Promise.all([5, 6].map(number => send(social, writer, { channelId, text: `Message ${number}` })))
    numbers.push((await told.nextData()).messageSent.number, (await told.nextData()).messageSent.number)
    expect(numbers).toEqual([3, 4, 5, 6])
    const fromTheStart = (await connect(reader)).subscribe<Sent>(sent, { channelId, after: '0' })
    for (let number = 1; number <= 6; number++)
      expect((await fromTheStart.nextData()).messageSent).toMatchObject({ number, id: `${channelId}:${number}` })
  })

  it('goes on after a place that is not there yet only with messages that are new', async () => {
    const player = aPlayer()
    const { channelId } = await aParty(social, player)
    await send(social, player, { channelId })
    const told = (await connect(player)).subscribe<Sent>(sent, { channelId, after: `${channelId}:1` })
    const ahead = (await connect(player)).subscribe<Sent>(sent, { channelId, after: `${channelId}:900` })
    const heard = ahead.nextData().then(({ messageSent }) => messageSent.number)
    // The stream has begun once it tells of a message: before, there is nothing to be new to it.
    const sentAndHeard = async () => {
      await send(social, player, { channelId, text: 'New' })
      return await Promise.race([heard, Promise.resolve(null)])
    }
    await expect.poll(sentAndHeard, { interval: 200 }).toBeGreaterThanOrEqual(2)
    expect((await told.nextData()).messageSent.number).toBe(2)
  })

  it('refuses channels that the viewer cannot read, and ids that are no place in the channel', async () => {
    const [member, stranger] = [aPlayer(), aPlayer()]
    const { channelId } = await aParty(social, member)
    for (const [player, variables] of [
      [stranger, { channelId }],
      [member, { channelId: randomUUID() }],
      [member, { channelId: 'nonsense' }],
      [member, { channelId, after: 'nonsense' }],
      [member, { channelId, after: `${WORLD}:0` }],
      [member, { channelId, after: `${channelId}:-1` }],
    ] as const) {
      const { errors } = await (await connect(player)).subscribe(sent, variables).next()
      expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['BAD_USER_INPUT'])
    }
  })

  it('ends within seconds when the viewer is no member any more', async () => {
    const [stays, goes] = [aPlayer(), aPlayer()]
    const { channelId } = await aParty(social, stays, goes)
    const told = (await connect(goes)).subscribe<Sent>(sent, { channelId, after: '0' })
    await send(social, stays, { channelId })
    expect((await told.nextData()).messageSent.number).toBe(1)
    await social.rows('DELETE FROM party_member WHERE user_id = $1', goes.userId)
    expect(await told.rest()).toEqual([])
  }, 15_000)

  it('says only whether the viewer may have the events to a gateway that has them already', async () => {
    const [member, stranger] = [aPlayer(), aPlayer()]
    const { channelId } = await aParty(social, member)
    const context = async (player: Player) =>
      await social.app.context({
        headers: new Map([['authorization', `Bearer ${await social.token(player)}`]]),
        remoteAddress: '127.0.0.1',
        requestId: randomUUID(),
      })
    const follow = async (player: Player) =>
      await social.app.services.followChannelAccess({
        userId: (await context(player)).viewer?.userId ?? '',
        channelId,
      })
    await expect(follow(stranger)).rejects.toThrow('channelId')
    const access = await follow(member)
    const ended = access.next()
    await send(social, member, { channelId })
    await social.rows('DELETE FROM party_member WHERE user_id = $1', member.userId)
    expect(await ended).toEqual({ done: true, value: undefined })
  }, 15_000)
})

describe('inboxMessage', () => {
  const inbox = 'subscription { inboxMessage { number channel { kind } text } }'
  interface Told {
    readonly inboxMessage: {
      readonly number: number
      readonly channel: { readonly kind: string }
      readonly text: string
    }
  }

  it('tells the messages of all channels of the viewer, of one that is opened later from its first message on', async () => {
    const [viewer, friend, stranger] = [aPlayer(), aPlayer(), aPlayer()]
    const { channelId } = await aParty(social, viewer, friend)
    await send(social, friend, { channelId, text: 'Before' })
    const told = (await connect(viewer)).subscribe<Told>(inbox)
    const first = told.nextData()
    // The subscription has begun when a message arrives; the ones before it are not told.
    let isTold = false
    void first.then(() => (isTold = true))
    let sentNumber = 1
    await expect
      .poll(async () => {
        if (isTold) return true
        await send(social, friend, { channelId, text: `Party ${++sentNumber}` })
        social.clock.advance(1_000)
        return isTold
      })
      .toBe(true)
    expect((await first).inboxMessage.channel.kind).toBe('PARTY')
    const direct = await openDirect(social, stranger, viewer)
    await send(social, stranger, { channelId: direct.id, text: 'Direct' })
    for (let message = await told.nextData(); ; message = await told.nextData()) {
      if (message.inboxMessage.channel.kind === 'PARTY') continue
      expect(message.inboxMessage).toEqual({ number: 1, channel: { kind: 'DIRECT' }, text: 'Direct' })
      break
    }
  }, 15_000)
})
