import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { parseUuid } from '@waystone/kit/graphql'
import { appendEvents } from '@waystone/kit/outbox'
import { withTransaction } from '@waystone/kit/postgres'
import { isExpired, type Mail } from '../domain/mail.js'
import { mailExpired, mailNotFound } from '../errors.js'
import {
  deleteMail as deleteRow,
  findMailClaims,
  insertMailClaim,
  lockMail,
  noteClaimed,
} from '../repositories/mail.js'
import { lockPlayer } from '../repositories/player.js'
import type { Needs } from './needs.js'

/**
 * Claims what is attached to a mail: the claim and the event that users and gacha grant by are one transaction, under
 * the lock of the mail, so that it is granted once whatever is repeated or killed. A repeat answers the mail as it is.
 */
export async function claimMail(
  { pool, clock }: Pick<Needs, 'pool' | 'clock'>,
  { userId, id: given }: { userId: string; id: string },
): Promise<Mail | ReturnType<typeof mailNotFound> | ReturnType<typeof mailExpired>> {
  const id = parseUuid(given)
  if (id === null) return mailNotFound()
  return await withTransaction(pool, async tx => {
    // Of the aggregate of the event, before the mail, as all that is told to a user takes it first.
    if ((await lockPlayer(tx, userId)) === null) return mailNotFound()
    const mail = await lockMail(tx, { id, userId })
    if (mail === null) return mailNotFound()
    if (mail.claimedAt !== null) return mail
    const now = clock.now()
    if (mail.expiresAt !== null && isExpired(mail, now)) return mailExpired(mail.expiresAt)
    await noteClaimed(tx, id, now)
    if (mail.attachments.length > 0) {
      const claim = { mailId: id, userId, rewards: mail.attachments }
      const eventId = randomUUID()
      await insertMailClaim(tx, { ...claim, eventId }, now)
      const data = { ...claim, rewards: [...claim.rewards] }
      await appendEvents(tx, [newEvent('mail.claimed', { id: eventId, occurredAt: now, data })])
    }
    return { ...mail, claimedAt: now, readAt: mail.readAt ?? now }
  })
}

/** Attachments that were not claimed are lost with the mail; those that were claimed stay granted. */
export async function deleteMail(
  { pool }: Pick<Needs, 'pool'>,
  { userId, id: given }: { userId: string; id: string },
): Promise<boolean> {
  const id = parseUuid(given)
  return id !== null && (await deleteRow(pool, { id, userId }))
}

/** The grants of the events with these ids, for users and gacha, from the primary, where they were committed. */
export const findClaimedMails = async ({ pool }: Pick<Needs, 'pool'>, eventIds: readonly string[]) =>
  (await findMailClaims(pool, eventIds)).map(claim => ({ ...claim, rewards: [...claim.rewards] }))
