import { withTransaction } from '@waystone/kit/postgres'
import type { ExternalUser } from '../domain/external-account.js'
import type { ExternalAccounts } from '../identity/external/connect.js'
import { findCopies, findExternalIds } from '../repositories/external-account.js'
import { findExternalIdsOfSessions, findExternalSessions } from '../repositories/external-session.js'
import { readExternalChanges, readExternalSessionsOfUsers, readExternalUsers } from '../repositories/external-store.js'
import { applyAll } from './follow-external.js'
import { mirrorAccount, mirrorSession } from './mirror-external.js'
import type { Needs } from './needs.js'

/**
 * Brings copies up to date before a read of users and sessions: they become what the application's tables have now.
 * Where Waystone makes the accounts, there is nothing to do. While those tables cannot be read, the copies
 * stay as they are.
 */
export interface Sight {
  /** True if there is nothing to copy. Otherwise the primary has copies that a replica may not have yet. */
  readonly isBlind: boolean
  users(ids: readonly string[]): Promise<void>
  usersBy(by: 'username' | 'email', keys: readonly string[]): Promise<void>
  sessions(ids: readonly string[]): Promise<void>
  sessionsOfUsers(userIds: readonly string[]): Promise<void>
  /** The user that an id of the application is here; null for none. Also for ids that have not been seen. */
  userOf(externalId: string): Promise<string | null>
}

export function createSight(needs: Needs): Sight {
  const { external, logger, pool } = needs
  if (external === null) return blind
  const trying = async (look: () => Promise<unknown>): Promise<void> => {
    try {
      await look()
    } catch (error) {
      logger.warn({ err: error }, 'accounts of the application could not be read; their copies are used')
    }
  }
  return {
    isBlind: false,
    users: ids => trying(() => sightUsers(needs, external, ids)),
    usersBy: (by, keys) =>
      trying(async () => await copyUsers(needs, external, await readExternalUsers(external.store, by, keys))),
    sessions: ids =>
      trying(async () => await sightSessions(needs, external, await findExternalIdsOfSessions(pool, ids))),
    sessionsOfUsers: userIds =>
      trying(async () => {
        const externalIds = await findExternalIds(pool, userIds)
        await sightSessions(needs, external, [...externalIds.values()])
      }),
    userOf: async externalId => {
      const users = await readExternalUsers(external.store, 'id', [externalId])
      return (await copyUsers(needs, external, users))[0] ?? null
    },
  }
}

const blind: Sight = {
  isBlind: true,
  users: async () => {},
  usersBy: async () => {},
  sessions: async () => {},
  sessionsOfUsers: async () => {},
  userOf: async () => null,
}

/** An id that is not known may be one that the application made, if it makes UUIDs. */
async function sightUsers(needs: Needs, external: ExternalAccounts, ids: readonly string[]): Promise<void> {
  const known = await findExternalIds(needs.pool, ids)
  const wanted = ids.map(id => known.get(id) ?? id)
  const users = await readExternalUsers(external.store, 'id', wanted)
  await copyUsers(needs, external, users)
  const found = new Set(users.map(user => user.externalId))
  const gone = [...(await findCopies(needs.pool, [...known.values()])).keys()].filter(id => !found.has(id))
  const changes = gone.map(externalUserId => ({ externalId: '', externalUserId, sessionExpiresAt: null, user: null }))
  await applyAll(needs, external, changes)
}

/** @returns their ids here. */
export async function copyUsers(
  needs: Needs,
  external: ExternalAccounts,
  users: readonly ExternalUser[],
): Promise<readonly string[]> {
  const userIds: string[] = []
  const copies = await findCopies(
    needs.pool,
    users.map(user => user.externalId),
  )
  for (const user of users) {
    const copy = copies.get(user.externalId)
    const isSame = copy !== undefined && copy.digest === user.digest
    const { userId } = isSame
      ? copy
      : await withTransaction(needs.pool, tx => mirrorAccount(needs, external, { tx, user }))
    userIds.push(userId)
    if (!isSame) await needs.cache.invalidate('user', [userId])
  }
  return userIds
}

/** Ends what is gone, and copies what is new. */
async function sightSessions(
  needs: Needs,
  external: ExternalAccounts,
  externalUserIds: readonly string[],
): Promise<void> {
  const { pool, clock } = needs
  for (const externalUserId of externalUserIds) {
    const copies = await findExternalSessions(pool, externalUserId)
    const digest = (await findCopies(pool, [externalUserId])).get(externalUserId)?.digest ?? ''
    const watched = copies.map(({ externalId }) => ({ externalId, externalUserId, digest }))
    await applyAll(needs, external, await readExternalChanges(external.store, watched, clock.now()))
    const known = new Set(copies.map(copy => copy.externalId))
    const [user] = await readExternalUsers(external.store, 'id', [externalUserId])
    const sessions = await readExternalSessionsOfUsers(external.store, [externalUserId], clock.now())
    const news = sessions.filter(session => !known.has(session.externalId))
    if (user === undefined || news.length === 0) continue
    await withTransaction(pool, async tx => {
      const { userId, isErased } = await mirrorAccount(needs, external, { tx, user })
      if (isErased) return
      for (const session of news) await mirrorSession(needs, tx, { session, userId, watchedUntil: null })
    })
  }
}
