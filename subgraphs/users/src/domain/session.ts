const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** How long a session lasts from its last refresh. */
export const SESSION_LIFETIME_MS = 30 * DAY_MS
/** The lifetime of access tokens, unless a setting shortens it. */
export const ACCESS_TOKEN_LIFETIME_MAX_MS = 15 * MINUTE_MS
/** The last access token of a revoked session has expired after this, with a minute for clocks that differ. */
export const REVOCATION_KEPT_MS = ACCESS_TOKEN_LIFETIME_MAX_MS + MINUTE_MS

/**
 * How long a replaced refresh token is known, whose reuse gives a thief away. A session may be refreshed for years, and
 * has a row for each time.
 */
export const REPLACED_TOKENS_KEPT_MS = 180 * DAY_MS

/** A session as loaders and caches keep it. */
export interface Session {
  readonly id: string
  readonly userId: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly lastSeenAt: Date
  readonly userAgent: string | null
  readonly ipAddress: string | null
}

const USER_AGENT_LENGTH_MAX = 512

/** The client that begins or refreshes a session. */
export interface Client {
  readonly remoteAddress: string
  readonly userAgent: string | null
}

/** As much of a User-Agent header as is kept. */
export const shownUserAgent = (client: Client): string | null =>
  client.userAgent?.slice(0, USER_AGENT_LENGTH_MAX) ?? null

export const expiryFrom = (now: Date): Date => new Date(now.getTime() + SESSION_LIFETIME_MS)

/** How long the answer to a refresh is repeated to the client that asked for it. */
export const REFRESH_REPEATED_MS = 10_000

/**
 * Returns whether a refresh token that was used at `replacedAt` is repeated by the same client: a retry after
 * a lost answer, or a second tab that had read the token before. Later, or from another client, the token
 * counts as stolen.
 */
export const isRepeatedRefresh = (
  session: Pick<Session, 'userAgent' | 'ipAddress'>,
  request: { client: Client; replacedAt: Date; now: Date },
): boolean =>
  session.ipAddress === request.client.remoteAddress &&
  session.userAgent === shownUserAgent(request.client) &&
  request.now.getTime() - request.replacedAt.getTime() <= REFRESH_REPEATED_MS
