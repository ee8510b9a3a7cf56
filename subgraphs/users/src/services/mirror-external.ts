import { randomUUID } from 'node:crypto'
import type { Queryable } from '@waystone/kit/postgres'
import type { ExternalChange, ExternalSession, ExternalUser } from '../domain/external-account.js'
import { userIdOf } from '../domain/external-id.js'
import { isBanned } from '../domain/user.js'
import type { ExternalAccounts } from '../identity/external/connect.js'
import { deleteDeletion, insertDeletion } from '../repositories/account-deletion.js'
import {
  endTokens,
  eraseExternalAccount,
  lockExternalAccount,
  saveExternalAccount,
  type KnownAccount,
} from '../repositories/external-account.js'
import {
  findExternalSessions,
  saveExternalSession,
  unwatchExternalSessions,
  type KnownSession,
} from '../repositories/external-session.js'
import { endSessions } from '../repositories/session.js'
import type { Needs } from './needs.js'

/** Copies an account of the application, where it differs from what was copied before. */
export async function mirrorAccount(
  { clock }: Needs,
  external: ExternalAccounts,
  { tx, user }: { tx: Queryable; user: ExternalUser },
): Promise<KnownAccount> {
  const known = await lockExternalAccount(tx, user.externalId)
  if (known?.isErased === true) return known
  // It was gone there, and is there again: as after a backup that was put back.
  if (known?.isDeleted === true) await deleteDeletion(tx, known.userId)
  if (known !== null && !known.isDeleted && known.digest === user.digest) return known
  const userId = known?.userId ?? userIdOf(external.idNamespace, user.externalId)
  return await saveExternalAccount(tx, { user, userId, tokenSessionId: randomUUID(), at: clock.now() })
}

/** Copies a session of an account that is copied already. */
export const mirrorSession = (
  { newSecret }: Needs,
  tx: Queryable,
  copy: { session: ExternalSession; userId: string; watchedUntil: Date | null },
): Promise<KnownSession> =>
  // The application's own token stays there: the copy's opens nothing.
  saveExternalSession(tx, { ...copy, newSessionId: randomUUID(), newToken: newSecret() })

/**
 * Erases the copy of an account that is not there any more, and has all else that is known of its player erased, here
 * and in the other subgraphs, after the time that a deletion here takes: an account that comes back by then has it all.
 */
async function endAccount({ settings }: Needs, tx: Queryable, { userId, at }: { userId: string; at: Date }) {
  await eraseExternalAccount(tx, userId, at)
  await insertDeletion(tx, {
    userId,
    requestedAt: at,
    dueAt: new Date(at.getTime() + settings.accountDeletionDelayMs),
  })
}

/** Does here what has happened to one account and its sessions there. @returns what ended with it. */
export async function applyChanges(
  needs: Needs,
  external: ExternalAccounts,
  { tx, changes }: { tx: Queryable; changes: readonly ExternalChange[] },
): Promise<{ userId: string | null; ended: readonly string[] }> {
  const [first] = changes
  const known = first === undefined ? null : await lockExternalAccount(tx, first.externalUserId)
  if (first === undefined || known === null || known.isErased) return { userId: null, ended: [] }
  const { userId } = known
  const at = needs.clock.now()
  const gone = changes.filter(({ sessionExpiresAt }) => sessionExpiresAt === null || sessionExpiresAt <= at)
  const copies = await findExternalSessions(tx, first.externalUserId)
  await unwatchExternalSessions(
    tx,
    gone.map(({ externalId }) => externalId),
  )
  const { user } = first
  if (user === null || isBanned(user, at)) {
    // Sessions end before the copy changes: afterwards the database ends them itself, without returning ids.
    const ended = await endSessions(tx, { sessionId: null, userId }, at)
    ended.push(...(await endTokens(tx, { userId, nextTokenSessionId: randomUUID(), at })))
    if (user === null) await endAccount(needs, tx, { userId, at })
    else await mirrorAccount(needs, external, { tx, user })
    return { userId, ended }
  }
  await mirrorAccount(needs, external, { tx, user })
  const ended: string[] = []
  let isSignOut = false
  for (const { externalId, sessionExpiresAt } of gone) {
    const copy = copies.find(one => one.externalId === externalId)
    if (copy === undefined) continue
    ended.push(...(await endSessions(tx, { sessionId: copy.sessionId, userId }, at)))
    // One that ran out has ended no JWT; one that is gone before its time has.
    isSignOut ||= sessionExpiresAt === null ? copy.expiresAt > at : sessionExpiresAt < copy.expiresAt
  }
  if (isSignOut) ended.push(...(await endTokens(tx, { userId, nextTokenSessionId: randomUUID(), at })))
  return { userId, ended }
}
