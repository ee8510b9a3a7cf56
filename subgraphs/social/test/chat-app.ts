import { randomUUID } from 'node:crypto'
import { findPlayers } from '@waystone/events'
import { createRevocationList } from '@waystone/kit/auth'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { createInProcessEventBus } from '@waystone/kit/outbox'
import { createDatabase, withTransaction, type Database } from '@waystone/kit/postgres'
import { answerCall, createInProcessServiceClient } from '@waystone/kit/service-client'
import { createTestDatabase, createTestIssuer, manualClock, type ManualClock } from '@waystone/kit/testing'
import { graphql } from 'graphql'
import { createApp, type SocialApp } from '../src/app.js'
import { readConfig } from '../src/config.js'
import { erasePlayer } from '../src/services/erase-player.js'

export interface Player {
  readonly userId: string
  readonly scopes: readonly string[]
}

export interface Answer {
  // oxlint-disable-next-line typescript/no-explicit-any -- what was selected is known where it was asked
  readonly data: any
  readonly errors: readonly { readonly code: unknown; readonly message: string }[]
}

/** The subgraph on a database of its own, with a clock that stands and tokens of its own making. */
export interface ChatTestApp {
  readonly app: SocialApp
  readonly clock: ManualClock
  readonly database: Database
  token(player: Player): Promise<string>
  /** One request of this player; null is an anonymous one. */
  ask(viewer: Player | null, source: string, variables?: Record<string, unknown>): Promise<Answer>
  rows(sql: string, ...values: unknown[]): Promise<readonly Record<string, unknown>[]>
  /** The account is deleted. */
  isErased(player: Player): Promise<void>
  /** Accounts that users no longer knows. */
  readonly unknown: Set<string>
  close(): Promise<void>
}

export const WORLD = '0191d5a0-7c1e-7000-8000-000000000001'

export const aPlayer = (...scopes: string[]): Player => ({ userId: randomUUID(), scopes })

export async function startSocial(): Promise<ChatTestApp> {
  const testDatabase = await createTestDatabase({ migrations: 'social' })
  const clock = manualClock('2026-11-21T12:00:00Z')
  const logger = createLogger({ name: 'test', level: 'silent' })
  const database = createDatabase({ url: testDatabase.url, maxConnections: 10, applicationName: 'test', logger })
  const issuer = await createTestIssuer()
  const events = createInProcessEventBus({ logger })
  const config = readConfig({ DATABASE_URL: testDatabase.url, LOG_LEVEL: 'silent' })
  const unknown = new Set<string>()
  const users = [
    answerCall(findPlayers, async ({ userIds }) => ({
      players: userIds
        .filter(userId => !unknown.has(userId))
        .map(userId => ({ userId, username: 'someone', standing: 'ACTIVE' as const, timeZone: 'UTC' })),
    })),
  ]
  const app = await createApp(config, {
    clock,
    logger,
    events,
    services: createInProcessServiceClient({ self: 'social', find: service => (service === 'users' ? users : []) }),
    keys: issuer.keys,
    revocations: createRevocationList(clock),
    database,
    metrics: createMetrics({ service: 'social' }),
  })
  const token = (viewer: Player) => issuer.token({ ...viewer, now: clock.now() })
  return {
    app,
    clock,
    database,
    unknown,
    token,
    ask: async (viewer, source, variables = {}) => {
      const headers = new Map<string, string>()
      if (viewer !== null) headers.set('authorization', `Bearer ${await token(viewer)}`)
      const contextValue = await app.context({ headers, remoteAddress: '127.0.0.1', requestId: randomUUID() })
      const result = await graphql({ schema: app.schema, source, contextValue, variableValues: variables })
      const errors = (result.errors ?? []).map(({ extensions, message, originalError }) => ({
        code: extensions['code'] ?? (originalError && 'code' in originalError ? originalError.code : undefined),
        message,
      }))
      return { data: JSON.parse(JSON.stringify(result.data ?? null)) as unknown, errors }
    },
    rows: async (sql, ...values) => (await database.primary.query(sql, values)).rows,
    isErased: async ({ userId }) => {
      await withTransaction(database.primary, tx => erasePlayer({ clock, newId: randomUUID }, tx, userId))
    },
    close: async () => {
      await app.close()
      await events.close()
      await database.close()
      await testDatabase.close()
    },
  }
}
