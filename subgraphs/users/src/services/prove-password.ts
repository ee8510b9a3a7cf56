import { SIGN_INS_WINDOW_MS, wrongFromOneParty } from '../domain/attempt-limit.js'
import { invalidCredentials, tooManyAttempts } from '../errors.js'
import { deleteAttempts } from '../repositories/attempt.js'
import { findPasswordHash } from '../repositories/user.js'
import type { Needs } from './needs.js'
import { admitSignIn, countWrongPassword, keyOf, type SignInLimits } from './sign-in-limits.js'

const PASSWORD_LENGTH_MAX = 128

/**
 * Checks the password of a signed-in user: an access token alone, which may be stolen, changes no credential.
 * Failures are counted per user, so only a client that holds an access token can make the user wait.
 * @returns the hash that the password matches, to be compared again under the user's lock, or the refusal.
 */
export async function provePassword(needs: Needs, { userId, password }: { userId: string; password: string }) {
  const limits = limitsOf(needs, userId)
  const blockedFor = await admitSignIn(needs, limits)
  if (blockedFor !== null) return tooManyAttempts(blockedFor)
  const passwordHash = await findPasswordHash(needs.pool, userId)
  const fits = password.length <= PASSWORD_LENGTH_MAX
  const isRight = await needs.passwords.verify(fits ? password : '', passwordHash)
  if (passwordHash !== null && isRight && fits) {
    await deleteAttempts(needs.pool, limits.failures[0].key)
    return { passwordHash }
  }
  const wait = await countWrongPassword(needs, limits)
  return wait === null ? invalidCredentials('WRONG_PASSWORD') : tooManyAttempts(wait)
}

const limitsOf = ({ settings }: Needs, userId: string): SignInLimits => ({
  failures: [{ key: keyOf('wrong own password', userId), limit: wrongFromOneParty }],
  signIns: [
    { key: keyOf('own password', userId), limit: { max: settings.signInsPerAccountMax, windowMs: SIGN_INS_WINDOW_MS } },
  ],
})
