import type { Queryable } from '@waystone/kit/postgres'
import type { PartyInvitation } from '../domain/party.js'

const COLUMNS = 'id, party_id, from_id, to_id, expires_at'

/** Also those that have expired. */
export async function findInvitations(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PartyInvitation>> {
  const { rows } = await db.query<InvitationRow>({
    name: 'party_invitations',
    text: `SELECT ${COLUMNS} FROM party_invitation WHERE id = ANY($1::uuid[])`,
    values: [ids],
  })
  return new Map(rows.map(row => [row.id, invitationOf(row)]))
}

/** Of one user's list. */
const RECEIVED_MAX = 50

/** Those that can be accepted, the latest first; those of senders whom the user has blocked are not seen. */
export async function findReceivedInvitations(
  db: Queryable,
  userIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, readonly PartyInvitation[]>> {
  const { rows } = await db.query<InvitationRow>({
    name: 'party_invitations_received',
    text: `SELECT ${COLUMNS} FROM (
        SELECT i.*, row_number() OVER (PARTITION BY to_id ORDER BY sent_at DESC, id) AS place FROM party_invitation i
        WHERE to_id = ANY($1::uuid[]) AND expires_at > $2
          AND NOT EXISTS (SELECT FROM relationship r WHERE r.low_id = least(from_id, to_id) AND r.high_id = greatest(from_id, to_id)
            AND CASE WHEN r.low_id = to_id THEN r.low_blocked_at ELSE r.high_blocked_at END IS NOT NULL)
      ) received WHERE place <= $3 ORDER BY to_id, place`,
    values: [userIds, now, RECEIVED_MAX],
  })
  const received = new Map<string, PartyInvitation[]>()
  for (const invitation of rows.map(invitationOf)) {
    const of = received.get(invitation.toId) ?? []
    received.set(invitation.toId, of)
    of.push(invitation)
  }
  return received
}

/** Under the lock of the party. A user has one invitation to a party: another renews it. */
export async function saveInvitation(tx: Queryable, invitation: PartyInvitation & { sentAt: Date }): Promise<string> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'party_invite',
    text: `INSERT INTO party_invitation (${COLUMNS}, sent_at) VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (party_id, to_id) DO UPDATE SET from_id = $3, expires_at = $5, sent_at = $6 RETURNING id`,
    values: [
      invitation.id,
      invitation.partyId,
      invitation.fromId,
      invitation.toId,
      invitation.expiresAt,
      invitation.sentAt,
    ],
  })
  return rows[0]?.id ?? invitation.id
}

export async function deleteInvitation(tx: Queryable, id: string): Promise<void> {
  await tx.query({ name: 'party_invitation_delete', text: 'DELETE FROM party_invitation WHERE id = $1', values: [id] })
}

/** @returns the parties that they were to */
export async function deleteInvitationsBetween(
  tx: Queryable,
  { fromId, toId }: { fromId: string; toId: string },
): Promise<readonly string[]> {
  const { rows } = await tx.query<{ party_id: string }>({
    name: 'party_invitations_between',
    text: 'DELETE FROM party_invitation WHERE to_id = $2 AND from_id = $1 RETURNING party_id',
    values: [fromId, toId],
  })
  return rows.map(row => row.party_id)
}

export async function deleteInvitationsOf(tx: Queryable, userId: string): Promise<void> {
  await tx.query({ text: 'DELETE FROM party_invitation WHERE to_id = $1 OR from_id = $1', values: [userId] })
}

/** @returns the parties that they were to */
export async function deleteExpiredInvitations(db: Queryable, now: Date, limit: number): Promise<readonly string[]> {
  const { rows } = await db.query<{ party_id: string }>({
    name: 'party_invitations_expired',
    text: `DELETE FROM party_invitation WHERE id = ANY (ARRAY(
        SELECT id FROM party_invitation WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED))
      RETURNING party_id`,
    values: [now, limit],
  })
  return rows.map(row => row.party_id)
}

interface InvitationRow {
  readonly id: string
  readonly party_id: string
  readonly from_id: string
  readonly to_id: string
  readonly expires_at: Date
}

const invitationOf = (row: InvitationRow): PartyInvitation => ({
  id: row.id,
  partyId: row.party_id,
  fromId: row.from_id,
  toId: row.to_id,
  expiresAt: row.expires_at,
})
