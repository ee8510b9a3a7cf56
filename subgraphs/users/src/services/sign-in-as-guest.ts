import { networkOf } from '@waystone/kit/http'
import { normalName } from '@waystone/kit/names'
import { withTransaction } from '@waystone/kit/postgres'
import { SIGN_INS_WINDOW_MS } from '../domain/attempt-limit.js'
import { problemOfDisplayName, problemOfTimeZone } from '../domain/profile.js'
import type { Client } from '../domain/session.js'
import { isBanned } from '../domain/user.js'
import { accountBanned, invalidCredentials, invalidInput, notOffered, tooManyAttempts } from '../errors.js'
import { hashSecret } from '../identity/secrets.js'
import { findUserOfGuestCredential, insertGuestCredential } from '../repositories/credential.js'
import { issueTokens } from './begin-session.js'
import { CREDENTIAL_LENGTH_MAX } from './confirm-owner.js'
import { declareAtSignUp, problemOfCountry } from './declare.js'
import { lockAccount } from './ensure-account.js'
import { answerEntry, enterAccount } from './enter-account.js'
import { makeAccount } from './make-account.js'
import type { Needs } from './needs.js'
import { countOrWait, keyOf } from './sign-in-limits.js'
import { signUpLimit } from './sign-up.js'

const DAY_MS = 86_400_000
const GUEST_NAME = 'Guest'

interface Request {
  readonly input: {
    readonly credential?: string | null | undefined
    readonly displayName?: string | null | undefined
    readonly timeZone?: string | null | undefined
    readonly country?: string | null | undefined
  }
  readonly client: Client
}

/** Begins a session of the guest whose credential it is, or makes a guest where there is none. */
export async function signInAsGuest(needs: Needs, { input, client }: Request) {
  if (needs.external !== null) return notOffered('ACCOUNTS_ELSEWHERE')
  const credential = input.credential ?? null
  return credential === null
    ? await makeGuest(needs, { input, client })
    : await enterGuest(needs, { credential, client })
}

/**
 * The server makes the credential. One that the client chose would be the id of the device in many games,
 * which other programs and earlier owners of the device know (docs/decisions/061-guests.md).
 */
async function makeGuest(needs: Needs, { input, client }: Request) {
  const { settings, newSecret } = needs
  if (settings.guestsPerNetworkDailyMax === 0) return notOffered('NO_GUESTS')
  const displayName = normalName(input.displayName ?? GUEST_NAME)
  const timeZone = input.timeZone ?? 'UTC'
  const country = input.country ?? null
  const problem =
    problemOfDisplayName(displayName) ??
    problemOfTimeZone(timeZone) ??
    (country === null ? null : problemOfCountry(country))
  if (problem !== null) return invalidInput(problem)
  const network = networkOf(client.remoteAddress)
  const wait = await countOrWait(needs, [
    signUpLimit(needs, client),
    { key: keyOf('guests', network), limit: { max: settings.guestsPerNetworkDailyMax, windowMs: DAY_MS } },
  ])
  if (wait !== null) return tooManyAttempts(wait, 'SIGN_UP')

  const credential = newSecret()
  const begun = await withTransaction(needs.pool, async tx => {
    const made = await makeAccount(needs, tx, { kind: 'guest', displayName, timeZone, verifiedEmail: null, client })
    const { userId } = made.session
    await declareAtSignUp(tx, userId, country)
    await insertGuestCredential(tx, { userId, credentialHash: hashSecret(credential), at: made.at })
    return made
  })
  return { ...(await issueTokens(needs, begun, [])), guestCredential: credential }
}

async function enterGuest(needs: Needs, { credential, client }: { credential: string; client: Client }) {
  const { pool, clock, settings } = needs
  const network = networkOf(client.remoteAddress)
  const limit = { max: settings.signInsPerNetworkMax, windowMs: SIGN_INS_WINDOW_MS }
  const wait = await countOrWait(needs, [{ key: `sign-in ${keyOf('network', network)}`, limit }])
  if (wait !== null) return tooManyAttempts(wait)
  const unknown = invalidCredentials('NO_GUEST')
  if (credential.length > CREDENTIAL_LENGTH_MAX) return unknown
  const credentialHash = hashSecret(credential)
  const userId = await findUserOfGuestCredential(pool, credentialHash)
  if (userId === null) return unknown
  const at = clock.now()
  const entered = await withTransaction(pool, async tx => {
    const standing = await lockAccount(needs, tx, userId)
    // Under the lock: the guest may have been upgraded meanwhile.
    if (standing === null || (await findUserOfGuestCredential(tx, credentialHash)) !== userId) return unknown
    if (isBanned(standing, at)) return accountBanned()
    return await enterAccount(needs, tx, { userId, standing, client, at })
  })
  return '__typename' in entered ? entered : await answerEntry(needs, entered)
}
