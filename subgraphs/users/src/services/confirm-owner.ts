import { isFresh } from '../domain/account-deletion.js'
import { invalidCredentials } from '../errors.js'
import { findSessions } from '../repositories/session.js'
import type { Needs } from './needs.js'
import { provePassword } from './prove-password.js'

/** The claimed identity behind a request that cannot be undone. */
export interface OwnerClaim {
  readonly userId: string
  readonly sessionId: string
  readonly password: string | null
}

/**
 * Has the holder of an access token show once more who it is: by the password, or by having signed in a moment
 * ago, which every way of signing in can do, with a password or without.
 * @returns the refusal, or null
 */
export async function confirmOwner(needs: Needs, claim: OwnerClaim) {
  return claim.password === null ? await confirmBySession(needs, claim) : await confirmByPassword(needs, claim)
}

async function confirmBySession({ pool, clock }: Needs, { userId, sessionId }: OwnerClaim) {
  const session = (await findSessions(pool, [sessionId])).get(sessionId)
  const isOwn = session?.userId === userId && isFresh(session, clock.now())
  return isOwn ? null : invalidCredentials('PROOF_NEEDED')
}

async function confirmByPassword(needs: Needs, { userId, password }: OwnerClaim) {
  const proof = await provePassword(needs, { userId, password: password ?? '' })
  return '__typename' in proof ? proof : null
}
