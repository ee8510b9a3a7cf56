import { networkOf } from '@waystone/kit/http'
import type { Queryable } from '@waystone/kit/postgres'
import { SIGN_INS_WINDOW_MS, wrongFromOneParty } from '../domain/attempt-limit.js'
import type { GivenCode } from '../domain/two-factor.js'
import { secondFactorRefused, tooManyAttempts, type SecondFactorFault } from '../errors.js'
import { deleteAttempts, lockAttempts } from '../repositories/attempt.js'
import { isKnownNetwork } from '../repositories/known-network.js'
import type { SignInChallenge } from '../repositories/sign-in-challenge.js'
import { saveBackupCodes, usePeriod, type StoredFactor } from '../repositories/two-factor.js'
import type { Needs } from './needs.js'
import { countIn, keyOf, keysOf, longestWait, networkHash, type SignInLimits } from './sign-in-limits.js'

/**
 * Limits of a sign-in's codes. Devices and networks that have signed in to the account before are counted by
 * themselves, as for passwords; all others together, since six digits are few enough to be guessed by many.
 */
export async function limitsOfSignIn(
  needs: Needs,
  { userId, deviceId, remoteAddress }: SignInChallenge & { readonly remoteAddress: string },
): Promise<SignInLimits> {
  const network = networkOf(remoteAddress)
  if (deviceId !== null) return limitsOf(needs, keyOf('code of device', userId, deviceId))
  const isKnown = await isKnownNetwork(needs.pool, { userId, networkHash: networkHash(userId, network) })
  return limitsOf(needs, isKnown ? keyOf('code of network', userId, network) : keyOf('code of strangers', userId))
}

/** Limits of codes that a signed-in user gives: only a client with an access token makes the user wait. */
export const limitsOfOwn = (needs: Needs, userId: string): SignInLimits => limitsOf(needs, keyOf('own code', userId))

const limitsOf = ({ settings }: Needs, party: string): SignInLimits => ({
  failures: [{ key: `wrong ${party}`, limit: wrongFromOneParty }],
  signIns: [{ key: party, limit: { max: settings.signInsPerAccountMax, windowMs: SIGN_INS_WINDOW_MS } }],
})

/**
 * Locks the counts of wrong codes, before the user is locked: codes that are checked at once are counted one by one.
 * @returns the refusal where one must wait
 */
export async function admitCode(tx: Queryable, { failures }: SignInLimits, at: Date) {
  const wait = longestWait(await lockAttempts(tx, keysOf(failures), at), failures, at)
  return wait === null ? null : tooManyAttempts(wait)
}

/**
 * Checks a code of a user who is locked, and uses it up: no code counts twice. A wrong one is counted in the
 * same transaction, which the caller has to commit. @returns the refusal, or null
 */
export async function checkCode(
  needs: Needs,
  tx: Queryable,
  given: { userId: string; factor: StoredFactor; code: GivenCode; limits: SignInLimits; at: Date },
) {
  const { limits, at } = given
  const fault = await useCode(needs, tx, given)
  if (fault === null) {
    await deleteAttempts(tx, limits.failures[0].key)
    return null
  }
  const counted = await lockAttempts(tx, keysOf(limits.failures), at)
  await countIn(tx, { limits: limits.failures, counted, now: at })
  return secondFactorRefused(fault)
}

async function useCode(
  { secondFactors }: Needs,
  tx: Queryable,
  { userId, factor, code, at }: { userId: string; factor: StoredFactor; code: GivenCode; at: Date },
): Promise<SecondFactorFault | null> {
  if (code.kind === 'TIME_BASED') {
    const period = await secondFactors.periodOfCode(factor.secret, code.text, at)
    if (period === null) return 'WRONG_CODE'
    if (period <= factor.newestPeriod) return 'USED_CODE'
    await usePeriod(tx, userId, period)
    return null
  }
  const rest = await secondFactors.withoutBackupCode(factor.backupCodes, code.text)
  if (rest === null) return 'WRONG_CODE'
  await saveBackupCodes(tx, userId, rest)
  return null
}
