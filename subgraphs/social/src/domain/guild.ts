import type { GuildRole } from './guild-role.js'

/** In gold. */
export const FOUNDING_PRICE = 10_000
export const MEMBERS_MAX = 50
export const MOVEMENT_AMOUNT_MAX = 1_000_000_000
/** Of a user, to different guilds, that wait for an answer. */
export const APPLICATIONS_MAX = 20
export const APPLICATION_MESSAGE_MAX = 200
/** The time of a founding or a deposit after which the recovery job looks after it. */
export const RECOVER_AFTER_MS = 10_000

export interface Guild {
  readonly id: string
  readonly name: string
  readonly tag: string
  readonly description: string
  readonly open: boolean
  readonly memberCount: number
  readonly memberLimit: number
  readonly createdAt: Date
}

export interface GuildMember {
  readonly guildId: string
  readonly userId: string
  readonly role: GuildRole
  readonly joinedAt: Date
}

/** A member, and all the gold that the member has deposited. */
export interface GuildMembership extends GuildMember {
  readonly contributed: number
}

export interface GuildApplication {
  readonly id: string
  readonly guildId: string
  readonly userId: string
  readonly message: string
  readonly sentAt: Date
}

export type GuildLogKind =
  | 'FOUNDED'
  | 'JOINED'
  | 'LEFT'
  | 'KICKED'
  | 'ROLE_CHANGED'
  | 'DEPOSITED'
  | 'WITHDREW'
  | 'SETTINGS_CHANGED'

export interface GuildLogEntry {
  readonly id: string
  readonly kind: GuildLogKind
  readonly actorId: string
  readonly subjectId: string | null
  readonly amount: number | null
  readonly role: GuildRole | null
  readonly at: Date
}

/** The order to found a guild: its price is set aside in users under the same id. */
export interface Founding {
  readonly guild: Guild
  readonly status: 'FOUNDING' | 'ACTIVE' | 'REFUSED' | 'RELEASING' | 'RELEASED' | 'DISSOLVED'
  readonly founderId: string
  /** The balance of the wallet, where it was too little. */
  readonly available: number | null
}

/** Gold between a wallet and a treasury. */
export interface TreasuryMovement {
  readonly id: string
  readonly guildId: string
  readonly userId: string
  readonly kind: 'DEPOSIT' | 'WITHDRAWAL' | 'SHARE'
  readonly status: 'RESERVING' | 'DONE' | 'REFUSED' | 'RELEASING' | 'RELEASED'
  readonly amount: number
  readonly available: number | null
}
