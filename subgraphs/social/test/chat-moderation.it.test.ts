import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aParty, messagesOf, openDirect, send } from './chat-stories.js'
import { aPlayer, startSocial, WORLD, type ChatTestApp, type Player } from './chat-app.js'

let social: ChatTestApp
beforeAll(async () => {
  social = await startSocial()
})
afterAll(() => social.close())

const moderator = aPlayer('admin.support')
const DAY_MS = 24 * 60 * 60 * 1000

const report = async (by: Player, id: string, reason = 'Rude') =>
  await social.ask(by, 'mutation ($id: ID!, $reason: String!) { reportMessage(id: $id, reason: $reason) }', {
    id,
    reason,
  })
const queue = async (page: { first?: number; after?: string } = {}) => {
  const { data } = await social.ask(
    moderator,
    `query ($first: Int, $after: String) { messageReports(first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor }
      edges { node { id reason original by { id } message { id text deleted original } } } } }`,
    page,
  )
  return data.messageReports
}
const remove = async (id: string) =>
  (
    await social.ask(
      moderator,
      'mutation ($id: ID!) { deleteMessage(id: $id, reason: "Rude") { number text deleted } }',
      { id },
    )
  ).data.deleteMessage
const mute = async (userId: string, until: Date, reason = 'Rude') =>
  await social.ask(
    moderator,
    'mutation ($userId: ID!, $until: DateTime!, $reason: String!) { muteUser(userId: $userId, until: $until, reason: $reason) }',
    { userId, until: until.toISOString(), reason },
  )
const actions = () => social.rows('SELECT action, user_id, reason FROM admin_action ORDER BY position')
const told = () =>
  social.rows(`SELECT data->>'action' AS action FROM outbox WHERE type = 'social.admin_acted' ORDER BY id`)

describe('reports', () => {
  it('keep the words as they were sent, once per user and message, oldest first, until a moderator decides', async () => {
    const [writer, ...readers] = [aPlayer(), aPlayer(), aPlayer()]
    const { channelId } = await aParty(social, writer, ...readers)
    const rude = await send(social, writer, { channelId, text: 'what the fuck' })
    const harmless = await send(social, writer, { channelId, text: 'Good evening' })
    const answers = await Promise.all(
      readers.flatMap(reader => Array.from({ length: 8 }, () => report(reader, rude.id))),
    )
    expect(new Set(answers.map(({ data }) => data.reportMessage))).toEqual(new Set([true]))
    social.clock.advance(1)
    await report(readers[0] ?? writer, harmless.id)
    const first = await queue({ first: 2 })
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } })
    expect(first.edges.map(({ node }: { node: object }) => node)).toEqual(
      Array.from({ length: 2 }, () => ({
        id: expect.any(String),
        reason: 'Rude',
        original: 'what the fuck',
        by: { id: expect.any(String) },
        message: { id: rude.id, text: 'what the ****', deleted: false, original: 'what the fuck' },
      })),
    )
    const second = await queue({ after: first.pageInfo.endCursor })
    const [{ node: last }] = second.edges
    expect(last.message.id).toBe(harmless.id)

    expect(await remove(rude.id)).toEqual({ number: 1, text: '', deleted: true })
    expect(await remove(rude.id)).toEqual({ number: 1, text: '', deleted: true })
    expect(await queue()).toMatchObject({ totalCount: 1 })
    const dismiss = 'mutation ($id: ID!) { dismissMessageReport(id: $id) }'
    expect((await social.ask(moderator, dismiss, { id: last.id })).data.dismissMessageReport).toBe(true)
    expect((await social.ask(moderator, dismiss, { id: last.id })).data.dismissMessageReport).toBe(false)
    expect(await queue()).toMatchObject({ totalCount: 0, edges: [] })
    expect(
      (await messagesOf(social, writer, channelId)).messages.edges.map(({ node }: { node: object }) => node),
    ).toEqual([
      { number: 1, text: '' },
      { number: 2, text: 'Good evening' },
    ])
    expect(await actions()).toEqual([
      { action: 'MESSAGE_DELETED', user_id: writer.userId, reason: 'Rude' },
      { action: 'MESSAGE_REPORT_DISMISSED', user_id: writer.userId, reason: '' },
    ])
    expect(await told()).toEqual([{ action: 'MESSAGE_DELETED' }, { action: 'MESSAGE_REPORT_DISMISSED' }])
  })

  it('are refused for messages that the viewer cannot read, and without a reason', async () => {
    const [writer, stranger] = [aPlayer(), aPlayer()]
    const { channelId } = await aParty(social, writer)
    const { id } = await send(social, writer, { channelId })
    for (const given of [id, `${channelId}:99`, `${randomUUID()}:1`, 'nonsense'])
      expect((await report(stranger, given)).data).toEqual({ reportMessage: false })
    expect((await report(writer, id, ' ')).errors[0]?.code).toBe('BAD_USER_INPUT')
    expect(await social.rows('SELECT id FROM message_report WHERE channel_id = $1', channelId)).toEqual([])
    expect(await remove('nonsense')).toBeNull()
    expect(await remove(`${channelId}:99`)).toBeNull()
  })
})

