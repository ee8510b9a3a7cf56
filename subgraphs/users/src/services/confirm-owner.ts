import { isFresh } from '../domain/account-deletion.js'
import { invalidCredentials } from '../errors.js'
import { hashSecret } from '../identity/secrets.js'
import { findUserOfGuestCredential } from '../repositories/credential.js'
import { findSessions } from '../repositories/session.js'
import type { Needs } from './needs.js'
import { provePassword } from './prove-password.js'

/** Credentials have 43 characters; nothing longer is hashed. */
export const CREDENTIAL_LENGTH_MAX = 256

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

/**
 * The same of a guest, whose only secret beside the session is the guest credential: an access token, which may be
 * stolen, gives the account to nobody.
 */
export async function confirmGuest(
  needs: Needs,
  { credential, ...claim }: { userId: string; sessionId: string; credential: string | null },
) {
  if (credential === null) return await confirmBySession(needs, claim)
  if (credential.length > CREDENTIAL_LENGTH_MAX) return invalidCredentials('NO_GUEST')
  const userId = await findUserOfGuestCredential(needs.pool, hashSecret(credential))
  return userId === claim.userId ? null : invalidCredentials('NO_GUEST')
}

async function confirmBySession({ pool, clock }: Needs, { userId, sessionId }: Omit<OwnerClaim, 'password'>) {
  const session = (await findSessions(pool, [sessionId])).get(sessionId)
  const isOwn = session?.userId === userId && isFresh(session, clock.now())
  return isOwn ? null : invalidCredentials('PROOF_NEEDED')
}

async function confirmByPassword(needs: Needs, { userId, password }: OwnerClaim) {
  const proof = await provePassword(needs, { userId, password: password ?? '' })
  return '__typename' in proof ? proof : null
}
