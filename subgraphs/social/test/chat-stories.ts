import { randomUUID } from 'node:crypto'
import type { Answer, ChatTestApp, Player } from './chat-app.js'

export const MESSAGE = `__typename
  ... on Message { id number text filtered deleted sentAt from { id } channel { id } }
  ... on Refusal { message }
  ... on Muted { until }
  ... on TooManyMessages { retryAfterSeconds }
  ... on InvalidInput { field problems { rule } }`

export const send = async (
  app: ChatTestApp,
  from: Player | null,
  input: { channelId: string; text?: string; idempotencyKey?: string },
): Promise<Answer['data']> => {
  const { data, errors } = await app.ask(
    from,
    `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { ${MESSAGE} } }`,
    { input: { text: 'Hello', idempotencyKey: randomUUID(), ...input } },
  )
  if (errors.length > 0) throw new Error(JSON.stringify(errors))
  return data.sendMessage
}

export const openDirect = async (app: ChatTestApp, from: Player, to: Player): Promise<Answer['data']> => {
  const { data } = await app.ask(
    from,
    `mutation ($userId: ID!) { openDirectChannel(userId: $userId) { __typename ... on Channel { id kind name unread with { id } } ... on Refusal { message } } }`,
    { userId: to.userId },
  )
  return data.openDirectChannel
}

export const messagesOf = async (
  app: ChatTestApp,
  viewer: Player,
  channelId: string,
  page: { last?: number; before?: string } = {},
): Promise<Answer['data']> => {
  const { data } = await app.ask(
    viewer,
    `query ($id: ID!, $last: Int, $before: String) { channel(id: $id) {
      lastNumber readUpTo unread
      messages(last: $last, before: $before) { edges { cursor node { number text } } pageInfo { hasNextPage hasPreviousPage startCursor } } } }`,
    { id: channelId, ...page },
  )
  return data.channel
}

/** A party of these players, made by rows: parties have tests of their own. */
export async function aParty(app: ChatTestApp, ...members: Player[]): Promise<{ partyId: string; channelId: string }> {
  const partyId = randomUUID()
  await app.rows('INSERT INTO party (id, leader_id, created_at) VALUES ($1, $2, now())', partyId, members[0]?.userId)
  for (const [seat, { userId }] of members.entries())
    await app.rows(
      'INSERT INTO party_member (user_id, party_id, seat, joined_at) VALUES ($1, $2, $3, now())',
      userId,
      partyId,
      seat + 1,
    )
  const [channel] = await app.rows('SELECT id FROM channel WHERE owner_id = $1', partyId)
  return { partyId, channelId: String(channel?.['id']) }
}

export const block = async (app: ChatTestApp, by: Player, other: Player) => {
  const [low, high] = [by.userId, other.userId].toSorted()
  const column = low === by.userId ? 'low_blocked_at' : 'high_blocked_at'
  const text = `INSERT INTO relationship (low_id, high_id, ${column}) VALUES ($1, $2, now())
    ON CONFLICT (low_id, high_id) DO UPDATE SET ${column} = now()`
  await app.rows(text, low, high)
  await app.rows(
    'INSERT INTO player (user_id, blocks) VALUES ($1, 1) ON CONFLICT (user_id) DO UPDATE SET blocks = player.blocks + 1',
    by.userId,
  )
}

export const unblock = (app: ChatTestApp, by: Player, other: Player) =>
  app.rows('DELETE FROM relationship WHERE low_id = $1 AND high_id = $2', ...[by.userId, other.userId].toSorted())
