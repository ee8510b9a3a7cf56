import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { addressOf } from '../domain/account-address.js'
import { problemOfEmail } from '../domain/profile.js'
import type { Client } from '../domain/session.js'
import {
  emailTaken,
  invalidCredentials,
  invalidInput,
  noEmailPending,
  notOffered,
  tokenRefused,
  tooManyAttempts,
} from '../errors.js'
import { hashSecret } from '../identity/secrets.js'
import { findAccess, takenBy } from '../repositories/account.js'
import { deleteAccountTokens, findAccountToken, useAccountToken } from '../repositories/account-token.js'
import { findPasswordHash } from '../repositories/user.js'
import { deleteClaim, findClaim, setVerifiedEmail } from '../repositories/email-claim.js'
import { lockAccount, lockOwnAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { provePassword } from './prove-password.js'
import { admitMailRequest, claimEmail, mailQueued, queueMail } from './queue-mail.js'
import { tellSecurity } from './tell-security.js'

const TOKEN_LENGTH_MAX = 256

interface Change {
  readonly userId: string
  readonly input: { readonly email: string; readonly currentPassword: string }
  readonly client: Client
}

/** Claims another address, which becomes the user's when it is verified; until then the old one stays. */
export async function changeEmail(needs: Needs, { userId, input, client }: Change) {
  if (needs.external !== null) return notOffered('ACCOUNTS_ELSEWHERE')
  if (needs.mailer === null) return notOffered('NO_MAIL')
  const address = input.email.toLowerCase()
  const problem = problemOfEmail(address)
  if (problem !== null) return invalidInput(problem)
  const proof = await provePassword(needs, { userId, password: input.currentPassword })
  if ('__typename' in proof) return proof
  const wait = await admitMailRequest(needs, { address, client, userId })
  if (wait !== null) return tooManyAttempts(wait, 'MAIL')
  const isClaimed = await withTransaction(needs.pool, async tx => {
    await lockOwnAccount(needs, tx, userId)
    if ((await findPasswordHash(tx, userId)) !== proof.passwordHash) return false
    await claimEmail(needs, tx, { userId, address, isMailed: true })
    return true
  })
  return isClaimed ? mailQueued('VERIFY_EMAIL') : invalidCredentials('WRONG_PASSWORD')
}

/**
 * Mails another token to the address that waits to be verified, or that was taken over when there was no
 * mail.
 */
export async function requestEmailVerification(needs: Needs, { userId, client }: { userId: string; client: Client }) {
  if (needs.external !== null) return notOffered('ACCOUNTS_ELSEWHERE')
  if (needs.mailer === null) return notOffered('NO_MAIL')
  const address = await findUnverified(needs.pool, userId)
  if (address === null) return noEmailPending()
  const wait = await admitMailRequest(needs, { address, client, userId })
  if (wait !== null) return tooManyAttempts(wait, 'MAIL')
  const isPending = await withTransaction(needs.pool, async tx => {
    await lockOwnAccount(needs, tx, userId)
    // Under the lock: a change of the password may have dropped the claim, which must not come back by this.
    if ((await findUnverified(tx, userId)) !== address) return false
    await claimEmail(needs, tx, { userId, address, isMailed: true })
    return true
  })
  return isPending ? mailQueued('VERIFY_EMAIL') : noEmailPending()
}

/** The address that waits to be verified, or that was taken over when there was no mail. */
async function findUnverified(db: Queryable, userId: string): Promise<string | null> {
  const access = (await findAccess(db, [userId])).get(userId)
  if (access === undefined) return null
  return access.pendingEmail ?? (access.emailVerified ? null : addressOf(access.email))
}

/**
 * Makes the address that got the token the user's own. The token alone does it: it may be given on another
 * device.
 * @param request.viewerId the signed-in user who waits for the same address and takes it in the place of the one
 * that the token was mailed for: strangers who use up the mails to an address do not lock its owner out
 */
export async function verifyEmail(needs: Needs, { token: text, viewerId }: { token: string; viewerId: string | null }) {
  if (needs.external !== null || text.length > TOKEN_LENGTH_MAX) return tokenRefused()
  const at = needs.clock.now()
  const key = { tokenHash: hashSecret(text), purpose: 'VERIFY_EMAIL', now: at } as const
  const token = await findAccountToken(needs.pool, key)
  if (token === null) return tokenRefused()
  const { address } = token
  const userId = viewerId ?? token.userId
  try {
    const refusal = await withTransaction(needs.pool, async tx => {
      await lockAccount(needs, tx, userId)
      // First: a token that this user has no claim for still counts for the user whom it was mailed for.
      if ((await findClaim(tx, userId)) !== address) return tokenRefused()
      if (!(await useAccountToken(tx, key))) return tokenRefused()
      const before = (await findAccess(tx, [userId])).get(userId)
      await setVerifiedEmail(tx, userId, { address, at })
      await deleteClaim(tx, userId)
      await deleteAccountTokens(tx, userId, null)
      if (before?.emailVerified === true && before.email !== address) {
        if (needs.mailer !== null) await queueMail(needs, tx, { kind: 'EMAIL_CHANGED', address: before.email, userId })
        await tellSecurity(tx, { userId, change: 'email_changed', at })
      }
      return null
    })
    if (refusal !== null) return refusal
  } catch (error) {
    if (takenBy(error) !== 'EMAIL') throw error
    return emailTaken()
  }
  await needs.cache.invalidate('user', [userId])
  return { __typename: 'User', id: userId } as const
}
