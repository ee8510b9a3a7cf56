import { tellAfterCommit } from '@waystone/kit/live'
import type { Queryable } from '@waystone/kit/postgres'
import type { Party, PartyInvitation, PartyMember } from '../domain/party.js'
import { channelAccessTopic } from './message.js'

/** With the invitations that can be accepted at this moment. */
export async function findParties(
  db: Queryable,
  partyIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Party>> {
  const { rows } = await db.query<PartyRow>({
    name: 'parties',
    text: `SELECT p.id, p.number, p.leader_id, p.created_at,
        (SELECT json_agg(json_build_object('userId', m.user_id, 'seat', m.seat, 'characterId', m.character_id, 'joinedAt', m.joined_at)
          ORDER BY m.joined_at, m.seat) FROM party_member m WHERE m.party_id = p.id) AS members,
        (SELECT json_agg(json_build_object('id', i.id, 'fromId', i.from_id, 'toId', i.to_id, 'expiresAt', i.expires_at)
          ORDER BY i.sent_at, i.id) FROM party_invitation i WHERE i.party_id = p.id AND i.expires_at > $2) AS invitations
      FROM party p WHERE p.id = ANY($1::uuid[])`,
    values: [partyIds, now],
  })
  return new Map(rows.map(row => [row.id, partyOf(row)]))
}

/** The ids of the parties that users are in. */
export async function findMemberships(db: Queryable, userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ user_id: string; party_id: string }>({
    name: 'party_memberships',
    text: 'SELECT user_id, party_id FROM party_member WHERE user_id = ANY($1::uuid[])',
    values: [userIds],
  })
  return new Map(rows.map(row => [row.user_id, row.party_id]))
}

/** Locks a party until the transaction ends: each change of it takes this lock. False when it is gone. */
export async function lockParty(tx: Queryable, partyId: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'party_lock',
    text: 'SELECT FROM party WHERE id = $1 FOR UPDATE',
    values: [partyId],
  })
  return rowCount === 1
}

export async function insertParty(
  tx: Queryable,
  { id, leaderId, createdAt }: Pick<Party, 'id' | 'leaderId' | 'createdAt'>,
): Promise<void> {
  await tx.query({
    name: 'party_insert',
    text: 'INSERT INTO party (id, leader_id, created_at) VALUES ($1, $2, $3)',
    values: [id, leaderId, createdAt],
  })
}

/** @returns false when the user is in a party already: the key of the table lets a user be in one */
export async function insertMember(
  tx: Queryable,
  { partyId, userId, seat, joinedAt }: Omit<PartyMember, 'characterId'> & { partyId: string },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'party_join',
    text: `INSERT INTO party_member (user_id, party_id, seat, joined_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (user_id) DO NOTHING`,
    values: [userId, partyId, seat, joinedAt],
  })
  return rowCount === 1
}

/** False when the user is not in this party. */
export async function deleteMember(
  tx: Queryable,
  { partyId, userId }: { partyId: string; userId: string },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'party_leave',
    text: 'DELETE FROM party_member WHERE user_id = $1 AND party_id = $2',
    values: [userId, partyId],
  })
  tellAfterCommit(tx, channelAccessTopic(partyId))
  return rowCount === 1
}

export async function saveLeader(
  tx: Queryable,
  { partyId, leaderId }: { partyId: string; leaderId: string },
): Promise<void> {
  await tx.query({
    name: 'party_lead',
    text: 'UPDATE party SET leader_id = $2 WHERE id = $1',
    values: [partyId, leaderId],
  })
}

export async function saveCharacter(
  tx: Queryable,
  { userId, characterId }: { userId: string; characterId: string },
): Promise<void> {
  await tx.query({
    name: 'party_character',
    text: 'UPDATE party_member SET character_id = $2 WHERE user_id = $1',
    values: [userId, characterId],
  })
}

export async function deleteParty(tx: Queryable, partyId: string): Promise<void> {
  await tx.query({ name: 'party_delete', text: 'DELETE FROM party WHERE id = $1', values: [partyId] })
}

/** So many numbers that are higher than all before them. */
export async function takeVersions(tx: Queryable, count: number): Promise<readonly number[]> {
  const { rows } = await tx.query<{ version: string }>({
    name: 'party_versions',
    text: `SELECT nextval('party_version') AS version FROM generate_series(1, $1)`,
    values: [count],
  })
  return rows.map(row => Number(row.version))
}

/**
 * Members whose last live connection ended before a moment, as did their joining.
 * @param options.userId the one user who is asked about; null for all
 */
export async function findAwayMembers(
  db: Queryable,
  { before, limit, userId = null }: { before: Date; limit: number; userId?: string | null },
): Promise<readonly string[]> {
  const { rows } = await db.query<{ user_id: string }>({
    name: 'party_away',
    text: `SELECT m.user_id FROM party_member m JOIN presence p USING (user_id)
      WHERE NOT p.is_connected AND p.disconnected_at < $1 AND m.joined_at < $1
        AND ($3::uuid IS NULL OR m.user_id = $3) LIMIT $2`,
    values: [before, limit, userId],
  })
  return rows.map(row => row.user_id)
}

interface PartyRow {
  readonly id: string
  readonly number: number
  readonly leader_id: string
  readonly created_at: Date
  readonly members: readonly { userId: string; seat: number; characterId: string | null; joinedAt: string }[] | null
  readonly invitations: readonly (Omit<PartyInvitation, 'partyId' | 'expiresAt'> & { expiresAt: string })[] | null
}

const partyOf = (row: PartyRow): Party => ({
  id: row.id,
  number: row.number,
  leaderId: row.leader_id,
  createdAt: row.created_at,
  members: (row.members ?? []).map(member => ({ ...member, joinedAt: new Date(member.joinedAt) })),
  invitations: (row.invitations ?? []).map(invitation => ({
    ...invitation,
    partyId: row.id,
    expiresAt: new Date(invitation.expiresAt),
  })),
})
