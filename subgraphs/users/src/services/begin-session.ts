import { randomUUID } from 'node:crypto'
import type { Queryable } from '@waystone/kit/postgres'
import type { AccountDeletion } from '../domain/account-deletion.js'
import { expiryFrom, shownUserAgent, type Client, type Session } from '../domain/session.js'
import { hashSecret } from '../identity/secrets.js'
import { insertRefreshToken } from '../repositories/refresh-token.js'
import { endOldestSessions, insertSession } from '../repositories/session.js'
import type { Needs } from './needs.js'

/** A session with the refresh token that is told once and kept nowhere. */
export interface BegunSession {
  readonly session: Session
  readonly refreshToken: string
  /** When the refresh token was made; the access token counts from there. */
  readonly at: Date
  /** The deletion of the account that the session's beginning has canceled. */
  readonly canceledDeletion?: AccountDeletion | null
}

/** Begins a session, or takes over the one that better-auth began with `sessionToken`. */
export async function beginSession(
  needs: Needs,
  tx: Queryable,
  begin: { userId: string; client: Client; sessionToken?: string },
): Promise<BegunSession> {
  const { userId, client, sessionToken = needs.newSecret() } = begin
  const at = needs.clock.now()
  const { session, canceledDeletion } = await insertSession(tx, {
    id: randomUUID(),
    userId,
    token: sessionToken,
    at,
    expiresAt: expiryFrom(at),
    userAgent: shownUserAgent(client),
    ipAddress: client.remoteAddress,
  })
  const refreshToken = needs.newSecret()
  await insertRefreshToken(tx, { tokenHash: hashSecret(refreshToken), sessionId: session.id, at })
  return { session, refreshToken, at, canceledDeletion }
}

/**
 * Ends the oldest sessions of a user who, with the one that has begun, has more than the setting allows. The
 * caller has locked the user.
 * @returns their ids, to be spread as revocations after the commit
 */
export const limitSessions = ({ settings }: Needs, tx: Queryable, { session, at }: BegunSession): Promise<string[]> =>
  endOldestSessions(tx, session.userId, { begun: session.id, keep: settings.sessionsPerUserMax, at })

/** Issues a session's tokens; called after the commit, since signing takes a connection of its own. */
export async function issueTokens({ identity, settings }: Needs, begun: BegunSession, scopes: readonly string[]) {
  const { session, refreshToken, at, canceledDeletion = null } = begun
  // A JWT counts in whole seconds: the answer must not name a later moment than the token does.
  const issuedAtMs = Math.floor(at.getTime() / 1000) * 1000
  const issuedAt = new Date(issuedAtMs)
  const accessTokenExpiresAt = new Date(issuedAtMs + settings.accessTokenLifetimeMs)
  const accessToken = await identity.signAccessToken({
    userId: session.userId,
    sessionId: session.id,
    scopes,
    issuedAt,
    expiresAt: accessTokenExpiresAt,
  })
  return { session, accessToken, accessTokenExpiresAt, refreshToken, canceledDeletion }
}

export type IssuedTokens = Awaited<ReturnType<typeof issueTokens>>
