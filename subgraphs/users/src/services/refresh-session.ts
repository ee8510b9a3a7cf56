import { withTransaction } from '@waystone/kit/postgres'
import { expiryFrom, shownUserAgent, type Client } from '../domain/session.js'
import { isBanned, scopesOf } from '../domain/user.js'
import { sessionExpired } from '../errors.js'
import { hashSecret } from '../identity/secrets.js'
import { findSessionOfToken, replaceRefreshToken } from '../repositories/refresh-token.js'
import { endSessions, extendSession } from '../repositories/session.js'
import { addRefreshToken, issueTokens } from './begin-session.js'
import { spreadRevocations } from './end-sessions.js'
import { lockAccount } from './ensure-account.js'
import type { Needs } from './needs.js'

const TOKEN_LENGTH_MAX = 256

/**
 * Trades a refresh token for new tokens and extends the session. A token that was used before is in two hands, and nobody
 * can tell whose: the session ends for both.
 */
export async function refreshSession(needs: Needs, request: { refreshToken: string; client: Client }) {
  const { refreshToken, client } = request
  if (refreshToken.length > TOKEN_LENGTH_MAX) return sessionExpired()
  const tokenHash = hashSecret(refreshToken)
  const at = needs.clock.now()
  const outcome = await withTransaction(needs.pool, async tx => {
    const owner = await findSessionOfToken(tx, tokenHash)
    if (owner === null) return { ended: [] }
    // User, session, token: the order in which a ban and a sign-out lock them, too.
    const standing = await lockAccount(needs, tx, owner.userId)
    const session = await extendSession(tx, owner.sessionId, {
      at,
      expiresAt: expiryFrom(at),
      userAgent: shownUserAgent(client),
      ipAddress: client.remoteAddress,
    })
    const isCurrent = await replaceRefreshToken(tx, tokenHash, at)
    if (session === null || !isCurrent || standing === null || isBanned(standing, at)) {
      return { ended: await endSessions(tx, { sessionId: owner.sessionId, userId: null }, at) }
    }
    const begun = { session, refreshToken: await addRefreshToken(needs, tx, { sessionId: session.id, at }) }
    return { begun, scopes: scopesOf(standing.role) }
  })
  if ('ended' in outcome) {
    await spreadRevocations(needs, outcome.ended, at)
    return sessionExpired()
  }
  await needs.cache.invalidate('session', [outcome.begun.session.id])
  return await issueTokens(needs, outcome.begun, outcome.scopes)
}
