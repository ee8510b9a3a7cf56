export const guildRoles = ['LEADER', 'OFFICER', 'MEMBER'] as const
export type GuildRole = (typeof guildRoles)[number]

/** Rights of members, beyond belonging to the guild. */
export const guildRights = [
  'UPDATE',
  'ANSWER_APPLICATIONS',
  'KICK',
  'SET_ROLE',
  'DISSOLVE',
  'DEPOSIT',
  'WITHDRAW',
] as const
export type GuildRight = (typeof guildRights)[number]

interface Rank {
  /** A member is kicked by members of a lower number only. */
  readonly rank: number
  readonly rights: ReadonlySet<GuildRight>
  /** Gold that one member may withdraw in one UTC day. */
  readonly dailyWithdrawalLimit: number
}

/** The one table of what each role may do. */
const ranks: Readonly<Record<GuildRole, Rank>> = {
  LEADER: { rank: 0, rights: new Set(guildRights), dailyWithdrawalLimit: 1_000_000 },
  OFFICER: {
    rank: 1,
    rights: new Set(['UPDATE', 'ANSWER_APPLICATIONS', 'KICK', 'DEPOSIT', 'WITHDRAW']),
    dailyWithdrawalLimit: 10_000,
  },
  MEMBER: { rank: 2, rights: new Set(['DEPOSIT']), dailyWithdrawalLimit: 0 },
}

/** Null is the role of a user who does not belong to the guild. */
export const hasRight = (role: GuildRole | null, right: GuildRight): boolean =>
  role !== null && ranks[role].rights.has(right)

export const outranks = (one: GuildRole, other: GuildRole): boolean => ranks[one].rank < ranks[other].rank

export const withdrawalLimitOf = (role: GuildRole | null): number =>
  role === null ? 0 : ranks[role].dailyWithdrawalLimit
