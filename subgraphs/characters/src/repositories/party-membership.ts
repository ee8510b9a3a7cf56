import type { Queryable } from '@waystone/kit/postgres'

/** The party of a user, as social has told it last. */
export interface PartyMembership {
  readonly userId: string
  /** Number of the party; 0 for none. */
  readonly party: number
  /** The character that plays in it; null for each of the user's. */
  readonly characterId: string | null
  readonly version: number
}

/** @returns false when a later one is known */
export async function savePartyMembership(tx: Queryable, membership: PartyMembership): Promise<boolean> {
  const { userId, party, characterId, version } = membership
  const { rowCount } = await tx.query({
    name: 'party-membership-save',
    text: `INSERT INTO party_membership (user_id, party, character_id, version) VALUES ($1, $2, $3, $4)
           ON CONFLICT (user_id) DO UPDATE SET party = $2, character_id = $3, version = $4
           WHERE party_membership.version < $4`,
    values: [userId, party, characterId, version],
  })
  return rowCount === 1
}

/** The numbers of the parties that characters play in; those that play in none are left out. */
export async function findPartyNumbers(
  db: Queryable,
  characterIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ id: string; party: number }>({
    name: 'party-numbers',
    text: `SELECT c.id, m.party FROM characters c JOIN party_membership m USING (user_id)
           WHERE c.id = ANY($1::uuid[]) AND m.party > 0 AND (m.character_id IS NULL OR m.character_id = c.id)`,
    values: [characterIds],
  })
  return new Map(rows.map(row => [row.id, row.party]))
}

export async function deletePartyMembership(tx: Queryable, userId: string): Promise<void> {
  await tx.query({
    name: 'party-membership-delete',
    text: 'DELETE FROM party_membership WHERE user_id = $1',
    values: [userId],
  })
}
