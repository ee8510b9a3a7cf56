import type { Page } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'

export interface Friend {
  readonly friendId: string
  readonly since: Date
}

/** The relationships of each user of $1, from both sides, with the other one as `other_id`. */
const RELATIONSHIPS = `unnest($1::uuid[]) AS wanted (user_id), LATERAL (
    SELECT high_id AS other_id, requested_by_low AS is_sent, low_blocked_at AS blocked_at, r.* FROM relationship r WHERE low_id = wanted.user_id
    UNION ALL
    SELECT low_id AS other_id, NOT requested_by_low AS is_sent, high_blocked_at AS blocked_at, r.* FROM relationship r WHERE high_id = wanted.user_id
  ) of_user`

/** The latest first: up to `limit + 1` of each user. */
export async function findFriendPages(
  db: Queryable,
  userIds: readonly string[],
  { limit, after }: Page,
): Promise<ReadonlyMap<string, readonly Friend[]>> {
  const { rows } = await db.query<{ user_id: string; other_id: string; friends_since: Date }>({
    name: 'friend_page',
    text: `SELECT user_id, other_id, friends_since FROM (
        SELECT user_id, other_id, friends_since, row_number() OVER (PARTITION BY user_id ORDER BY friends_since DESC, other_id DESC) AS place
        FROM ${RELATIONSHIPS} WHERE friends_since IS NOT NULL
          AND ($2::timestamptz IS NULL OR (friends_since, other_id) < ($2, $3::uuid))
      ) page WHERE place <= $4 ORDER BY user_id, place`,
    values: [userIds, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  })
  return groupBy(rows, row => ({ friendId: row.other_id, since: row.friends_since }))
}

export async function countFriends(db: Queryable, userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ user_id: string; friends: number }>({
    name: 'friend_count',
    text: 'SELECT user_id, friends FROM player WHERE user_id = ANY($1::uuid[])',
    values: [userIds],
  })
  return new Map(rows.map(row => [row.user_id, row.friends]))
}

export interface FriendRequest {
  readonly id: string
  readonly fromId: string
  readonly toId: string
  readonly sentAt: Date
}

/** Of each list. */
export const REQUESTS_LISTED_MAX = 100

/** Requests that wait, the latest first, sent and received; a receiver sees none of users whom it has blocked. */
export async function findFriendRequests(
  db: Queryable,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, readonly FriendRequest[]>> {
  const { rows } = await db.query<RequestRow>({
    name: 'friend_requests',
    text: `SELECT user_id, other_id, request_id, is_sent, requested_at FROM (
        SELECT user_id, other_id, request_id, is_sent, requested_at,
          row_number() OVER (PARTITION BY user_id, is_sent ORDER BY requested_at DESC, request_id) AS place
        FROM ${RELATIONSHIPS} WHERE request_id IS NOT NULL AND (is_sent OR blocked_at IS NULL)
      ) listed WHERE place <= $2 ORDER BY user_id, requested_at DESC, request_id`,
    values: [userIds, REQUESTS_LISTED_MAX],
  })
  return groupBy(rows, row => ({
    id: row.request_id,
    fromId: row.is_sent ? row.user_id : row.other_id,
    toId: row.is_sent ? row.other_id : row.user_id,
    sentAt: row.requested_at,
  }))
}

/** The latest first. */
export async function findBlocked(
  db: Queryable,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await db.query<{ user_id: string; other_id: string }>({
    name: 'blocked_users',
    text: `SELECT user_id, other_id FROM ${RELATIONSHIPS} WHERE blocked_at IS NOT NULL ORDER BY user_id, blocked_at DESC, other_id`,
    values: [userIds],
  })
  return groupBy(rows, row => row.other_id)
}

function groupBy<Row extends { readonly user_id: string }, Value>(
  rows: readonly Row[],
  valueOf: (row: Row) => Value,
): ReadonlyMap<string, readonly Value[]> {
  const groups = new Map<string, Value[]>()
  for (const row of rows) {
    const group = groups.get(row.user_id)
    if (group === undefined) groups.set(row.user_id, [valueOf(row)])
    else group.push(valueOf(row))
  }
  return groups
}

interface RequestRow {
  readonly user_id: string
  readonly other_id: string
  readonly request_id: string
  readonly is_sent: boolean
  readonly requested_at: Date
}
