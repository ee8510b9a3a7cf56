import type { Queryable } from '@waystone/kit/postgres'
import type { ChannelKind } from '../domain/channel.js'

/**
 * Deletes messages of channels of a kind that were sent before a moment, the oldest first. Each channel notes
 * where its kept messages begin, so that a number that is missing below it is no gap.
 * @returns how many were deleted
 */
export async function deleteMessagesBefore(
  tx: Queryable,
  { kind, before, limit }: { kind: ChannelKind; before: Date; limit: number },
): Promise<number> {
  const { rows } = await tx.query<{ deleted: number }>({
    name: 'messages-delete-old',
    text: `WITH old AS (
             SELECT m.channel_id, m.number
             FROM channel c,
               -- One look at the oldest message tells whether there is anything to do in a channel.
               LATERAL (SELECT sent_at FROM message WHERE channel_id = c.id ORDER BY number LIMIT 1) AS oldest,
               -- Old ones behind one that is not, by the clock of another process, stay: numbers are missing from the front alone.
               LATERAL (
                 SELECT channel_id, number, bool_and(sent_at < $2) OVER (ORDER BY number) AS is_old
                 FROM (SELECT channel_id, number, sent_at FROM message WHERE channel_id = c.id ORDER BY number LIMIT $3) AS first) AS m
             WHERE c.kind = $1 AND oldest.sent_at < $2 AND m.is_old LIMIT $3),
           gone AS (
             DELETE FROM message USING old WHERE message.channel_id = old.channel_id AND message.number = old.number
             RETURNING message.channel_id, message.number),
           noted AS (
             UPDATE channel SET first_number = greatest(first_number, newest + 1)
             FROM (SELECT channel_id, max(number) AS newest FROM gone GROUP BY channel_id) AS of_channel
             WHERE channel.id = of_channel.channel_id)
           SELECT count(*)::int AS deleted FROM gone`,
    values: [kind, before, limit],
  })
  return rows[0]?.deleted ?? 0
}
