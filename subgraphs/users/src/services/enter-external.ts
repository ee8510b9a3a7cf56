import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import type { Viewer } from '@waystone/kit/auth'
import { appendEvents } from '@waystone/kit/outbox'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { WATCHED_MS, type ExternalSession, type ExternalUser } from '../domain/external-account.js'
import { isBanned, scopesOf } from '../domain/user.js'
import type { ExternalAccounts } from '../identity/external/connect.js'
import type { Credential } from '../identity/external/credentials.js'
import { enterExternalSession } from '../repositories/external-session.js'
import { readExternalSession, readExternalSessionsOfUsers, readExternalUsers } from '../repositories/external-store.js'
import { noteSignIn } from '../repositories/user.js'
import { lockAccount } from './ensure-account.js'
import { mirrorAccount, mirrorSession } from './mirror-external.js'
import type { Needs } from './needs.js'

/** A JWT counts in whole seconds, and clocks differ a little. */
const JWT_TOLERANCE_MS = 1_000

/**
 * The viewer whom a credential of the application signs in; null for no one. The first use of a session counts as a
 * sign-in, and the first of an account makes its wallet, each once however many processes ask at the same
 * time.
 */
export async function enterExternal(needs: Needs, credential: string): Promise<Viewer | null> {
  const { external, clock, pool, cache } = needs
  if (external === null) return null
  const proven = await external.readCredential(credential)
  const found = proven === null ? null : await findEntry(external, proven, clock.now())
  if (proven === null || found === null) return null
  const entered = await withTransaction(pool, tx => enter(needs, external, { tx, proven, found }))
  if (entered?.isNews === true) await cache.invalidate('user', [entered.viewer.userId])
  return entered?.viewer ?? null
}

/** The account that a credential is for, with the sessions that it stands for, the newest first. */
interface Entry {
  readonly user: ExternalUser
  readonly sessions: readonly ExternalSession[]
}

async function findEntry({ store }: ExternalAccounts, proven: Credential, now: Date): Promise<Entry | null> {
  const sessions = await findSessions(store, proven, now)
  const living = sessions.filter(session => session.expiresAt > now)
  const [first] = living
  if (first === undefined) return null
  const [user] = await readExternalUsers(store, 'id', [first.externalUserId])
  return user === undefined || isBanned(user, now) ? null : { user, sessions: living }
}

async function findSessions(
  store: ExternalAccounts['store'],
  proven: Credential,
  now: Date,
): Promise<readonly ExternalSession[]> {
  if (proven.kind === 'session') return present(await readExternalSession(store, 'token', proven.token))
  const { externalUserId, externalSessionId, issuedAt } = proven
  if (externalSessionId !== null) {
    const sessions = present(await readExternalSession(store, 'id', externalSessionId))
    return sessions.filter(session => session.externalUserId === externalUserId)
  }
  // Any of the sessions that there were may have issued it; all of them are watched.
  const sessions = await readExternalSessionsOfUsers(store, [externalUserId], now)
  return sessions.filter(({ createdAt }) => createdAt.getTime() <= issuedAt.getTime() + JWT_TOLERANCE_MS)
}

const present = <T>(found: T | null): T[] => (found === null ? [] : [found])

async function enter(
  needs: Needs,
  external: ExternalAccounts,
  { tx, proven, found }: { tx: Queryable; proven: Credential; found: Entry },
): Promise<{ viewer: Viewer; isNews: boolean } | null> {
  const { user, sessions } = found
  const at = needs.clock.now()
  const account = await mirrorAccount(needs, external, { tx, user })
  if (account.isErased) return null
  const { userId } = account
  const isOfAnySession = proven.kind === 'jwt' && proven.externalSessionId === null
  // Strictly: one of the same second may have been issued before the sign-out; the next one is not.
  if (isOfAnySession && proven.issuedAt < account.tokensValidFrom) return null
  const watchedUntil = new Date(at.getTime() + WATCHED_MS)
  const copies = []
  for (const session of sessions) copies.push(await mirrorSession(needs, tx, { session, userId, watchedUntil }))
  const index = copies.findIndex(one => !one.isEnded)
  const [copy, session] = [copies[index], sessions[index]]
  if (copy === undefined || session === undefined) return null
  const isNews = !copy.isEntered && (await signIn(needs, { tx, userId, session, sessionId: copy.sessionId }))
  const expiresAt = proven.kind === 'jwt' ? proven.expiresAt : session.expiresAt
  return {
    isNews,
    viewer: {
      userId,
      sessionId: isOfAnySession ? account.tokenSessionId : copy.sessionId,
      scopes: scopesOf(user.role),
      issuedAtMs: at.getTime(),
      expiresAtMs: expiresAt.getTime(),
    },
  }
}

/** @returns whether it is the session's first use here. */
async function signIn(
  needs: Needs,
  entry: { tx: Queryable; userId: string; session: ExternalSession; sessionId: string },
): Promise<boolean> {
  const { tx, userId, session, sessionId } = entry
  const at = needs.clock.now()
  const standing = await lockAccount(needs, tx, userId)
  if (!(await enterExternalSession(tx, session.externalId, at))) return false
  const first = standing?.firstSignedInAt === null
  if (first) await noteSignIn(tx, userId, at)
  await appendEvents(tx, [
    newEvent('user.signed_in', { id: randomUUID(), occurredAt: at, data: { userId, sessionId, first } }),
  ])
  return true
}
