import { randomUUID } from 'node:crypto'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { problemOfEmail } from '../domain/profile.js'
import type { Client } from '../domain/session.js'
import { isBanned } from '../domain/user.js'
import { accountBanned, invalidInput, notOffered, tokenRefused, tooManyAttempts } from '../errors.js'
import { hashSecret } from '../identity/secrets.js'
import { findAccess, type AccountAccess } from '../repositories/account.js'
import { deleteAccountTokens, findAccountToken, useAccountToken } from '../repositories/account-token.js'
import { deleteAttempts } from '../repositories/attempt.js'
import { deleteOtherCredentials, savePassword } from '../repositories/credential.js'
import { deleteClaim, setVerifiedEmail } from '../repositories/email-claim.js'
import { endSessions } from '../repositories/session.js'
import { refusalOfPassword } from './choose-password.js'
import { spreadRevocations } from './end-sessions.js'
import { lockAccount } from './ensure-account.js'
import { answerEntry, enterAccount } from './enter-account.js'
import type { Needs } from './needs.js'
import { admitMailRequest, mailQueued, mailsTo, queueMail } from './queue-mail.js'
import { tellSecurity } from './tell-security.js'

const TOKEN_LENGTH_MAX = 256

/**
 * Requests a reset mail. The address is looked up when the mail is sent, so the request does the same work
 * for known and unknown addresses.
 */
export async function requestPasswordReset(needs: Needs, request: { email: string; client: Client }) {
  if (needs.external !== null) return notOffered('ACCOUNTS_ELSEWHERE')
  if (needs.mailer === null) return notOffered('NO_MAIL')
  const address = request.email.toLowerCase()
  const problem = problemOfEmail(address)
  if (problem !== null) return invalidInput(problem)
  const wait = await admitMailRequest(needs, { address, client: request.client, userId: null })
  if (wait !== null) return tooManyAttempts(wait, 'MAIL')
  await withTransaction(needs.pool, tx => queueMail(needs, tx, { kind: 'RESET_PASSWORD', address, userId: null }))
  return mailQueued('RESET_PASSWORD')
}

interface Request {
  readonly input: { readonly token: string; readonly newPassword: string }
  readonly client: Client
}

/**
 * Sets the password of the account whose address got the token, ends all its sessions, and begins one for
 * the client.
 */
export async function resetPassword(needs: Needs, { input, client }: Request) {
  if (needs.external !== null || input.token.length > TOKEN_LENGTH_MAX) return tokenRefused()
  const at = needs.clock.now()
  const key = { tokenHash: hashSecret(input.token), purpose: 'RESET_PASSWORD', now: at } as const
  const token = await findAccountToken(needs.pool, key)
  const access = token === null ? undefined : (await findAccess(needs.pool, [token.userId])).get(token.userId)
  if (token === null || access === undefined) return tokenRefused()
  const refusal = await refusalOfPassword({ ...access, email: token.address }, input.newPassword, 'newPassword')
  if (refusal !== null) return refusal

  const { userId } = token
  const hash = await needs.passwords.hash(input.newPassword)
  const outcome = await withTransaction(needs.pool, async tx => {
    const standing = await lockAccount(needs, tx, userId)
    if (standing === null) return tokenRefused()
    if (isBanned(standing, at)) return accountBanned()
    if (!(await useAccountToken(tx, key))) return tokenRefused()
    const now = (await findAccess(tx, [userId])).get(userId)
    if (now?.email !== token.address) return tokenRefused()
    await savePassword(tx, { id: randomUUID(), userId, hash, at })
    await handOver(tx, now, at)
    await tellSecurity(tx, { userId, change: 'password_changed', at })
    await deleteAttempts(tx, mailsTo({ kind: 'RESET_PASSWORD', address: token.address }).key)
    const revoked = await endSessions(tx, { sessionId: null, userId }, at)
    return { entered: await enterAccount(needs, tx, { userId, standing, client, at }), revoked }
  })
  if ('__typename' in outcome) return outcome
  await spreadRevocations(needs, outcome.revoked, at)
  await needs.cache.invalidate('user', [userId])
  if ('__typename' in outcome.entered) return outcome.entered
  const issued = await answerEntry(needs, outcome.entered)
  return { ...issued, deviceToken: needs.deviceTokens.make(userId, at, null) }
}

/**
 * Makes the holder of the mailbox the account's owner: every credential is deleted that somebody else may have
 * added, who knew the former password or entered the address. An account without a password keeps the
 * identities that have made it.
 */
async function handOver(tx: Queryable, access: AccountAccess, at: Date): Promise<void> {
  const { userId, email, emailVerified, passwordHash } = access
  await deleteAccountTokens(tx, userId, null)
  await deleteClaim(tx, userId)
  if (passwordHash !== null || !emailVerified) await deleteOtherCredentials(tx, userId)
  if (!emailVerified) await setVerifiedEmail(tx, userId, { address: email, at })
}
