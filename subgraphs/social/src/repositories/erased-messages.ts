import type { Queryable } from '@waystone/kit/postgres'
import { lockSenders } from './message-sender.js'

/**
 * Takes out what a user has written: messages keep their numbers, without text. The
 * lock of the sender's row lets a message that is under way be written before, or be refused after.
 */
export async function eraseMessagesOf(tx: Queryable, { userId, at }: { userId: string; at: Date }): Promise<void> {
  await lockSenders(tx, [userId])
  await tx.query({
    text: `UPDATE message SET text = '', original = NULL, deleted_at = coalesce(deleted_at, $2),
             idempotency_key = 'erased ' || channel_id || ' ' || number WHERE from_user_id = $1`,
    values: [userId, at],
  })
  await tx.query({
    text: `UPDATE message_report SET original = CASE WHEN from_user_id = $1 THEN '' ELSE original END,
             reason = CASE WHEN by_user_id = $1 THEN '' ELSE reason END
           WHERE from_user_id = $1 OR by_user_id = $1`,
    values: [userId],
  })
  await tx.query({ text: 'DELETE FROM read_position WHERE user_id = $1', values: [userId] })
}
