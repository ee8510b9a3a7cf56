import type { Queryable } from '@waystone/kit/postgres'

/** Something that a character has gained, with the event that is its reason. */
export interface RecordedGain {
  readonly source: 'KILL' | 'PARTY' | 'QUEST' | 'PICK_UP' | 'TAMED'
  /** Of the event that tells of it, or that it came by. */
  readonly id: string
  /** Null for experience that waits for a character. */
  readonly characterId: string | null
  /** Of the user for whose next character it waits. */
  readonly userId?: string
  /** As it was given, also where a character could gain no more. */
  readonly experience?: number
  /** The kind of monster that was killed, the kill that is shared, the item or the pet. */
  readonly subjectId?: string
  /** The drop that an item was. */
  readonly drop?: { readonly mapId: string; readonly epoch: number; readonly number: number }
  readonly gainedAt: Date
}

/** Records gains, in the transaction that gives them. */
export async function recordGains(tx: Queryable, gains: readonly RecordedGain[]): Promise<void> {
  if (gains.length === 0) return
  await tx.query({
    name: 'gains-record',
    text: `INSERT INTO gain (source, id, character_id, user_id, experience, subject_id, map_id, epoch, drop_number, gained_at)
           SELECT * FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::uuid[], $7::uuid[],
             $8::bigint[], $9::int[], $10::timestamptz[])`,
    values: [
      gains.map(({ source }) => source),
      gains.map(({ id }) => id),
      gains.map(({ characterId }) => characterId),
      gains.map(({ userId }) => userId ?? null),
      gains.map(({ experience }) => experience ?? 0),
      gains.map(({ subjectId }) => subjectId ?? null),
      gains.map(({ drop }) => drop?.mapId ?? null),
      gains.map(({ drop }) => drop?.epoch ?? null),
      gains.map(({ drop }) => drop?.number ?? null),
      gains.map(({ gainedAt }) => gainedAt),
    ],
  })
}

/** Says which character has got what waited for one of the user's. */
export async function givePendingGains(
  tx: Queryable,
  { userId, characterId }: { userId: string; characterId: string },
): Promise<void> {
  await tx.query({
    name: 'gains-give',
    text: 'UPDATE gain SET character_id = $2, user_id = NULL WHERE user_id = $1',
    values: [userId, characterId],
  })
}

/** Deletes what waits for a character of a user who will have none any more. */
export async function deletePendingGains(tx: Queryable, userId: string): Promise<void> {
  await tx.query({ name: 'gains-delete', text: 'DELETE FROM gain WHERE user_id = $1', values: [userId] })
}
