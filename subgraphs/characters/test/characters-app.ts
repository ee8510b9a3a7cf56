import { randomUUID } from 'node:crypto'
import { findGrantedRewards, newEvent, type EventData, type EventOf, type GrantedReward } from '@waystone/events'
import { createRevocationList, type RevocationList } from '@waystone/kit/auth'
import { createLocalExecutor, type LocalResults } from '@waystone/kit/graphql'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { createInProcessEventBus, type EventBus } from '@waystone/kit/outbox'
import { createDatabase, type Database } from '@waystone/kit/postgres'
import { answerCall, createInProcessServiceClient } from '@waystone/kit/service-client'
import {
  createTestDatabase,
  createTestIssuer,
  manualClock,
  type ManualClock,
  type TestIssuer,
} from '@waystone/kit/testing'
import { graphql } from 'graphql'
import { createApp, type CharactersApp } from '../src/app.js'
import { readConfig } from '../src/config.js'
import type { Character, CharacterClass } from '../src/domain/character.js'

export interface Player {
  readonly userId: string
  readonly scopes: readonly string[]
}

export interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null
  readonly errors: readonly { readonly code: unknown; readonly path: unknown }[]
}

/** The subgraph on a database of its own, with a clock that stands and tokens of its own making. */
export interface TestApp {
  readonly app: CharactersApp
  readonly clock: ManualClock
  readonly database: Database
  readonly events: EventBus
  readonly issuer: TestIssuer
  readonly revocations: RevocationList
  /** One request of this player; null is an anonymous one. */
  ask(viewer: Player | null, source: string, variables?: Record<string, unknown>): Promise<Answer>
  /** @throws Error with the codes of what is refused at once */
  subscribe(viewer: Player, source: string): Promise<LocalResults>
  /** A character for tests that begin with one; a second later than the one before. */
  aCharacter(player: Player, name: string, characterClass?: CharacterClass): Promise<Character>
  /** The event of a reward that quests, when asked, confirms. */
  granted(data: EventData<'quest.reward_granted'>): EventOf<'quest.reward_granted'>
  /** Everything that other subgraphs are told, in order. */
  told(): Promise<readonly { type: string; data: unknown }[]>
  close(): Promise<void>
}

export const aPlayer = (...scopes: string[]): Player => ({ userId: randomUUID(), scopes })

export async function startCharacters(): Promise<TestApp> {
  const testDatabase = await createTestDatabase({ migrations: 'characters' })
  const clock = manualClock('2026-11-21T08:00:00Z')
  const logger = createLogger({ name: 'test', level: 'silent' })
  const database = createDatabase({ url: testDatabase.url, maxConnections: 10, applicationName: 'test', logger })
  const issuer = await createTestIssuer()
  const events = createInProcessEventBus({ logger })
  const revocations = createRevocationList(clock)
  const config = readConfig({ DATABASE_URL: testDatabase.url, LOG_LEVEL: 'silent' })
  const granted = new Map<string, GrantedReward>()
  const confirm = answerCall(findGrantedRewards, async ({ eventIds }) => ({
    grants: eventIds.flatMap(eventId => granted.get(eventId) ?? []),
  }))
  const app = await createApp(config, {
    clock,
    logger,
    database,
    events,
    metrics: createMetrics({ service: 'characters' }),
    services: createInProcessServiceClient({
      self: 'characters',
      find: service => (service === 'quests' ? [confirm] : []),
    }),
    keys: issuer.keys,
    revocations,
  })

  const headersOf = async (viewer: Player | null) => {
    const headers = new Map<string, string>()
    if (viewer !== null) headers.set('authorization', `Bearer ${await issuer.token({ ...viewer, now: clock.now() })}`)
    return headers
  }

  return {
    app,
    clock,
    database,
    events,
    issuer,
    revocations,
    ask: async (viewer, source, variables = {}) => {
      const headers = await headersOf(viewer)
      const contextValue = await app.context({ headers, remoteAddress: '127.0.0.1', requestId: randomUUID() })
      const result = await graphql({ schema: app.schema, source, contextValue, variableValues: variables })
      const errors = (result.errors ?? []).map(({ extensions, message, path }) => ({
        code: extensions['code'] ?? message,
        path,
      }))
      // Serialized to JSON and back, as over the network, so that answers hold plain data only.
      return { data: JSON.parse(JSON.stringify(result.data ?? null)) as Answer['data'], errors }
    },
    subscribe: async (viewer, query) => {
      const headers = await headersOf(viewer)
      const results = await createLocalExecutor(app).subscribe({ query, headers, remoteAddress: '127.0.0.1' })
      if (Symbol.asyncIterator in results) return results
      throw new Error(JSON.stringify(results))
    },
    aCharacter: async ({ userId }, name, characterClass = 'MAGE') => {
      clock.advance(1_000)
      const made = await app.services.createCharacter({ userId, input: { name, class: characterClass } })
      if ('__typename' in made) throw new Error(made.message)
      return made
    },
    granted: data => {
      const event = newEvent('quest.reward_granted', { id: randomUUID(), occurredAt: clock.now(), data })
      granted.set(event.id, { eventId: event.id, ...data })
      return event
    },
    told: async () =>
      (await database.primary.query<{ type: string; data: unknown }>('SELECT type, data FROM outbox ORDER BY id')).rows,
    close: async () => {
      await app.close()
      await events.close()
      await database.close()
      await testDatabase.close()
    },
  }
}
