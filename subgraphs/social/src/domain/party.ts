export const PARTY_MAX = 6
export const INVITATIONS_MAX = 20
export const INVITATION_MS = 2 * 60 * 1_000
/** A member who has had no live connection for so long leaves. */
export const AWAY_MS = 5 * 60 * 1_000

export interface Party {
  readonly id: string
  /** The party as the world knows it. */
  readonly number: number
  readonly leaderId: string
  readonly createdAt: Date
  /** In the order in which they joined. */
  readonly members: readonly PartyMember[]
  /** Those that can still be accepted, the oldest first. */
  readonly invitations: readonly PartyInvitation[]
}

export interface PartyMember {
  readonly userId: string
  readonly seat: number
  readonly characterId: string | null
  readonly joinedAt: Date
}

export interface PartyInvitation {
  readonly id: string
  readonly partyId: string
  readonly fromId: string
  readonly toId: string
  readonly expiresAt: Date
}

export const isMember = ({ members }: Pick<Party, 'members'>, userId: string): boolean =>
  members.some(member => member.userId === userId)

/** Null when all are taken. */
export function freeSeat({ members }: Pick<Party, 'members'>): number | null {
  const taken = new Set(members.map(({ seat }) => seat))
  for (let seat = 1; seat <= PARTY_MAX; seat++) if (!taken.has(seat)) return seat
  return null
}
