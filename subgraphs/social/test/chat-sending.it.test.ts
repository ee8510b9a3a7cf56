import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aParty, messagesOf, openDirect, send } from './chat-stories.js'
import { aPlayer, startSocial, WORLD, type ChatTestApp } from './chat-app.js'

let social: ChatTestApp
beforeAll(async () => {
  social = await startSocial()
})
afterAll(() => social.close())

const partyOf = async (...members: ReturnType<typeof aPlayer>[]) => (await aParty(social, ...members)).channelId

describe('sendMessage', () => {
  it('numbers 200 messages of 200 senders at once from 1 without gaps', async () => {
    const direct = await openDirect(social, aPlayer(), aPlayer())
    expect(direct).toMatchObject({ kind: 'DIRECT', unread: 0 })
    const before = Number(
      (await social.rows('SELECT last_number FROM channel WHERE id = $1', WORLD))[0]?.['last_number'],
    )
    const sent = await Promise.all(Array.from({ length: 200 }, () => send(social, aPlayer(), { channelId: WORLD })))
    expect(sent.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 200 }, (_, place) => before + place + 1),
    )
  })

  it('keeps one message of 64 repeats at once, and answers each with it', async () => {
    const player = aPlayer()
    const channelId = await partyOf(player)
    const idempotencyKey = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 64 }, () => send(social, player, { channelId, idempotencyKey, text: 'Once' })),
    )
    expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject({ __typename: 'Message', id: `${channelId}:1`, number: 1, text: 'Once' })
    expect(await social.rows('SELECT number FROM message WHERE channel_id = $1', channelId)).toHaveLength(1)
    const elsewhere = await send(social, player, { channelId: WORLD, idempotencyKey })
    expect(elsewhere).toMatchObject({ __typename: 'InvalidInput', problems: [{ rule: 'USED' }] })
  })

  it('takes ten messages at once and one more each second', async () => {
    const player = aPlayer()
    const channelId = await partyOf(player)
    const answers = await Promise.all(Array.from({ length: 14 }, () => send(social, player, { channelId })))
    const refused = answers.filter(({ __typename }) => __typename === 'TooManyMessages')
    expect(refused).toHaveLength(4)
    expect(refused[0]).toMatchObject({ retryAfterSeconds: 1 })
    social.clock.advance(1_000)
    expect(await send(social, player, { channelId })).toMatchObject({ __typename: 'Message', number: 11 })
    expect(await send(social, player, { channelId })).toMatchObject({ __typename: 'TooManyMessages' })
  })

  it('masks obscene words for readers and keeps the original for moderators', async () => {
    const player = aPlayer()
    const channelId = await partyOf(player)
    const sent = await send(social, player, { channelId, text: 'what the fuck' })
    expect(sent).toMatchObject({ text: 'what the ****', filtered: true })
    const read = `query ($id: ID!) { channel(id: $id) { messages { edges { node { text original } } } } }`
    const asPlayer = await social.ask(player, read, { id: channelId })
    expect(asPlayer.errors.map(({ code }) => code)).toEqual(['FORBIDDEN'])
    expect(asPlayer.data.channel.messages.edges[0].node).toEqual({ text: 'what the ****', original: null })
    const moderator = { ...player, scopes: ['admin.support'] }
    const asModerator = await social.ask(moderator, read, { id: channelId })
    expect(asModerator.data.channel.messages.edges[0].node.original).toBe('what the fuck')
  })

  it('refuses texts without words, with too many characters, and with control characters', async () => {
    const player = aPlayer()
    const channelId = await partyOf(player)
    for (const [text, rule] of [
      ['', 'LENGTH'],
      ['   ', 'LENGTH'],
      ['a'.repeat(501), 'LENGTH'],
      ['a'.repeat(100_000), 'LENGTH'],
      ['\u200b', 'FORMAT'],
      ['a\u0000b', 'FORMAT'],
    ] as const)
      expect(await send(social, player, { channelId, text })).toMatchObject({
        __typename: 'InvalidInput',
        field: 'text',
        problems: [{ rule }],
      })
    for (const idempotencyKey of ['', 'k'.repeat(101)])
      expect(await send(social, player, { channelId, idempotencyKey })).toMatchObject({ field: 'idempotencyKey' })
    expect(await social.rows('SELECT last_number FROM channel WHERE id = $1', channelId)).toEqual([
      { last_number: '0' },
    ])
  })

  it('refuses channels that the sender cannot read as it does unknown ones', async () => {
    const [member, stranger] = [aPlayer(), aPlayer()]
    const { id: direct } = await openDirect(social, member, aPlayer())
    const [forbidden, unknown, nonsense] = await Promise.all([
      send(social, stranger, { channelId: await partyOf(member) }),
      send(social, stranger, { channelId: randomUUID() }),
      send(social, stranger, { channelId: 'nonsense' }),
    ])
    expect(forbidden).toMatchObject({ __typename: 'ChannelNotFound' })
    expect([unknown, nonsense, await send(social, stranger, { channelId: direct })]).toEqual(
      Array.from({ length: 3 }, () => forbidden),
    )
  })

  it('takes nothing of a deleted account, and takes out what it has written', async () => {
    const [gone, stays] = [aPlayer(), aPlayer()]
    const { id: channelId } = await openDirect(social, gone, stays)
    await send(social, gone, { channelId, text: 'Personal' })
    await social.isErased(gone)
    await expect(send(social, gone, { channelId })).rejects.toThrow('UNAUTHENTICATED')
    const { messages } = await messagesOf(social, stays, channelId)
    expect(messages.edges.map(({ node }: { node: object }) => node)).toEqual([{ number: 1, text: '' }])
  })
})

