import { RequestFault } from '@waystone/kit/errors'
import { parseMessageId, seenBy } from '../../domain/message.js'
import { parseWords, REASON_LENGTH_MAX } from '../../domain/message-text.js'
import { findMessages } from '../../repositories/message.js'
import { insertReport } from '../../repositories/message-report.js'
import type { Needs } from '../needs.js'
import { findReadable } from './channel-access.js'

/**
 * Keeps the words as they were sent, once per user and message.
 * @returns false for a message that the user cannot read, or that is deleted
 * @throws RequestFault BAD_USER_INPUT for a reason without words, or with too many
 */
export async function reportMessage(
  needs: Needs,
  { userId, messageId, reason }: { userId: string; messageId: string; reason: string },
): Promise<boolean> {
  const parsed = parseWords(reason, { field: 'reason', max: REASON_LENGTH_MAX })
  if ('problem' in parsed) throw new RequestFault('BAD_USER_INPUT', `"reason": ${parsed.problem.message}`)
  const place = parseMessageId(messageId)
  if (place === null || (await findReadable(needs.pool, { channelId: place.channelId, userId })) === null) return false
  const [message] = await findMessages(needs.pool, [place])
  if (!message || seenBy(message, userId).deleted) return false
  await insertReport(needs.pool, {
    ...place,
    id: needs.newId(),
    byUserId: userId,
    reason: parsed.words,
    at: needs.clock.now(),
  })
  return true
}
