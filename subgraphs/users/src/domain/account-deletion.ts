/** An account that its user wants deleted. */
export interface AccountDeletion {
  readonly requestedAt: Date
  readonly dueAt: Date
}

const DAY_SECONDS = 86_400
/** Two weeks: long enough for second thoughts and for a victim of a stolen session to come back. */
export const DELETION_DELAY_SECONDS = 14 * DAY_SECONDS
/** The law (GDPR, article 12) gives a month to answer a request for erasure. */
export const DELETION_DELAY_MAX_SECONDS = 30 * DAY_SECONDS

/** The age up to which a session proves the user's identity without the password. */
export const FRESH_SESSION_MS = 10 * 60_000

export const isFresh = (session: { readonly createdAt: Date }, now: Date): boolean =>
  now.getTime() - session.createdAt.getTime() <= FRESH_SESSION_MS

/** The name that replaces every name of a deleted account. */
export const DELETED_NAME = 'Deleted player'

/**
 * No address: `.invalid` is reserved for what never resolves (RFC 2606).
 * @param unique random: a member of another application may have chosen one that follows from a known id
 */
export const addressOfDeleted = (unique: string): string => `${unique}@deleted.invalid`
