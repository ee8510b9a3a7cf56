import { tellAfterCommit, type LiveTopic } from '@waystone/kit/live'
import type { Queryable } from '@waystone/kit/postgres'
import type { Message, MessagePlace } from '../domain/message.js'

/** Messages of one reading of a live stream. */
export const MESSAGES_PER_READING = 200

/** Rings with NEW_MESSAGES when a channel has some; without an id for catching up. */
export const channelTopic = (channelId: string): LiveTopic => ({ topic: 'channel', key: channelId })
export const NEW_MESSAGES = 'messages'
/** Rings when fewer users may read the channel of a guild or a party; other channels lose no readers. */
export const channelAccessTopic = (ownerId: string): LiveTopic => ({ topic: 'channel-access', key: ownerId })

const COLUMNS = `message.channel_id AS "channelId", message.number::float8 AS number, message.from_user_id AS "fromUserId",
  message.text, message.original, message.filtered, message.sent_at AS "sentAt", message.deleted_at IS NOT NULL AS deleted,
  message.withheld_from AS "withheldFrom"`

export interface NewMessage {
  readonly channelId: string
  readonly fromUserId: string
  readonly idempotencyKey: string
  readonly text: string
  readonly original: string | null
  /** The same for all messages of a channel that are written at once. */
  readonly withheldFrom: string | null
}

/**
 * Gives each message the next number of its channel. The channels' rows are locked in order and held until
 * the commit, so numbers have no gaps and become visible in their order.
 */
export async function insertMessages(
  tx: Queryable,
  messages: readonly NewMessage[],
  sentAt: Date,
): Promise<readonly (Message & { readonly idempotencyKey: string })[]> {
  const channelIds = [...new Set(messages.map(({ channelId }) => channelId))]
  await tx.query({
    name: 'channels-lock',
    text: 'SELECT id FROM channel WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
    values: [channelIds],
  })
  const { rows } = await tx.query<Message & { idempotencyKey: string }>({
    name: 'messages-insert',
    text: `WITH asked AS (
             SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $7::uuid[])
               WITH ORDINALITY AS asked (channel_id, from_user_id, idempotency_key, text, original, withheld_from, place)),
           counted AS (
             UPDATE channel SET last_number = last_number + sent.count, last_message_at = $6, withheld_from = sent.withheld_from,
               shown_at = CASE WHEN sent.withheld_from = channel.withheld_from THEN channel.shown_at
                 WHEN sent.withheld_from IS NOT NULL THEN channel.last_message_at END
             FROM (SELECT channel_id, count(*) AS count, (array_agg(withheld_from))[1] AS withheld_from
               FROM asked GROUP BY channel_id) AS sent
             WHERE channel.id = sent.channel_id RETURNING channel.id, channel.last_number - sent.count AS before)
           INSERT INTO message (channel_id, number, from_user_id, idempotency_key, text, original, filtered, sent_at, withheld_from)
           SELECT channel_id, before + row_number() OVER (PARTITION BY channel_id ORDER BY place),
             from_user_id, idempotency_key, text, original, original IS NOT NULL, $6, withheld_from
           FROM asked JOIN counted ON counted.id = asked.channel_id
           RETURNING ${COLUMNS}, message.idempotency_key AS "idempotencyKey"`,
    values: [
      messages.map(({ channelId }) => channelId),
      messages.map(({ fromUserId }) => fromUserId),
      messages.map(({ idempotencyKey }) => idempotencyKey),
      messages.map(({ text }) => text),
      messages.map(({ original }) => original),
      sentAt,
      messages.map(({ withheldFrom }) => withheldFrom),
    ],
  })
  for (const channelId of channelIds) tellAfterCommit(tx, { ...channelTopic(channelId), id: NEW_MESSAGES })
  return rows
}

/** Messages that were sent with these keys before. */
export async function findMessagesByKeys(
  db: Queryable,
  keys: readonly { readonly fromUserId: string; readonly idempotencyKey: string }[],
): Promise<readonly (Message & { readonly idempotencyKey: string })[]> {
  const { rows } = await db.query<Message & { idempotencyKey: string }>({
    name: 'messages-by-keys',
    text: `SELECT ${COLUMNS}, message.idempotency_key AS "idempotencyKey"
           FROM unnest($1::uuid[], $2::text[]) AS asked (from_user_id, idempotency_key)
           JOIN message USING (from_user_id, idempotency_key)`,
    values: [keys.map(({ fromUserId }) => fromUserId), keys.map(({ idempotencyKey }) => idempotencyKey)],
  })
  return rows
}

export async function findMessages(
  db: Queryable,
  places: readonly MessagePlace[],
): Promise<readonly (Message | null)[]> {
  const { rows } = await db.query<Message & { place: string }>({
    name: 'messages',
    text: `SELECT ${COLUMNS}, asked.place FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS asked (channel_id, number, place)
           JOIN message USING (channel_id, number)`,
    values: [places.map(({ channelId }) => channelId), places.map(({ number }) => number)],
  })
  const found = places.map((): Message | null => null)
  for (const { place, ...message } of rows) found[Number(place) - 1] = message
  return found
}

/**
 * The messages after each place, in order. Places that are asked for several times, as by all readers of a
 * channel at once, are read once and share the rows.
 */
export async function findMessagesAfter(
  db: Queryable,
  asked: readonly MessagePlace[],
): Promise<readonly (readonly Message[])[]> {
  const keyOf = ({ channelId, number }: MessagePlace) => `${channelId}:${number}`
  const places = [...new Map(asked.map(place => [keyOf(place), place])).values()]
  const { rows } = await db.query<Message & { place: string }>({
    name: 'messages-after',
    text: `SELECT asked.place, next.* FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS asked (channel_id, number, place),
           LATERAL (
             SELECT ${COLUMNS} FROM message
             WHERE message.channel_id = asked.channel_id AND message.number > asked.number
             ORDER BY message.number LIMIT $3) AS next
           ORDER BY asked.place, next.number`,
    values: [places.map(({ channelId }) => channelId), places.map(({ number }) => number), MESSAGES_PER_READING],
  })
  const found = new Map(places.map((place): [string, Message[]] => [keyOf(place), []]))
  for (const { place, ...message } of rows) {
    const at = places[Number(place) - 1]
    if (at !== undefined) found.get(keyOf(at))?.push(message)
  }
  return asked.map(place => found.get(keyOf(place)) ?? [])
}

/** The newest messages below a number, in order. */
export async function findMessagesBefore(
  db: Queryable,
  { channelId, below, limit }: { channelId: string; below: number; limit: number },
): Promise<readonly Message[]> {
  const { rows } = await db.query<Message>({
    name: 'messages-before',
    text: `SELECT ${COLUMNS} FROM message WHERE channel_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3`,
    values: [channelId, below, limit],
  })
  return rows.toReversed()
}

/**
 * Takes the text out of a message; a number without a text stays.
 * @returns the message, and false where it was deleted before; null where there is none
 */
export async function clearMessage(
  tx: Queryable,
  { channelId, number }: MessagePlace,
  at: Date,
): Promise<{ readonly message: Message; readonly isNew: boolean } | null> {
  const { rows } = await tx.query<Message>({
    name: 'message-clear',
    text: `UPDATE message SET text = '', original = NULL, deleted_at = $3
           WHERE channel_id = $1 AND number = $2 AND deleted_at IS NULL RETURNING ${COLUMNS}`,
    values: [channelId, number, at],
  })
  const [cleared] = rows
  if (cleared !== undefined) return { message: cleared, isNew: true }
  const [known] = await findMessages(tx, [{ channelId, number }])
  return known ? { message: known, isNew: false } : null
}
