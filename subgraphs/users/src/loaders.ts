import type { EntityCache } from '@waystone/kit/cache'
import type { Clock } from '@waystone/kit/clock'
import { createEntityLoader } from '@waystone/kit/graphql'
import type { Pool } from '@waystone/kit/postgres'
import DataLoader from 'dataloader'
import type { Balances } from './domain/ledger.js'
import type { Session } from './domain/session.js'
import type { User } from './domain/user.js'
import type { Sight } from './services/sight-external.js'
import { findBalances } from './repositories/ledger.js'
import { findSessions, findSessionsOfUsers } from './repositories/session.js'
import { findUsers, findUsersByEmail, findUsersByUsername } from './repositories/user.js'

/** One request's reads: batched and cached. Who may see what is the resolvers' matter. */
export interface Loaders {
  user(id: string): Promise<User | null>
  userByUsername(username: string): Promise<User | null>
  userByEmail(email: string): Promise<User | null>
  session(id: string): Promise<Session | null>
  /** The newest of those that can still be used, newest first. */
  sessionsOfUser(userId: string): Promise<readonly Session[]>
  /** Never cached beyond the request: money is read where it is booked. */
  balances(userId: string): Promise<Balances | null>
  /** Forgets what this request has read; after a write. */
  clear(): void
}

/** Names and addresses that one statement looks up. */
const NAMES_MAX = 100
const NAME_LENGTH_MAX = 254

/** Whether anyone could be called so: Postgres takes no NUL in a text. */
const isName = (text: string): boolean => text.length <= NAME_LENGTH_MAX && !text.includes('\0')

export function createLoaders(needs: { pool: Pool; cache: EntityCache; clock: Clock; sight: Sight }): Loaders {
  const { pool, cache, clock, sight } = needs
  const users = createEntityLoader({
    cache,
    kind: 'user',
    read: async ids => {
      await sight.users(ids)
      return await findUsers(pool, ids)
    },
  })
  const sessions = createEntityLoader({
    cache,
    kind: 'session',
    read: async ids => {
      await sight.sessions(ids)
      return await findSessions(pool, ids)
    },
  })
  const byUsername = nameLoader(async names => {
    await sight.usersBy('username', names)
    return await findUsersByUsername(pool, names)
  }, users)
  const byEmail = nameLoader(async emails => {
    await sight.usersBy('email', emails)
    return await findUsersByEmail(pool, emails)
  }, users)
  const sessionsOfUser = new DataLoader<string, Session[]>(async userIds => {
    await sight.sessionsOfUsers(userIds)
    const found = await findSessionsOfUsers(pool, userIds, clock.now())
    return userIds.map(id => found.get(id) ?? [])
  })
  const balances = new DataLoader<string, Balances | null>(async userIds => {
    const found = await findBalances(pool, userIds)
    return userIds.map(id => found.get(id) ?? null)
  })
  return {
    user: id => users.load(id),
    userByUsername: async name => (isName(name) ? await byUsername.load(name.toLowerCase()) : null),
    userByEmail: async email => (isName(email) ? await byEmail.load(email.toLowerCase()) : null),
    session: id => sessions.load(id),
    sessionsOfUser: userId => sessionsOfUser.load(userId),
    balances: userId => balances.load(userId),
    clear: () => {
      for (const loader of [users, sessions, byUsername, byEmail, sessionsOfUser, balances]) loader.clearAll()
    },
  }
}

/** Looks users up by another key than their id, and spares the request a second look by id. */
function nameLoader(
  find: (keys: readonly string[]) => Promise<ReadonlyMap<string, User>>,
  users: DataLoader<string, User | null>,
): DataLoader<string, User | null> {
  return new DataLoader<string, User | null>(
    async keys => {
      const found = await find(keys)
      for (const user of found.values()) users.prime(user.id, user)
      return keys.map(key => found.get(key) ?? null)
    },
    { maxBatchSize: NAMES_MAX },
  )
}
