import { randomUUID } from 'node:crypto'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { addressOf } from '../domain/account-address.js'
import { invalidCredentials, notOffered } from '../errors.js'
import { findAccess, type AccountAccess } from '../repositories/account.js'
import { deleteAccountTokens } from '../repositories/account-token.js'
import { deleteOtherCredentials, savePassword } from '../repositories/credential.js'
import { deleteClaim } from '../repositories/email-claim.js'
import { endOldestSessions } from '../repositories/session.js'
import { refusalOfPassword } from './choose-password.js'
import { spreadRevocations } from './end-sessions.js'
import { lockOwnAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { provePassword } from './prove-password.js'
import { queueMail } from './queue-mail.js'
import { tellSecurity } from './tell-security.js'

interface Request {
  readonly userId: string
  readonly sessionId: string
  readonly input: { readonly currentPassword: string; readonly newPassword: string }
}

/** Sets another password, unlinks all providers and ends all sessions but the one that asks. */
export async function changePassword(needs: Needs, { userId, sessionId, input }: Request) {
  if (needs.external !== null) return notOffered('ACCOUNTS_ELSEWHERE')
  const access = (await findAccess(needs.pool, [userId])).get(userId)
  if (access === undefined) return invalidCredentials('WRONG_PASSWORD')
  const refusal = await refusalOfPassword(
    { ...access, email: addressOf(access.email) },
    input.newPassword,
    'newPassword',
  )
  if (refusal !== null) return refusal
  const proof = await provePassword(needs, { userId, password: input.currentPassword })
  if ('__typename' in proof) return proof

  const hash = await needs.passwords.hash(input.newPassword)
  const at = needs.clock.now()
  const ended = await withTransaction(needs.pool, async tx => {
    await lockOwnAccount(needs, tx, userId)
    const now = (await findAccess(tx, [userId])).get(userId)
    if (now?.passwordHash !== proof.passwordHash) return null
    await savePassword(tx, { id: randomUUID(), userId, hash, at })
    await endOtherWaysBack(needs, tx, now)
    await tellSecurity(tx, { userId, change: 'password_changed', at })
    return await endOldestSessions(tx, userId, { begun: sessionId, keep: 1, at })
  })
  if (ended === null) return invalidCredentials('WRONG_PASSWORD')
  await spreadRevocations(needs, ended, at)
  return { __typename: 'User', id: userId } as const
}

/**
 * Revokes access that an attacker with the old password may have prepared: linked identities, reset tokens,
 * and the pending change to another address.
 */
async function endOtherWaysBack(needs: Needs, tx: Queryable, { userId, email, emailVerified }: AccountAccess) {
  await deleteOtherCredentials(tx, userId)
  await deleteAccountTokens(tx, userId, 'RESET_PASSWORD')
  if (!emailVerified) return
  await deleteAccountTokens(tx, userId, 'VERIFY_EMAIL')
  await deleteClaim(tx, userId)
  if (needs.mailer !== null) await queueMail(needs, tx, { kind: 'PASSWORD_CHANGED', address: email, userId })
}
