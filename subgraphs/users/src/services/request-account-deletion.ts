import { withTransaction } from '@waystone/kit/postgres'
import type { AccountDeletion } from '../domain/account-deletion.js'
import { invalidInput } from '../errors.js'
import { deleteDeletion, insertDeletion } from '../repositories/account-deletion.js'
import { endSessions } from '../repositories/session.js'
import { confirmOwner } from './confirm-owner.js'
import { spreadRevocations } from './end-sessions.js'
import { lockOwnAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { recordAdminAction } from './record-admin-action.js'

interface Given {
  readonly viewer: { readonly userId: string; readonly sessionId: string }
  readonly input: { readonly password?: string | null | undefined }
}

/**
 * Notes that the user wants the account deleted, and ends its sessions. eraseAccounts does it when its time has
 * come; the next sign-in cancels it (services/begin-session.ts).
 */
export async function requestAccountDeletion(needs: Needs, { viewer, input }: Given) {
  if (needs.external !== null)
    return invalidInput({ field: 'password', message: 'Accounts are made elsewhere: delete this one there' })
  const { userId, sessionId } = viewer
  const refusal = await confirmOwner(needs, { userId, sessionId, password: input.password ?? null })
  if (refusal !== null) return refusal
  return await endWithDeletion(needs, { userId, actor: null })
}

/** The same by an operator: for a letter of a user who cannot sign in, such as one who is banned. */
export const requestDeletionFor = (
  needs: Needs,
  request: { readonly userId: string; readonly actor: string },
): Promise<AccountDeletion> => endWithDeletion(needs, request)

/**
 * Takes the request of a user or an operator back, by an operator: a sign-in does the same, and a banned user has none.
 * @returns whether the account was to be deleted
 */
export const cancelDeletionFor = (
  needs: Needs,
  { userId, actor }: { readonly userId: string; readonly actor: string },
): Promise<boolean> =>
  withTransaction(needs.pool, async tx => {
    await lockOwnAccount(needs, tx, userId)
    if (!(await deleteDeletion(tx, userId))) return false
    await recordAdminAction(tx, { at: needs.clock.now(), actor, action: 'DELETION_CANCELED', userId })
    return true
  })

async function endWithDeletion(
  needs: Needs,
  { userId, actor }: { readonly userId: string; readonly actor: string | null },
): Promise<AccountDeletion> {
  const at = needs.clock.now()
  const { deletion, ended } = await withTransaction(needs.pool, async tx => {
    await lockOwnAccount(needs, tx, userId)
    const dueAt = new Date(at.getTime() + needs.settings.accountDeletionDelayMs)
    const noted = await insertDeletion(tx, { userId, requestedAt: at, dueAt })
    if (actor !== null) await recordAdminAction(tx, { at, actor, action: 'DELETION_REQUESTED', userId })
    return { deletion: noted, ended: await endSessions(tx, { sessionId: null, userId }, at) }
  })
  await spreadRevocations(needs, ended, at)
  return deletion
}
