import { withTransaction } from '@waystone/kit/postgres'
import type { Client } from '../domain/session.js'
import { isBanned } from '../domain/user.js'
import { accountBanned, invalidCredentials, tooManyAttempts } from '../errors.js'
import { deleteAttempts, findAttempts, lockAttempts } from '../repositories/attempt.js'
import { findCredential, findPasswordHash } from '../repositories/user.js'
import { lockAccount } from './ensure-account.js'
import { answerEntry, enterAccount } from './enter-account.js'
import type { Needs } from './needs.js'
import {
  admitSignIn,
  countWrongPassword,
  keysOf,
  longestWait,
  signInLimits,
  type SignInLimits,
} from './sign-in-limits.js'

const NAME_LENGTH_MAX = 254
const PASSWORD_LENGTH_MAX = 128

interface Given {
  readonly usernameOrEmail: string
  readonly password: string
  readonly deviceToken?: string | null | undefined
}

/**
 * Begins a session. Unknown names and wrong passwords are one answer and one amount of work. The limits are
 * read before the password is looked at, and again when a wrong one is counted. docs/decisions/053 says
 * against what they protect, and by which figures.
 */
export async function signIn(needs: Needs, request: { input: Given; client: Client }) {
  if (needs.external !== null) return invalidCredentials('ACCOUNTS_ELSEWHERE')
  const { input, client } = request
  // Postgres takes no NUL in a text; no user has a name with one.
  const name = input.usernameOrEmail.replaceAll('\0', '\uFFFD').trim().toLowerCase().slice(0, NAME_LENGTH_MAX)
  const credential = await findCredential(needs.pool, name)
  const userId = credential?.userId ?? null
  const deviceId = userId === null ? null : deviceOf(needs, { userId, token: input.deviceToken ?? '' })
  const limits = await signInLimits(needs, { name, userId, remoteAddress: client.remoteAddress, deviceId })
  const blockedFor = await admitSignIn(needs, limits)
  if (blockedFor !== null) return tooManyAttempts(blockedFor)

  const fits = input.password.length <= PASSWORD_LENGTH_MAX
  const isRight = await needs.passwords.verify(fits ? input.password : '', credential?.passwordHash ?? null)
  if (credential === null || !isRight || !fits) {
    const wait = await countWrongPassword(needs, limits)
    return wait === null ? invalidCredentials() : tooManyAttempts(wait)
  }
  return await enter(needs, { ...credential, client, limits, deviceId })
}

const deviceOf = ({ deviceTokens, clock }: Needs, { userId, token }: { userId: string; token: string }) =>
  deviceTokens.read(token, userId, clock.now())

interface Entry {
  readonly userId: string
  /** That the password was compared with. */
  readonly passwordHash: string | null
  readonly client: Client
  readonly limits: SignInLimits
  readonly deviceId: string | null
}

/** The password is right: one transaction for the session, the account's standing, and the event. */
async function enter(needs: Needs, { userId, passwordHash, client, limits, deviceId }: Entry) {
  const at = needs.clock.now()
  const entered = await withTransaction(needs.pool, async tx => {
    const [own] = limits.failures
    // The party's count is locked: wrong passwords that are being counted at this moment count before this right one.
    await lockAttempts(tx, [own.key], at)
    const blockedFor = longestWait(await findAttempts(tx, keysOf(limits.failures)), limits.failures, at)
    if (blockedFor !== null) return tooManyAttempts(blockedFor)
    const standing = await lockAccount(needs, tx, userId)
    // A password that was changed, or erased with its account, while this one was compared opens nothing after that.
    if (standing === null || standing.standing === 'DELETED') return invalidCredentials()
    if ((await findPasswordHash(tx, userId)) !== passwordHash) return invalidCredentials()
    if (isBanned(standing, at)) return accountBanned()
    await deleteAttempts(tx, own.key)
    return await enterAccount(needs, tx, { userId, standing, client, at, deviceId })
  })
  if ('__typename' in entered) return entered
  const issued = await answerEntry(needs, entered)
  return { ...issued, deviceToken: needs.deviceTokens.make(userId, at, deviceId) }
}
