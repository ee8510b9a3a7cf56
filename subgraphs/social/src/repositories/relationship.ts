import type { Queryable } from '@waystone/kit/postgres'
import { isNothing, strangers, type Relationship } from '../domain/relationship.js'

const COLUMNS = `low_id, high_id, request_id, requested_by_low, requested_at, friends_since, low_blocked_at, high_blocked_at`

/** Of two users between whom nothing has been: that of strangers. */
export async function findRelationship(db: Queryable, one: string, other: string): Promise<Relationship> {
  const none = strangers(one, other)
  const { rows } = await db.query<RelationshipRow>({
    name: 'relationship_of_two',
    text: `SELECT ${COLUMNS} FROM relationship WHERE low_id = $1 AND high_id = $2`,
    values: [none.lowId, none.highId],
  })
  return rows[0] === undefined ? none : relationshipOf(rows[0])
}

/** By the id of the request that waits; null for none. */
export async function findByRequest(db: Queryable, requestId: string): Promise<Relationship | null> {
  const { rows } = await db.query<RelationshipRow>({
    name: 'relationship_by_request',
    text: `SELECT ${COLUMNS} FROM relationship WHERE request_id = $1`,
    values: [requestId],
  })
  return rows[0] === undefined ? null : relationshipOf(rows[0])
}

/** All of a user. */
export async function listRelationships(db: Queryable, userId: string): Promise<readonly Relationship[]> {
  const { rows } = await db.query<RelationshipRow>({
    name: 'relationships_of_user',
    text: `SELECT ${COLUMNS} FROM relationship WHERE low_id = $1 OR high_id = $1`,
    values: [userId],
  })
  return rows.map(relationshipOf)
}

/** Under the locks of both users. */
export async function saveRelationship(tx: Queryable, between: Relationship): Promise<void> {
  const { lowId, highId, request, friendsSince, lowBlockedAt, highBlockedAt } = between
  if (isNothing(between)) {
    await tx.query({
      name: 'relationship_delete',
      text: 'DELETE FROM relationship WHERE low_id = $1 AND high_id = $2',
      values: [lowId, highId],
    })
    return
  }
  const byLow = request === null ? null : request.fromId === lowId
  await tx.query({
    name: 'relationship_save',
    text: `INSERT INTO relationship (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (low_id, high_id) DO UPDATE SET request_id = $3, requested_by_low = $4, requested_at = $5,
        friends_since = $6, low_blocked_at = $7, high_blocked_at = $8`,
    values: [
      lowId,
      highId,
      request?.id ?? null,
      byLow,
      request?.sentAt ?? null,
      friendsSince,
      lowBlockedAt,
      highBlockedAt,
    ],
  })
}

interface RelationshipRow {
  readonly low_id: string
  readonly high_id: string
  readonly request_id: string | null
  readonly requested_by_low: boolean | null
  readonly requested_at: Date | null
  readonly friends_since: Date | null
  readonly low_blocked_at: Date | null
  readonly high_blocked_at: Date | null
}

const relationshipOf = (row: RelationshipRow): Relationship => ({
  lowId: row.low_id,
  highId: row.high_id,
  request:
    row.request_id === null || row.requested_at === null
      ? null
      : {
          id: row.request_id,
          fromId: row.requested_by_low === true ? row.low_id : row.high_id,
          sentAt: row.requested_at,
        },
  friendsSince: row.friends_since,
  lowBlockedAt: row.low_blocked_at,
  highBlockedAt: row.high_blocked_at,
})
