import { tellAfterCommit, type LiveTopic } from '@waystone/kit/live'
import type { Queryable } from '@waystone/kit/postgres'
import type { Ticket } from '../domain/matches/match.js'

const COLUMNS = 'id, user_id AS "userId", rating, waiting_since AS "waitingSince", expires_at AS "expiresAt"'

/** Rings when a user waits for an opponent, and when a match is made: there is work for the job, or will be. */
export const matchWorkTopic: LiveTopic = { topic: 'match-work', key: 'all' }

/** Keeps a user's place until the ticket expires: the same place as before, unless that has been lost. */
export async function keepTicket(tx: Queryable, ticket: Ticket): Promise<Ticket> {
  const { rows } = await tx.query<Ticket>({
    name: 'match-ticket-keep',
    text: `INSERT INTO match_ticket AS known (id, user_id, rating, waiting_since, expires_at) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (user_id) DO UPDATE SET rating = excluded.rating, expires_at = greatest(known.expires_at, excluded.expires_at),
             id = CASE WHEN known.expires_at > excluded.waiting_since THEN known.id ELSE excluded.id END,
             waiting_since = CASE WHEN known.expires_at > excluded.waiting_since THEN known.waiting_since ELSE excluded.waiting_since END
           RETURNING ${COLUMNS}`,
    values: [ticket.id, ticket.userId, ticket.rating, ticket.waitingSince, ticket.expiresAt],
  })
  const [kept] = rows
  if (kept === undefined) throw new Error('Expected the ticket that was kept')
  tellAfterCommit(tx, matchWorkTopic)
  return kept
}

/**
 * Takes deleted accounts out of the queue. The caller holds their player rows, which a pairing locks after the tickets:
 * a ticket that is being paired is not waited for. If it stays, `lockWaiting` leaves it out until it expires.
 */
export async function deleteTicketsOf(tx: Queryable, userIds: readonly string[]): Promise<void> {
  await tx.query({
    name: 'match-tickets-of-users-delete',
    text: `DELETE FROM match_ticket WHERE id = ANY (ARRAY(
             SELECT id FROM match_ticket WHERE user_id = ANY($1::uuid[]) FOR UPDATE SKIP LOCKED))`,
    values: [userIds],
  })
}

/** @returns whether there was one */
export async function deleteTicket(tx: Queryable, of: { userId: string; now: Date }): Promise<boolean> {
  const { rows } = await tx.query<{ alive: boolean }>({
    name: 'match-ticket-delete',
    text: 'DELETE FROM match_ticket WHERE user_id = $1 RETURNING expires_at > $2 AS alive',
    values: [of.userId, of.now],
  })
  return rows[0]?.alive ?? false
}

export async function findTickets(from: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Ticket>> {
  const { rows } = await from.query<Ticket>({
    name: 'match-tickets-by-ids',
    text: `SELECT ${COLUMNS} FROM match_ticket WHERE id = ANY($1::uuid[])`,
    values: [ids],
  })
  return new Map(rows.map(row => [row.id, row]))
}

/**
 * Lets one process pair at a time, until the transaction ends: two would each see a half of those who wait.
 */
export async function lockQueue(tx: Queryable): Promise<void> {
  await tx.query({
    name: 'match-queue-lock',
    text: `SELECT pg_advisory_xact_lock(hashtextextended('waystone matchmaking', 0))`,
  })
}

/**
 * Locks those who have waited longest, with their ratings of now. A place that is being left at this moment
 * is left out, and so is that of a user who is in a match, or whose account is deleted.
 */
export async function lockWaiting(
  tx: Queryable,
  { now, limit, ratingOfNew }: { now: Date; limit: number; ratingOfNew: number },
): Promise<readonly Ticket[]> {
  const { rows } = await tx.query<Ticket>({
    name: 'match-tickets-lock',
    text: `SELECT ticket.id, ticket.user_id AS "userId", coalesce(known.rating, $3) AS rating, ticket.waiting_since AS "waitingSince",
             ticket.expires_at AS "expiresAt"
           FROM match_ticket AS ticket LEFT JOIN match_rating AS known USING (user_id)
           WHERE ticket.expires_at > $1 AND NOT EXISTS (SELECT FROM match_player WHERE match_player.user_id = ticket.user_id AND is_active)
             AND NOT EXISTS (SELECT FROM player WHERE player.user_id = ticket.user_id AND erased_at IS NOT NULL)
           ORDER BY ticket.waiting_since LIMIT $2 FOR UPDATE OF ticket SKIP LOCKED`,
    values: [now, limit, ratingOfNew],
  })
  return rows
}

export async function deleteTickets(tx: Queryable, ids: readonly string[]): Promise<void> {
  await tx.query({
    name: 'match-tickets-delete',
    text: 'DELETE FROM match_ticket WHERE id = ANY($1::uuid[])',
    values: [ids],
  })
}

/** The work of the job at a moment, by one statement. */
export async function findMatchWork(
  from: Queryable,
  now: Date,
): Promise<{ starts: boolean; ends: boolean; pairs: boolean; expires: boolean }> {
  const { rows } = await from.query<{ starts: boolean; ends: boolean; pairs: boolean; expires: boolean }>({
    name: 'match-work',
    text: `SELECT
             EXISTS (SELECT FROM match WHERE finished_at IS NULL AND status = 'WAITING' AND started_at <= $1) AS starts,
             EXISTS (SELECT FROM match WHERE finished_at IS NULL AND ends_at <= $1) AS ends,
             (SELECT count(*) FROM (SELECT FROM match_ticket WHERE expires_at > $1 LIMIT 2) AS two) = 2 AS pairs,
             EXISTS (SELECT FROM match_ticket WHERE expires_at <= $1) AS expires`,
    values: [now],
  })
  return rows[0] ?? { starts: false, ends: false, pairs: false, expires: false }
}

/** While two wait, their windows grow: they are looked at this often. */
const WIDENING_MS = 1_000

/** When the job has work next, as far as it is known; null for not before a ticket or a match is made. */
export async function findNextMatchWork(from: Queryable, now: Date): Promise<Date | null> {
  const { rows } = await from.query<{ nextAt: Date | null }>({
    name: 'match-work-next',
    text: `SELECT least(
             (SELECT min(CASE status WHEN 'WAITING' THEN started_at ELSE ends_at END) FROM match WHERE finished_at IS NULL),
             (SELECT $2::timestamptz FROM (SELECT FROM match_ticket WHERE expires_at > $1 LIMIT 2) AS two HAVING count(*) = 2)) AS "nextAt"`,
    values: [now, new Date(now.getTime() + WIDENING_MS)],
  })
  return rows[0]?.nextAt ?? null
}

export async function deleteExpiredTickets(tx: Queryable, now: Date): Promise<void> {
  await tx.query({
    name: 'match-tickets-expire',
    text: 'DELETE FROM match_ticket WHERE expires_at <= $1',
    values: [now],
  })
}
