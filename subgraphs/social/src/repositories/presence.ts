import type { Queryable } from '@waystone/kit/postgres'

export type PresenceStatus = 'ONLINE' | 'AWAY' | 'OFFLINE'

/** Presence as others see it. */
export interface Presence {
  readonly status: PresenceStatus
  readonly lastSeenAt: Date | null
  /** Null for anyone but the user. */
  readonly hidden: boolean | null
}

/** A user without a row was never connected. */
const SHOWN = `CASE WHEN p.is_connected THEN p.status ELSE 'OFFLINE' END`

/** The users whom a viewer, $1, may see: oneself, friends, members of party and guild; not across a block. */
const MAY_SEE = `(wanted.id = $1 OR (NOT coalesce(p.hidden, false)
    AND NOT EXISTS (SELECT FROM relationship r WHERE r.low_id = least(wanted.id, $1) AND r.high_id = greatest(wanted.id, $1)
      AND (r.low_blocked_at IS NOT NULL OR r.high_blocked_at IS NOT NULL))
    AND (EXISTS (SELECT FROM relationship r WHERE r.low_id = least(wanted.id, $1) AND r.high_id = greatest(wanted.id, $1)
        AND r.friends_since IS NOT NULL)
      OR EXISTS (SELECT FROM party_member m JOIN party_member o USING (party_id) WHERE m.user_id = $1 AND o.user_id = wanted.id)
      OR EXISTS (SELECT FROM guild_member m JOIN guild_member o USING (guild_id) WHERE m.user_id = $1 AND o.user_id = wanted.id))))`

