import { isFresh } from '../domain/account-deletion.js'
import type { Client } from '../domain/session.js'
import { invalidCredentials, tooManyAttempts } from '../errors.js'
import { findSessions } from '../repositories/session.js'
import { findPasswordHash } from '../repositories/user.js'
import type { Needs } from './needs.js'
import { admitSignIn, countWrongPassword, signInLimits } from './sign-in-limits.js'

const PASSWORD_LENGTH_MAX = 128

/** Who asks for something that cannot be undone. */
export interface OwnerClaim {
  readonly userId: string
  readonly sessionId: string
  readonly password: string | null
  readonly client: Client
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

/** Guesses are counted as those of sign-ins are. */
async function confirmByPassword(needs: Needs, { userId, password, client }: OwnerClaim) {
  const limits = await signInLimits(needs, {
    name: userId,
    userId,
    remoteAddress: client.remoteAddress,
    deviceId: null,
  })
  const blockedFor = await admitSignIn(needs, limits)
  if (blockedFor !== null) return tooManyAttempts(blockedFor)
  const given = password ?? ''
  const fits = given.length <= PASSWORD_LENGTH_MAX
  const isRight = await needs.passwords.verify(fits ? given : '', await findPasswordHash(needs.pool, userId))
  if (isRight && fits) return null
  const wait = await countWrongPassword(needs, limits)
  return wait === null ? invalidCredentials('WRONG_PASSWORD') : tooManyAttempts(wait)
}
