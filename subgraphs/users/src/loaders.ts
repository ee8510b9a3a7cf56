import type { EntityCache } from '@waystone/kit/cache'
import type { Clock } from '@waystone/kit/clock'
import { createEntityLoader, type RequestReads } from '@waystone/kit/graphql'
import type { Pool, Queryable } from '@waystone/kit/postgres'
import DataLoader from 'dataloader'
import type { Balances } from './domain/ledger.js'
import type { Session } from './domain/session.js'
import type { TwoFactor } from './domain/two-factor.js'
import type { User } from './domain/user.js'
import type { Sight } from './services/sight-external.js'
import { findAccess, type AccountAccess } from './repositories/account.js'
import { findDeclared, type Declared } from './repositories/declaration.js'
import { findBalances } from './repositories/ledger.js'
import { findSessions, findSessionsOfUsers } from './repositories/session.js'
import { findTwoFactors } from './repositories/two-factor.js'
import { findUsers, findUsersByEmail, findUsersByUsername } from './repositories/user.js'

/** One request's reads, batched and cached. Resolvers check whether the viewer may see the result. */
export interface Loaders {
  user(id: string): Promise<User | null>
  userByUsername(username: string): Promise<User | null>
  userByEmail(email: string): Promise<User | null>
  session(id: string): Promise<Session | null>
  /** The newest of those that can still be used, newest first. */
  sessionsOfUser(userId: string): Promise<readonly Session[]>
  /** Never cached beyond the request: it says what may be done next. */
  access(userId: string): Promise<AccountAccess | null>
  /** Never cached beyond the request: it says what may be done next. */
  twoFactor(userId: string): Promise<TwoFactor | null>
  /** Never cached beyond the request: it says what may be done next. */
  declared(userId: string): Promise<Declared>
  /** Never cached beyond the request: money is read where it is booked. */
  balances(userId: string): Promise<Balances | null>
  /** Forgets what this request has read; after a write. */
  clear(): void
}

/** Names and addresses that one statement looks up. */
const NAMES_MAX = 100
const NAME_LENGTH_MAX = 254

/** Returns whether the text is a possible name: Postgres takes no NUL in a text. */
const isName = (text: string): boolean => text.length <= NAME_LENGTH_MAX && !text.includes('\0')

export function createLoaders(needs: {
  pool: Pool
  cache: EntityCache
  clock: Clock
  reads: RequestReads
  sight: Sight
}): Loaders {
  const { pool, cache, clock, reads, sight } = needs
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
  const sources = { primary: pool, replica: reads }
  const byName = (by: 'username' | 'email', find: FindByName) =>
    nameLoader({ find, reads, sources, users, before: keys => sight.usersBy(by, keys) })
  const byUsername = byName('username', findUsersByUsername)
  const byEmail = byName('email', findUsersByEmail)
  const sessionsOfUser = new DataLoader<string, Session[]>(async userIds => {
    await sight.sessionsOfUsers(userIds)
    const found = await findSessionsOfUsers(sight.isBlind ? reads : pool, userIds, clock.now())
    return userIds.map(id => found.get(id) ?? [])
  })
  const balances = new DataLoader<string, Balances | null>(async userIds => {
    const found = await findBalances(pool, userIds)
    return userIds.map(id => found.get(id) ?? null)
  })
  const access = new DataLoader<string, AccountAccess | null>(async userIds => {
    const found = await findAccess(pool, userIds)
    return userIds.map(id => found.get(id) ?? null)
  })
  const twoFactor = new DataLoader<string, TwoFactor | null>(async userIds => {
    const found = await findTwoFactors(pool, userIds)
    return userIds.map(id => found.get(id) ?? null)
  })
  const declared = new DataLoader<string, Declared>(async userIds => {
    const found = await findDeclared(pool, userIds)
    return userIds.map(id => found.get(id) ?? new Error(`The declarations of the user ${id} were not read`))
  })
  return {
    user: id => users.load(id),
    userByUsername: async name => (isName(name) ? await byUsername.load(name.toLowerCase()) : null),
    userByEmail: async email => (isName(email) ? await byEmail.load(email.toLowerCase()) : null),
    session: id => sessions.load(id),
    sessionsOfUser: userId => sessionsOfUser.load(userId),
    access: userId => access.load(userId),
    twoFactor: userId => twoFactor.load(userId),
    declared: userId => declared.load(userId),
    balances: userId => balances.load(userId),
    clear: () => {
      for (const loader of [
        users,
        sessions,
        byUsername,
        byEmail,
        sessionsOfUser,
        access,
        twoFactor,
        declared,
        balances,
      ])
        loader.clearAll()
    },
  }
}

type FindByName = (db: Queryable, keys: readonly string[]) => Promise<ReadonlyMap<string, User>>

/** Looks users up by another key than their id, and spares the request a second look by id. */
function nameLoader(options: {
  find: FindByName
  reads: RequestReads
  sources: { primary: Queryable; replica: Queryable }
  users: DataLoader<string, User | null>
  /** Makes sure that the rows of these keys are there before they are looked up. */
  before: (keys: readonly string[]) => Promise<void>
}): DataLoader<string, User | null> {
  const { find, reads, sources, users, before } = options
  return new DataLoader<string, User | null>(
    async keys => {
      await before(keys)
      const found = await reads.find(sources, keys, find)
      // A replica may tell the owner of a name, which never changes; other columns may lag behind the cache.
      if (!reads.isReplicated) for (const user of found.values()) users.prime(user.id, user)
      return await Promise.all(
        keys.map(async key => {
          const id = found.get(key)?.id
          return id === undefined ? null : await users.load(id)
        }),
      )
    },
    { maxBatchSize: NAMES_MAX },
  )
}