/** Of those of the users whose presence the viewer may see. */
export async function findPresences(
  db: Queryable,
  viewerId: string,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, Presence>> {
  const { rows } = await db.query<SeenRow>({
    name: 'presence_seen',
    text: `SELECT wanted.id, ${SHOWN} AS status, p.last_seen_at, CASE WHEN wanted.id = $1 THEN coalesce(p.hidden, false) END AS hidden
      FROM unnest($2::uuid[]) AS wanted (id) LEFT JOIN presence p ON p.user_id = wanted.id WHERE ${MAY_SEE}`,
    values: [viewerId, userIds],
  })
  return new Map(rows.map(row => [row.id, shown(row)]))
}

interface SeenRow {
  readonly id: string
  readonly status: PresenceStatus
  readonly last_seen_at: Date | null
  readonly hidden: boolean | null
}

const shown = (row: Omit<SeenRow, 'id'>): Presence => ({
  status: row.status,
  lastSeenAt: row.status === 'OFFLINE' ? row.last_seen_at : null,
  hidden: row.hidden,
})

/** Locks users' presence in the order of their ids, and makes it where there is none. */
export async function lockPresences(tx: Queryable, userIds: readonly string[], now: Date): Promise<void> {
  await tx.query({
    name: 'presence_insert',
    text: `INSERT INTO presence (user_id, changed_at) SELECT id, $2 FROM unnest($1::uuid[]) AS given (id)
      WHERE NOT EXISTS (SELECT FROM presence p WHERE p.user_id = id) ORDER BY id ON CONFLICT DO NOTHING`,
    values: [userIds, now],
  })
  await tx.query({
    name: 'presence_lock',
    text: 'SELECT FROM presence WHERE user_id = ANY($1::uuid[]) ORDER BY user_id FOR NO KEY UPDATE',
    values: [userIds],
  })
}

/** Says what the user wants to be shown, under the lock. @returns whether others see another presence now */
export async function savePresence(
  tx: Queryable,
  { userId, status, hidden, now }: { userId: string; status: PresenceStatus; hidden: boolean; now: Date },
): Promise<Presence & { readonly isChanged: boolean }> {
  const { rows } = await tx.query<{ last_seen_at: Date | null; is_changed: boolean }>({
    name: 'presence_save',
    text: `UPDATE presence p SET status = $2::presence_status, hidden = $3,
        changed_at = CASE WHEN before.is_changed THEN $4 ELSE p.changed_at END,
        last_seen_at = CASE WHEN p.is_connected AND p.status <> 'OFFLINE' AND $2::presence_status = 'OFFLINE' THEN $4 ELSE p.last_seen_at END
      FROM (SELECT user_id, hidden <> $3 OR (is_connected AND NOT $3 AND status <> $2::presence_status) AS is_changed
        FROM presence WHERE user_id = $1) before
      WHERE p.user_id = before.user_id RETURNING p.last_seen_at, before.is_changed`,
    values: [userId, status, hidden, now],
  })
  const row = rows[0]
  if (row === undefined) throw new Error(`The presence of ${userId} is gone`)
  return { ...shown({ status, hidden, last_seen_at: row.last_seen_at }), isChanged: row.is_changed }
}

/**
 * Brings presence up to date with the live connections, under the locks of the users.
 * @returns the users of whom others see another presence now
 */
export async function followConnections(
  tx: Queryable,
  userIds: readonly string[],
  now: Date,
): Promise<readonly string[]> {
  const { rows } = await tx.query<{ user_id: string; is_seen: boolean }>({
    name: 'presence_follow',
    text: `UPDATE presence p SET is_connected = c.is_connected,
        changed_at = CASE WHEN p.hidden OR p.status = 'OFFLINE' THEN p.changed_at ELSE $2 END,
        disconnected_at = CASE WHEN c.is_connected THEN NULL ELSE $2 END,
        last_seen_at = CASE WHEN c.is_connected OR p.status = 'OFFLINE' THEN p.last_seen_at ELSE $2 END
      FROM (SELECT id, EXISTS (SELECT FROM live_connection l WHERE l.user_id = id) AS is_connected
        FROM unnest($1::uuid[]) AS given (id)) c
      WHERE p.user_id = c.id AND p.is_connected <> c.is_connected
      RETURNING p.user_id, NOT p.hidden AND p.status <> 'OFFLINE' AS is_seen`,
    values: [userIds, now],
  })
  return rows.filter(row => row.is_seen).map(row => row.user_id)
}

/** The friends of each user who are connected themselves: those to whom a change is told. */
export async function findConnectedFriends(
  db: Queryable,
  userIds: readonly string[],
): Promise<readonly { readonly userId: string; readonly friendId: string }[]> {
  if (userIds.length === 0) return []
  const { rows } = await db.query<{ user_id: string; friend_id: string }>({
    name: 'presence_friends',
    text: `SELECT id AS user_id, f.user_id AS friend_id FROM unnest($1::uuid[]) AS changed (id), LATERAL (
        SELECT high_id AS other_id FROM relationship WHERE low_id = id AND friends_since IS NOT NULL
        UNION ALL SELECT low_id FROM relationship WHERE high_id = id AND friends_since IS NOT NULL
      ) friend JOIN presence f ON f.user_id = friend.other_id AND f.is_connected`,
    values: [userIds],
  })
  return rows.map(row => ({ userId: row.user_id, friendId: row.friend_id }))
}

/** Friends of a user whose presence has changed since a moment. */
export async function findChangedFriends(
  db: Queryable,
  asked: readonly { readonly userId: string; readonly since: Date }[],
): Promise<ReadonlyMap<string, readonly { readonly friendId: string; readonly changedAt: Date }[]>> {
  const { rows } = await db.query<{ user_id: string; friend_id: string; changed_at: Date }>({
    name: 'presence_changed_friends',
    text: `SELECT asked.id AS user_id, f.user_id AS friend_id, f.changed_at
      FROM unnest($1::uuid[], $2::timestamptz[]) AS asked (id, since), LATERAL (
        SELECT high_id AS other_id FROM relationship WHERE low_id = asked.id AND friends_since IS NOT NULL
        UNION ALL SELECT low_id FROM relationship WHERE high_id = asked.id AND friends_since IS NOT NULL
      ) friend JOIN presence f ON f.user_id = friend.other_id WHERE f.changed_at >= asked.since ORDER BY f.changed_at`,
    values: [asked.map(({ userId }) => userId), asked.map(({ since }) => since)],
  })
  const changed = new Map<string, { friendId: string; changedAt: Date }[]>()
  for (const { user_id: userId, friend_id: friendId, changed_at: changedAt } of rows) {
    const of = changed.get(userId) ?? []
    changed.set(userId, of)
    of.push({ friendId, changedAt })
  }
  return changed
}

export async function deletePresence(tx: Queryable, userId: string): Promise<void> {
  await tx.query({ text: 'DELETE FROM live_connection WHERE user_id = $1', values: [userId] })
  await tx.query({ text: 'DELETE FROM presence WHERE user_id = $1', values: [userId] })
}
