import { findPlayers } from '@waystone/events'
import { RequestFault } from '@waystone/kit/errors'
import { parseUuid } from '@waystone/kit/graphql'
import { withTransaction } from '@waystone/kit/postgres'
import { messageIdOf, parseMessageId, type Message } from '../../domain/message.js'
import { parseWords, REASON_LENGTH_MAX } from '../../domain/message-text.js'
import { clearMessage } from '../../repositories/message.js'
import { decideReport, decideReportsOf } from '../../repositories/message-report.js'
import { lockSenders, saveMute } from '../../repositories/message-sender.js'
import type { Needs } from '../needs.js'
import { recordAdminAction } from '../record-admin-action.js'

export interface Moderation {
  readonly actor: string
  readonly reason: string
}

/** Takes the text out of a message and decides its reports; repeated, it changes nothing. Null where there is none. */
export async function deleteMessage(
  needs: Needs,
  { messageId, actor, reason }: Moderation & { readonly messageId: string },
): Promise<Message | null> {
  const words = optionalReason(reason)
  const place = parseMessageId(messageId)
  if (place === null) return null
  const at = needs.clock.now()
  return await withTransaction(needs.pool, async tx => {
    const cleared = await clearMessage(tx, place, at)
    await decideReportsOf(tx, place, at)
    if (cleared === null) return null
    const { message, isNew } = cleared
    if (isNew)
      await recordAdminAction(needs, tx, {
        actor,
        action: 'MESSAGE_DELETED',
        userId: message.fromUserId,
        reason: words,
        data: { messageId: messageIdOf(message) },
      })
    return message
  })
}

/** @returns false where no such report waits */
export async function dismissReport(
  needs: Needs,
  { reportId, actor, reason }: Moderation & { readonly reportId: string },
): Promise<boolean> {
  const words = optionalReason(reason)
  const id = parseUuid(reportId)
  if (id === null) return false
  return await withTransaction(needs.pool, async tx => {
    const report = await decideReport(tx, id, needs.clock.now())
    if (report === null) return false
    await recordAdminAction(needs, tx, {
      actor,
      action: 'MESSAGE_REPORT_DISMISSED',
      userId: report.fromUserId,
      reason: words,
      data: { reportId: id, messageId: messageIdOf(report) },
    })
    return true
  })
}

/** @returns false for a user whom the game does not know */
export async function muteUser(
  needs: Needs,
  { userId: given, until, actor, reason }: Moderation & { readonly userId: string; readonly until: Date },
): Promise<boolean> {
  const parsed = parseWords(reason, { field: 'reason', max: REASON_LENGTH_MAX })
  if ('problem' in parsed) throw new RequestFault('BAD_USER_INPUT', `"reason": ${parsed.problem.message}`)
  const userId = parseUuid(given)
  if (userId === null) return false
  const { players } = await needs.serviceClient.call(findPlayers, { userIds: [userId] })
  if (players.length === 0) return false
  await withTransaction(needs.pool, async tx => {
    // A message under way is sent before, or finds the mute.
    await lockSenders(tx, [userId])
    await saveMute(tx, { userId, until })
    await recordAdminAction(needs, tx, {
      actor,
      action: 'USER_MUTED',
      userId,
      reason: parsed.words,
      data: { until: until.toISOString() },
    })
  })
  return true
}

function optionalReason(reason: string): string {
  if (reason.trim() === '') return ''
  const parsed = parseWords(reason, { field: 'reason', max: REASON_LENGTH_MAX })
  if ('problem' in parsed) throw new RequestFault('BAD_USER_INPUT', `"reason": ${parsed.problem.message}`)
  return parsed.words
}
