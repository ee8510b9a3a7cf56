/** The purpose of reserved currency: a prefix of the reasons of its transfers. */
export type ReservationPurpose = 'PULL' | 'GUILD_FOUNDING' | 'GUILD_DEPOSIT'

/** A payment in two phases: set aside first, then captured or released. */
export interface ReservedFor {
  /** Of the pull, of the guild that is founded, or of the deposit: the reservation has the same id. */
  readonly id: string
  readonly purpose: ReservationPurpose
  /** The guild that is founded, or that gets the deposit; null for a pull. */
  readonly guildId: string | null
  readonly userId: string
}

export const capturedReason = <Purpose extends ReservationPurpose>(purpose: Purpose) => `${purpose}_CAPTURED` as const
export const releasedReason = <Purpose extends ReservationPurpose>(purpose: Purpose) => `${purpose}_RELEASED` as const