describe('openDirectChannel', () => {
  it('makes one channel of 40 requests of both at once', async () => {
    const [one, other] = [aPlayer(), aPlayer()]
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, place) =>
        place % 2 === 0 ? openDirect(social, one, other) : openDirect(social, other, one),
      ),
    )
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect(answers[0]).toMatchObject({ with: { id: other.userId } })
    expect(answers[1]).toMatchObject({ with: { id: one.userId } })
  })

  it('refuses oneself and users who are not there', async () => {
    const [player, gone] = [aPlayer(), aPlayer()]
    social.unknown.add(gone.userId)
    expect(await openDirect(social, player, player)).toMatchObject({ __typename: 'NotAllowed' })
    expect(await openDirect(social, player, gone)).toMatchObject({ __typename: 'UserNotFound' })
    expect(await openDirect(social, player, { ...gone, userId: 'nonsense' })).toMatchObject({
      __typename: 'UserNotFound',
    })
  })
})

describe('reading', () => {
  it('pages through the history from its end, and counts what others have written and the reader has not read', async () => {
    const [writer, reader] = [aPlayer(), aPlayer()]
    const channelId = await partyOf(writer, reader)
    for (let sent = 1; sent <= 7; sent++) await send(social, writer, { channelId, text: `Message ${sent}` })
    await send(social, reader, { channelId, text: 'Message 8' })
    const numbers = (page: { messages: { edges: { node: { number: number } }[] } }) =>
      page.messages.edges.map(({ node }) => node.number)
    const newest = await messagesOf(social, reader, channelId, { last: 3 })
    expect(numbers(newest)).toEqual([6, 7, 8])
    expect(newest).toMatchObject({ lastNumber: 8, readUpTo: 0, unread: 7 })
    expect(newest.messages.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false })
    const before = await messagesOf(social, reader, channelId, { before: newest.messages.pageInfo.startCursor })
    expect(numbers(before)).toEqual([1, 2, 3, 4, 5])
    expect(before.messages.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: true })

    const mark =
      'mutation ($id: ID!, $upTo: SafeInt!) { markChannelRead(channelId: $id, upTo: $upTo) { unread readUpTo } }'
    for (const [upTo, expected] of [
      [4, { unread: 3, readUpTo: 4 }],
      [2, { unread: 3, readUpTo: 4 }],
      [99, { unread: 0, readUpTo: 8 }],
    ] as const)
      expect((await social.ask(reader, mark, { id: channelId, upTo })).data.markChannelRead).toEqual(expected)
    for (const [viewer, upTo] of [
      [reader, -1],
      [aPlayer(), 1],
    ] as const)
      expect((await social.ask(viewer, mark, { id: channelId, upTo })).errors[0]?.code).toBe('BAD_USER_INPUT')
  })
})

describe('the channel of a guild', () => {
  it('is there from when the guild is paid for until it is dissolved, for its members alone, under its name', async () => {
    const [member, stranger] = [aPlayer(), aPlayer()]
    const guildId = randomUUID()
    await social.rows(
      `INSERT INTO guild (id, status, name, name_key, tag, description, open, member_limit, founder_id, idempotency_key, created_at, recover_after)
       VALUES ($1, 'FOUNDING', 'Lanterns', 'lanterns', 'LAN', '', true, 50, $2, 'key', now(), now())`,
      guildId,
      member.userId,
    )
    const channelOf = async () => (await social.rows('SELECT id, name FROM channel WHERE owner_id = $1', guildId))[0]
    expect(await channelOf()).toBeUndefined()
    await social.rows(`UPDATE guild SET status = 'ACTIVE', member_count = 1 WHERE id = $1`, guildId)
    await social.rows(
      `INSERT INTO guild_member (user_id, guild_id, role, joined_at) VALUES ($1, $2, 'LEADER', now())`,
      member.userId,
      guildId,
    )
    await social.rows(`UPDATE guild SET name = 'Torches' WHERE id = $1`, guildId)
    const channel = await channelOf()
    expect(channel?.['name']).toBe('Torches')
    const channelId = String(channel?.['id'])
    expect(await send(social, member, { channelId })).toMatchObject({ __typename: 'Message', number: 1 })
    expect(await send(social, stranger, { channelId })).toMatchObject({ __typename: 'ChannelNotFound' })
    const { data } = await social.ask(member, 'query ($id: ID!) { channel(id: $id) { kind guild { id } } }', {
      id: channelId,
    })
    expect(data.channel).toEqual({ kind: 'GUILD', guild: { id: guildId } })
    await social.rows(`UPDATE guild SET status = 'DISSOLVED', member_count = 0 WHERE id = $1`, guildId)
    expect(await channelOf()).toBeUndefined()
  })
})
