import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import {
  expiryFrom,
  isRepeatedRefresh,
  REPLACED_TOKENS_KEPT_MS,
  shownUserAgent,
  type Client,
  type Session,
} from '../domain/session.js'
import { isBanned } from '../domain/user.js'
import { sessionExpired } from '../errors.js'
import { hashSecret, openWith, sealWith } from '../identity/secrets.js'
import { findSessionOfToken, insertRefreshToken, replaceRefreshToken } from '../repositories/refresh-token.js'
import { endSessions, extendSession, lockSession } from '../repositories/session.js'
import { issueTokens, type BegunSession } from './begin-session.js'
import { spreadRevocations } from './end-sessions.js'
import { lockAccount } from './ensure-account.js'
import { grantedScopes } from './granted-scopes.js'
import type { Needs } from './needs.js'
import { tellSecurity } from './tell-security.js'

const TOKEN_LENGTH_MAX = 256

/**
 * Trades a refresh token for new tokens and extends the session. The client that did so is answered the same
 * once more for ten seconds, unless the new token has been used. Any other reuse means that the token is in
 * two hands, and it cannot be told whose: the session ends for both.
 */
export async function refreshSession(needs: Needs, request: { refreshToken: string; client: Client }) {
  const { refreshToken, client } = request
  if (refreshToken.length > TOKEN_LENGTH_MAX) return sessionExpired()
  const at = needs.clock.now()
  const outcome = await withTransaction(needs.pool, async tx => {
    const owner = await findSessionOfToken(tx, hashSecret(refreshToken))
    if (owner === null) return { ended: [] }
    // User, session, token: the order in which a ban and a sign-out lock them, too.
    const standing = await lockAccount(needs, tx, owner.userId)
    const session = await lockSession(tx, owner.sessionId, at)
    if (session !== null && standing !== null && !isBanned(standing, at)) {
      const begun = await replaceToken(needs, tx, { session, refreshToken, client, at })
      if (begun !== null) return { begun, scopes: grantedScopes(needs, standing) }
    }
    const { userId, sessionId } = owner
    const ended = await endSessions(tx, { sessionId, userId: null }, at)
    // A session that has expired, or whose user is banned, has no token that could have been copied in time.
    const isCopied = session !== null && standing !== null && !isBanned(standing, at) && ended.length > 0
    if (isCopied) await tellSecurity(tx, { userId, change: 'session_copied', sessionId, at })
    return { ended }
  })
  if ('ended' in outcome) {
    await spreadRevocations(needs, outcome.ended, at)
    return sessionExpired()
  }
  await needs.cache.invalidate('session', [outcome.begun.session.id])
  return await issueTokens(needs, outcome.begun, outcome.scopes)
}

/**
 * The session with its next refresh token: a new one, or for a repeated refresh the one that the first made.
 * Null for a reuse.
 */
async function replaceToken(
  needs: Needs,
  tx: Queryable,
  refresh: { session: Session; refreshToken: string; client: Client; at: Date },
): Promise<BegunSession | null> {
  const { session, refreshToken, client, at } = refresh
  const next = needs.newSecret()
  const successor = sealWith(refreshToken, next)
  const keptSince = new Date(at.getTime() - REPLACED_TOKENS_KEPT_MS)
  const replaced = await replaceRefreshToken(tx, { tokenHash: hashSecret(refreshToken), successor, at, keptSince })
  if (replaced !== null) {
    if (replaced.successor === null) return null
    if (!isRepeatedRefresh(session, { client, replacedAt: replaced.at, now: at })) return null
    return { session, refreshToken: openWith(refreshToken, replaced.successor), at: replaced.at }
  }
  const extended = await extendSession(tx, session.id, {
    at,
    expiresAt: expiryFrom(at),
    userAgent: shownUserAgent(client),
    ipAddress: client.remoteAddress,
  })
  if (extended === null) return null
  await insertRefreshToken(tx, { tokenHash: hashSecret(next), sessionId: session.id, at })
  return { session: extended, refreshToken: next, at }
}
