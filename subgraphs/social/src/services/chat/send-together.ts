import type { Queryable } from '@waystone/kit/postgres'
import { blockedByViewer, channelNotFound, invalidMessage, muted, tooManyMessages } from '../../errors.js'
import { otherUserOf, type Channel } from '../../domain/channel.js'
import { takeMessage } from '../../domain/message-rate.js'
import { findChannels } from '../../repositories/channel.js'
import { findMessagesByKeys, insertMessages } from '../../repositories/message.js'
import { lockSenders, saveBusyUntil, type MessageSender } from '../../repositories/message-sender.js'
import { blocksOf } from '../blocks.js'
import { mayRead } from './channel-access.js'
import { ERASED, type SendAnswer, type Sending } from './sending.js'

/**
 * Writes messages of any senders and channels, each with an idempotency key of its own, in one transaction.
 * Senders are locked before channels, both in order, everywhere.
 * @returns the answers in the order of the sendings
 */
export async function sendTogether(
  tx: Queryable,
  sendings: readonly Sending[],
  now: Date,
): Promise<readonly (SendAnswer | typeof ERASED)[]> {
  const senders = await lockSenders(
    tx,
    sendings.map(({ userId }) => userId),
  )
  const known = new Map(
    (
      await findMessagesByKeys(
        tx,
        sendings.map(({ userId: fromUserId, idempotencyKey }) => ({ fromUserId, idempotencyKey })),
      )
    ).map(message => [keyOf({ userId: message.fromUserId, idempotencyKey: message.idempotencyKey }), message]),
  )
  const placeOf = await placesOf(
    tx,
    sendings.filter(sending => !known.has(keyOf(sending))),
  )
  const busyUntil = new Map<string, Date>()
  const taken: (Sending & { readonly channelId: string; readonly withheldFrom: string | null })[] = []
  const decide = (sending: Sending): SendAnswer | typeof ERASED | null => {
    const first = known.get(keyOf(sending))
    if (first !== undefined) return first.channelId === sending.channelId ? first : usedKey()
    const { refusal, withheldFrom } = placeOf(sending)
    const sender = senders.get(sending.userId)
    if (refusal !== null || sending.channelId === null || sender === undefined) return refusal ?? channelNotFound()
    const { answer, next } = takeFrom(sender, busyUntil.get(sending.userId) ?? sender.busyUntil, now)
    if (next === null) return answer
    busyUntil.set(sending.userId, next)
    taken.push({ ...sending, channelId: sending.channelId, withheldFrom })
    return null
  }
  const decided = sendings.map(decide)
  if (taken.length === 0) return decided as SendAnswer[]
  await saveBusyUntil(tx, busyUntil)
  const written = await insertMessages(
    tx,
    taken.map(({ userId: fromUserId, ...rest }) => ({ fromUserId, ...rest })),
    now,
  )
  const byKey = new Map(
    written.map(message => [keyOf({ userId: message.fromUserId, idempotencyKey: message.idempotencyKey }), message]),
  )
  return sendings.map((sending, place) => decided[place] ?? byKey.get(keyOf(sending)) ?? channelNotFound())
}

const keyOf = ({ userId, idempotencyKey }: Pick<Sending, 'userId' | 'idempotencyKey'>): string =>
  `${userId} ${idempotencyKey}`

const usedKey = () =>
  invalidMessage({
    field: 'idempotencyKey',
    message: 'This key was used for a message to another channel',
    rule: 'USED',
  })

/** @returns `next` null where the message is not taken */
function takeFrom(
  { isErased, mutedUntil }: MessageSender,
  busyUntil: Date | null,
  now: Date,
): { answer: SendAnswer | typeof ERASED; next: null } | { answer: null; next: Date } {
  if (isErased) return { answer: ERASED, next: null }
  if (mutedUntil !== null && mutedUntil > now) return { answer: muted(mutedUntil), next: null }
  const rate = takeMessage(busyUntil, now)
  return 'retryAfterMs' in rate
    ? { answer: tooManyMessages(rate.retryAfterMs), next: null }
    : { answer: null, next: rate.busyUntil }
}

/** Where a sending stands in its channel: what refuses it there, or from whom it is withheld. */
interface Place {
  readonly refusal: ReturnType<typeof channelNotFound | typeof blockedByViewer> | null
  readonly withheldFrom: string | null
}

/**
 * Of each channel and sender. The sender's own block refuses a direct message; one of the other user has it withheld
 * from that user, by the same statements, so that the sender cannot tell.
 */
async function placesOf(tx: Queryable, sendings: readonly Sending[]): Promise<(sending: Sending) => Place> {
  const ids = [...new Set(sendings.flatMap(({ channelId }) => channelId ?? []))]
  const channels = ids.length === 0 ? new Map<string, Channel>() : await findChannels(tx, ids)
  const readings = sendings.flatMap(({ userId, channelId }) => {
    const channel = channels.get(channelId ?? '')
    return channel === undefined ? [] : [{ channel, userId }]
  })
  const isReadable = await mayRead(tx, readings)
  const readable = readings.filter((_, place) => isReadable[place])
  const direct = readable.flatMap(({ channel, userId }) => {
    const otherId = otherUserOf(channel, userId)
    return otherId === null ? [] : [{ channelId: channel.id, userId, otherId }]
  })
  const blocks = direct.length === 0 ? [] : await blocksOf(tx, direct)
  const nameOf = (userId: string, channelId: string | null) => `${userId} ${channelId ?? ''}`
  const places = new Map<string, Place>(
    readable.map(({ channel, userId }) => [nameOf(userId, channel.id), { refusal: null, withheldFrom: null }]),
  )
  for (const [index, { channelId, userId, otherId }] of direct.entries()) {
    const withheldFrom = blocks[index]?.others === true ? otherId : null
    const refusal = blocks[index]?.own === true ? blockedByViewer() : null
    places.set(nameOf(userId, channelId), { refusal, withheldFrom })
  }
  const unreadable: Place = { refusal: channelNotFound(), withheldFrom: null }
  return ({ userId, channelId }) => places.get(nameOf(userId, channelId)) ?? unreadable
}
