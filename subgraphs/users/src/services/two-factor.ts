import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { BACKUP_CODES, problemOfCode, readCode, type GivenCode } from '../domain/two-factor.js'
import { adminScopesOf } from '../domain/user.js'
import { invalidInput, notOffered, tooManyAttempts, twoFactorStateRefused } from '../errors.js'
import { endOldestSessions, endSessions } from '../repositories/session.js'
import { beginFactor, deleteFactor, enableFactor, findFactor, findTwoFactors } from '../repositories/two-factor.js'
import { findUsers } from '../repositories/user.js'
import { admitCode, checkCode, limitsOfOwn } from './check-code.js'
import { confirmOwner } from './confirm-owner.js'
import { spreadRevocations } from './end-sessions.js'
import { lockAccount, lockOwnAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { recordAdminAction } from './record-admin-action.js'
import { admitSignIn } from './sign-in-limits.js'
import { tellSecurity } from './tell-security.js'

interface Request<Input> {
  readonly userId: string
  readonly sessionId: string
  readonly input: Input
}

/**
 * Makes the secret and the backup codes of an administrator, which only this answer tells. Nothing changes for
 * sign-ins until `confirmTwoFactor` has seen a code.
 */
export async function beginTwoFactor(needs: Needs, request: Request<{ currentPassword?: string | null | undefined }>) {
  const { userId, sessionId, input } = request
  if (needs.external !== null) return notOffered('ACCOUNTS_ELSEWHERE')
  const known = (await findTwoFactors(needs.pool, [userId])).get(userId)
  if (known?.isAdministrators !== true) return notOffered('ADMINISTRATORS_ONLY')
  const unproven = await confirmOwner(needs, { userId, sessionId, password: input.currentPassword ?? null })
  if (unproven !== null) return unproven
  const username = (await findUsers(needs.pool, [userId])).get(userId)?.username ?? userId
  const { sealed, uri, backupCodes } = await needs.secondFactors.create({ username, game: needs.settings.gameName })
  const at = needs.clock.now()
  return await withTransaction(needs.pool, async tx => {
    const standing = await lockOwnAccount(needs, tx, userId)
    if (adminScopesOf(standing.role).length === 0) return notOffered('ADMINISTRATORS_ONLY')
    if (standing.twoFactorEnabled) return twoFactorStateRefused('ENABLED')
    await beginFactor(tx, { userId, sealed, backupCodesLeft: BACKUP_CODES, at })
    return { __typename: 'TwoFactorSetup', uri, backupCodes } as const
  })
}

/**
 * Turns the second factor on by a first code. All other sessions end: they were begun without it, and would keep
 * the rights that it is asked for.
 */
export async function confirmTwoFactor(needs: Needs, request: Request<{ code: string }>) {
  const { userId, sessionId } = request
  const code = readCode(request.input.code)
  // A backup code does not show that the app has the secret.
  if (code?.kind !== 'TIME_BASED') return invalidInput(problemOfCode())
  if (needs.external !== null) return notOffered('ACCOUNTS_ELSEWHERE')
  return await changeByCode(needs, {
    userId,
    code,
    isEnabled: false,
    change: async (tx, at) => {
      await enableFactor(tx, userId, at)
      await recordAdminAction(tx, { at, actor: userId, action: 'TWO_FACTOR_ENABLED', userId })
      await tellSecurity(tx, { userId, change: 'two_factor_enabled', at })
      return await endOldestSessions(tx, userId, { begun: sessionId, keep: 1, at })
    },
  })
}

/**
 * Turns the second factor off. All other sessions end; where the server requires one, also the session that
 * asks, whose access token has rights of an administrator.
 */
export async function turnOffTwoFactor(
  needs: Needs,
  request: Request<{ code: string; currentPassword?: string | null | undefined }>,
) {
  const { userId, sessionId, input } = request
  const code = readCode(input.code)
  if (code === null) return invalidInput(problemOfCode())
  if (needs.external !== null) return notOffered('ACCOUNTS_ELSEWHERE')
  const unproven = await confirmOwner(needs, { userId, sessionId, password: input.currentPassword ?? null })
  if (unproven !== null) return unproven
  return await changeByCode(needs, {
    userId,
    code,
    isEnabled: true,
    change: async (tx, at) => {
      await deleteFactor(tx, userId, at)
      await recordAdminAction(tx, { at, actor: userId, action: 'TWO_FACTOR_TURNED_OFF', userId })
      await tellSecurity(tx, { userId, change: 'two_factor_disabled', at })
      return needs.settings.isTwoFactorRequired
        ? await endSessions(tx, { sessionId: null, userId }, at)
        : await endOldestSessions(tx, userId, { begun: sessionId, keep: 1, at })
    },
  })
}

/**
 * Takes the second factor of a user who has lost it, and ends all sessions. For operators, who know by other
 * means who asks. @returns whether there was one, or a set-up that was begun
 */
export async function resetTwoFactor(needs: Needs, { userId, actor }: { userId: string; actor: string }) {
  const at = needs.clock.now()
  const ended = await withTransaction(needs.pool, async tx => {
    const standing = await lockAccount(needs, tx, userId)
    if ((await findFactor(tx, userId)) === null) return null
    await deleteFactor(tx, userId, at)
    if (standing?.twoFactorEnabled === true) await tellSecurity(tx, { userId, change: 'two_factor_disabled', at })
    await recordAdminAction(tx, { at, actor, action: 'TWO_FACTOR_RESET', userId })
    return await endSessions(tx, { sessionId: null, userId }, at)
  })
  if (ended === null) return false
  await spreadRevocations(needs, ended, at)
  return true
}

interface CodedChange {
  readonly userId: string
  readonly code: GivenCode
  /** The state that it changes: refused where the factor is in another one. */
  readonly isEnabled: boolean
  /** @returns the sessions that it has ended */
  readonly change: (tx: Queryable, at: Date) => Promise<readonly string[]>
}

/**
 * Changes the own second factor in the transaction that takes the code: a code counts once, and wrong ones count
 * against the limits of the sign-in.
 */
async function changeByCode(needs: Needs, { userId, code, isEnabled, change }: CodedChange) {
  const limits = limitsOfOwn(needs, userId)
  const blockedFor = await admitSignIn(needs, limits)
  if (blockedFor !== null) return tooManyAttempts(blockedFor)
  const at = needs.clock.now()
  const outcome = await withTransaction(needs.pool, async tx => {
    const blocked = await admitCode(tx, limits, at)
    if (blocked !== null) return blocked
    const standing = await lockOwnAccount(needs, tx, userId)
    const factor = await findFactor(tx, userId)
    if (factor === null) return twoFactorStateRefused('OFF')
    if (standing.twoFactorEnabled !== isEnabled) return twoFactorStateRefused(isEnabled ? 'BEGUN' : 'ENABLED')
    const refusal = await checkCode(needs, tx, { userId, factor, code, limits, at })
    if (refusal !== null) return refusal
    return { ended: await change(tx, at) }
  })
  if ('__typename' in outcome) return outcome
  await spreadRevocations(needs, outcome.ended, at)
  return { __typename: 'User', id: userId } as const
}
