import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import type { AccountDeletion } from '../domain/account-deletion.js'
import { invalidInput } from '../errors.js'
import { insertDeletion } from '../repositories/account-deletion.js'
import { endSessions } from '../repositories/session.js'
import { confirmOwner } from './confirm-owner.js'
import { spreadRevocations } from './end-sessions.js'
import { lockOwnAccount } from './ensure-account.js'
import type { Needs } from './needs.js'

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
  const { deletion, ended, at } = await withTransaction(needs.pool, tx => noteDeletion(needs, tx, userId))
  await spreadRevocations(needs, ended, at)
  return deletion
}

async function noteDeletion(
  needs: Needs,
  tx: Queryable,
  userId: string,
): Promise<{ deletion: AccountDeletion; ended: readonly string[]; at: Date }> {
  await lockOwnAccount(needs, tx, userId)
  const at = needs.clock.now()
  const dueAt = new Date(at.getTime() + needs.settings.accountDeletionDelayMs)
  const deletion = await insertDeletion(tx, { userId, requestedAt: at, dueAt })
  return { deletion, ended: await endSessions(tx, { sessionId: null, userId }, at), at }
}
