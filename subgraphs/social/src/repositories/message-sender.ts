import type { Queryable } from '@waystone/kit/postgres'

export interface MessageSender {
  readonly userId: string
  readonly busyUntil: Date | null
  readonly mutedUntil: Date | null
  /** The account is deleted. */
  readonly isErased: boolean
}

/** Locks the senders' rows in order: the messages of one user follow each other. */
export async function lockSenders(
  tx: Queryable,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, MessageSender>> {
  const wanted = [...new Set(userIds)].toSorted()
  const lock = async () => {
    const { rows } = await tx.query<MessageSender>({
      name: 'message-senders-lock',
      text: `SELECT user_id AS "userId", busy_until AS "busyUntil", muted_until AS "mutedUntil",
               EXISTS (SELECT FROM erased_user WHERE erased_user.user_id = message_sender.user_id) AS "isErased"
             FROM message_sender WHERE user_id = ANY($1::uuid[]) ORDER BY user_id FOR UPDATE`,
      values: [wanted],
    })
    return new Map(rows.map(row => [row.userId, row]))
  }
  const known = await lock()
  if (known.size === wanted.length) return known
  await tx.query({
    name: 'message-senders-add',
    text: 'INSERT INTO message_sender (user_id) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING',
    values: [wanted],
  })
  return await lock()
}

export async function saveBusyUntil(tx: Queryable, senders: ReadonlyMap<string, Date>): Promise<void> {
  await tx.query({
    name: 'message-senders-busy',
    text: `UPDATE message_sender SET busy_until = asked.busy_until
           FROM unnest($1::uuid[], $2::timestamptz[]) AS asked (user_id, busy_until)
           WHERE message_sender.user_id = asked.user_id`,
    values: [[...senders.keys()], [...senders.values()]],
  })
}

/** @param until null, or a moment that has passed, ends it */
export async function saveMute(tx: Queryable, { userId, until }: { userId: string; until: Date }): Promise<void> {
  await tx.query({
    name: 'message-sender-mute',
    text: `INSERT INTO message_sender (user_id, muted_until) VALUES ($1, $2)
           ON CONFLICT (user_id) DO UPDATE SET muted_until = EXCLUDED.muted_until`,
    values: [userId, until],
  })
}
