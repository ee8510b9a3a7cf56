/** An account of the application that owns sign-up, as its table has it now. */
export interface ExternalUser {
  readonly externalId: string
  readonly name: string
  readonly email: string
  readonly username: string | null
  readonly displayUsername: string | null
  readonly role: string | null
  readonly banned: boolean
  readonly banExpires: Date | null
  readonly createdAt: Date
  /** Of all of the above: it differs when anything does. */
  readonly digest: string
}

/** A session of that application. Its token is read nowhere. */
export interface ExternalSession {
  readonly externalId: string
  readonly externalUserId: string
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly expiresAt: Date
  readonly ipAddress: string | null
  readonly userAgent: string | null
}

/** A session that is in use here, with what was last known of it and its account. */
export interface WatchedSession {
  readonly externalId: string
  readonly externalUserId: string
  readonly digest: string
}

/** The differences from what was known. */
export interface ExternalChange {
  readonly externalId: string
  readonly externalUserId: string
  /** Null when the session is not there any more. */
  readonly sessionExpiresAt: Date | null
  /** Null when the account is not there any more. */
  readonly user: ExternalUser | null
}

/** A session is watched for so long after a process has asked for it; those that use it ask again every few minutes. */
export const WATCHED_MS = 20 * 60 * 1000
