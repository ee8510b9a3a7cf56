/** The readers of a channel: everyone, a guild, a party, two users. */
export type ChannelKind = 'WORLD' | 'GUILD' | 'PARTY' | 'DIRECT'

export interface Channel {
  readonly id: string
  readonly kind: ChannelKind
  readonly name: string
  /** The guild or the party; null for other kinds. */
  readonly ownerId: string | null
  /** The two users of a direct channel, in the order of their ids; null for other kinds. */
  readonly lowUserId: string | null
  readonly highUserId: string | null
  readonly lastNumber: number
  /** Messages below it were deleted because they were old. */
  readonly firstNumber: number
  readonly createdAt: Date
}

/** The other user of a direct channel; null for other kinds, and for a user who is neither. */
export function otherUserOf({ lowUserId, highUserId }: Channel, userId: string): string | null {
  if (userId === lowUserId) return highUserId
  return userId === highUserId ? lowUserId : null
}

const DAY_MS = 24 * 60 * 60 * 1000

/** How long messages are kept. */
export const retentionMs: Readonly<Record<ChannelKind, number>> = {
  WORLD: 7 * DAY_MS,
  PARTY: 7 * DAY_MS,
  GUILD: 90 * DAY_MS,
  DIRECT: 365 * DAY_MS,
}

/** How long a report is kept after it was decided on: until its message is deleted in any kind of channel. */
export const DECIDED_REPORTS_KEPT_MS = Math.max(...Object.values(retentionMs))