describe('muteUser', () => {
  it('refuses messages until the moment, and one in the past ends it', async () => {
    const player = aPlayer()
    const until = new Date(social.clock.now().getTime() + DAY_MS)
    expect((await mute(player.userId, until)).data.muteUser).toBe(true)
    expect(await send(social, player, { channelId: WORLD })).toMatchObject({
      __typename: 'Muted',
      until: until.toISOString(),
    })
    expect((await mute(player.userId, social.clock.now())).data.muteUser).toBe(true)
    expect(await send(social, player, { channelId: WORLD })).toMatchObject({ __typename: 'Message' })
    expect((await actions()).slice(-2)).toEqual(
      Array.from({ length: 2 }, () => ({ action: 'USER_MUTED', user_id: player.userId, reason: 'Rude' })),
    )
    const { id } = { id: randomUUID() }
    social.unknown.add(id)
    expect((await mute(id, until)).data.muteUser).toBe(false)
    expect((await mute('nonsense', until)).data.muteUser).toBe(false)
    expect((await mute(player.userId, until, '')).errors[0]?.code).toBe('BAD_USER_INPUT')
  })
})

describe('moderators who act at once', () => {
  it('upon one another wait for none of them, and are told of in the order of their log', async () => {
    const moderators = Array.from({ length: 6 }, () => aPlayer('admin.support'))
    const until = social.clock.now().toISOString()
    const source =
      'mutation ($userId: ID!, $until: DateTime!) { muteUser(userId: $userId, until: $until, reason: "Rude") }'
    const answers = await Promise.all(
      moderators.flatMap(by => moderators.map(({ userId }) => social.ask(by, source, { userId, until }))),
    )
    expect(answers.flatMap(({ errors }) => errors)).toEqual([])
    for (const { userId } of moderators) {
      const noted = await social.rows('SELECT id FROM admin_action WHERE actor = $1 ORDER BY position', userId)
      const sent = await social.rows(
        `SELECT data->>'actionId' AS id FROM outbox WHERE aggregate_id = $1 ORDER BY outbox.id`,
        userId,
      )
      expect(noted).toHaveLength(moderators.length)
      expect(sent).toEqual(noted)
    }
    const deadlocks = 'SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()'
    expect(await social.rows(deadlocks)).toEqual([{ n: 0 }])
  })
})

describe('old reports', () => {
  it('are deleted a year after they were decided on, and those that wait stay', async () => {
    const [writer, reader] = [aPlayer(), aPlayer()]
    const { channelId } = await aParty(social, writer, reader)
    const ids = new Map<string, string>()
    for (const text of ['Decided', 'Decided late', 'Waiting']) {
      const { id } = await send(social, writer, { channelId, text })
      await report(reader, id)
      ids.set(text, id)
    }
    const kept = async () => {
      await social.app.services.deleteOldReports()
      const rows = await social.rows(
        'SELECT original FROM message_report WHERE by_user_id = $1 ORDER BY 1',
        reader.userId,
      )
      return rows.map(row => row['original'])
    }
    await remove(ids.get('Decided') ?? '')
    social.clock.advance(2 * DAY_MS)
    await remove(ids.get('Decided late') ?? '')
    social.clock.advance(364 * DAY_MS)
    expect(await kept()).toEqual(['Decided late', 'Waiting'])
    social.clock.advance(365 * DAY_MS)
    expect(await kept()).toEqual(['Waiting'])
  })
})

describe('old messages', () => {
  it('are deleted by the kind of their channel, and numbers go on', async () => {
    const [one, other] = [aPlayer(), aPlayer()]
    const party = await aParty(social, one, other)
    const { id: direct } = await openDirect(social, one, other)
    for (const channelId of [party.channelId, direct]) {
      await send(social, one, { channelId, text: 'Old' })
      await send(social, one, { channelId, text: 'Old, too' })
    }
    social.clock.advance(6 * DAY_MS)
    for (const channelId of [party.channelId, direct]) await send(social, one, { channelId, text: 'Newer' })
    social.clock.advance(2 * DAY_MS)
    expect(await social.app.services.deleteOldMessages()).toBeGreaterThanOrEqual(2)
    expect(await social.app.services.deleteOldMessages()).toBe(0)
    expect(await social.rows('SELECT number FROM message WHERE channel_id = $1', party.channelId)).toEqual([
      { number: '3' },
    ])
    expect(await social.rows('SELECT number FROM message WHERE channel_id = $1', direct)).toHaveLength(3)
    expect(await send(social, other, { channelId: party.channelId })).toMatchObject({ number: 4 })
    expect(await social.rows('SELECT first_number, last_number FROM channel WHERE id = $1', party.channelId)).toEqual([
      { first_number: '3', last_number: '4' },
    ])
  })

  it('are deleted from the front alone, so that a clock that was behind leaves no gap', async () => {
    const player = aPlayer()
    const { channelId } = await aParty(social, player)
    for (const text of ['Old', 'New', 'Old by a clock behind', 'New'])
      expect(await send(social, player, { channelId, text })).toMatchObject({ __typename: 'Message' })
    await social.rows(
      `UPDATE message SET sent_at = sent_at - interval '8 days' WHERE channel_id = $1 AND text LIKE 'Old%'`,
      channelId,
    )
    await social.app.services.deleteOldMessages()
    expect(await social.rows('SELECT number FROM message WHERE channel_id = $1 ORDER BY 1', channelId)).toEqual([
      { number: '2' },
      { number: '3' },
      { number: '4' },
    ])
    expect(await social.rows('SELECT first_number FROM channel WHERE id = $1', channelId)).toEqual([
      { first_number: '2' },
    ])
  })

  it('go with their party', async () => {
    const player = aPlayer()
    const { partyId, channelId } = await aParty(social, player)
    await send(social, player, { channelId })
    await social.rows('DELETE FROM party WHERE id = $1', partyId)
    expect(await social.rows('SELECT id FROM channel WHERE id = $1', channelId)).toEqual([])
    expect(await send(social, player, { channelId })).toMatchObject({ __typename: 'ChannelNotFound' })
  })
})
