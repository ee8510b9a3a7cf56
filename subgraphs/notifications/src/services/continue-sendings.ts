import { randomUUID } from 'node:crypto'
import { listPlayers } from '@waystone/events'
import { withTransaction } from '@waystone/kit/postgres'
import type { Notice } from '../domain/notification.js'
import type { Sending } from '../domain/sending.js'
import { insertMails } from '../repositories/mail.js'
import { findOpenSending, lockSendingAt, moveSending } from '../repositories/sending.js'
import type { Needs } from './needs.js'
import { tellUsers } from './tell-users.js'

/** Recipients of one transaction. */
const BATCH_SIZE = 500

/**
 * Sends on what is not finished, the oldest first, until all is. Each batch moves the sending in the transaction that
 * gives it to its recipients, so a process that dies leaves off where the next one goes on, and processes that do the
 * same at once do each batch once.
 */
export async function continueSendings(
  needs: Needs,
  { isStopped = notStopped }: { isStopped?: () => boolean } = {},
): Promise<void> {
  while (!isStopped()) {
    const sending = await findOpenSending(needs.pool)
    if (sending === null) return
    await sendBatch(needs, sending)
  }
}

const notStopped = (): boolean => false

async function sendBatch(needs: Needs, sending: Sending): Promise<void> {
  const { userIds } = await needs.serviceClient.call(listPlayers, {
    after: sending.position,
    limit: BATCH_SIZE,
    createdUntilMs: sending.createdAt.getTime(),
    among: sending.everyone ? null : [...sending.userIds],
    isCounted: false,
  })
  const now = needs.clock.now()
  await withTransaction(needs.pool, async tx => {
    if (!(await lockSendingAt(tx, sending))) return
    if (userIds.length > 0) {
      const mails = new Map(userIds.map(userId => [userId, randomUUID()]))
      if (sending.kind === 'MAIL') await insertMails(tx, { sendingId: sending.id, sentAt: now, mails })
      await tellUsers(
        needs,
        tx,
        userIds.map(userId => noticeFor(sending, { userId, mailId: mails.get(userId) ?? '' })),
      )
    }
    const finishedAt = userIds.length < BATCH_SIZE ? now : null
    await moveSending(tx, { id: sending.id, position: userIds.at(-1) ?? null, done: userIds.length, finishedAt })
  })
}

const noticeFor = (sending: Sending, { userId, mailId }: { userId: string; mailId: string }): Notice => ({
  userId,
  kind: sending.kind,
  data: sending.kind === 'MAIL' ? { mailId } : sending.data,
  sourceId: sending.id,
  sendingId: sending.id,
})
