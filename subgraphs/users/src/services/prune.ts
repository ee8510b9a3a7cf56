import { REVOCATION_KEPT_MS } from '../domain/session.js'
import { deleteExpiredTokens } from '../repositories/account-token.js'
import { deleteForgettableAttempts } from '../repositories/attempt.js'
import { deleteExpiredExternalSessions } from '../repositories/external-session.js'
import { deleteNotices } from '../repositories/payment.js'
import { deleteNetworksSeenBefore } from '../repositories/known-network.js'
import { deleteRevocations } from '../repositories/revocation.js'
import { deleteSigningKeys } from '../repositories/signing-key.js'
import { deleteExpiredSessions } from '../repositories/session.js'
import { deleteExpiredChallenges } from '../repositories/sign-in-challenge.js'
import type { Needs } from './needs.js'

/** Google lists cancellations for thirty days; other providers resend an event for some days at most. */
const NOTICES_KEPT_MS = 60 * 86_400_000
const SESSIONS_BATCH = 1_000
/** As long as a device token lives. */
const NETWORK_KEPT_MS = 180 * 24 * 60 * 60 * 1_000

/**
 * Deletes what no longer means anything: old revocations, attempts out of their window, networks that have
 * not been seen for half a year, expired tokens and sessions.
 */
export async function prune({ pool, clock }: Needs): Promise<void> {
  const now = clock.now()
  await deleteRevocations(pool, new Date(now.getTime() - REVOCATION_KEPT_MS))
  // Its last token has expired when a revocation that old has nothing left to void.
  await deleteSigningKeys(pool, new Date(now.getTime() - REVOCATION_KEPT_MS))
  await deleteNotices(pool, new Date(now.getTime() - NOTICES_KEPT_MS))
  await deleteForgettableAttempts(pool, now)
  await deleteNetworksSeenBefore(pool, new Date(now.getTime() - NETWORK_KEPT_MS))
  await deleteExpiredTokens(pool, now)
  await deleteExpiredChallenges(pool, now)
  await deleteExpiredExternalSessions(pool, now)
  while ((await deleteExpiredSessions(pool, now, SESSIONS_BATCH)) === SESSIONS_BATCH);
}
