import * as z from 'zod'
import { rewardList } from './shared.js'

/** No id of ours is longer. */
export const ENTITY_ID_LENGTH_MAX = 200
export const ENTITIES_PER_CALL_MAX = 100

/** All that check credentials by themselves; users reads its own tables. */
const checkers = ['gateway', 'characters', 'quests', 'gacha', 'social', 'notifications']

/** Those who check access tokens → users: revocations since a moment, for checking access tokens locally. */
export const listRevocations = {
  service: 'users',
  operation: 'list-revocations',
  callers: checkers,
  input: z.object({ sinceMs: z.number().int().min(0) }),
  output: z.array(
    z.object({ sessionId: z.uuid().nullable(), userId: z.uuid().nullable(), revokedAtMs: z.number().int() }),
  ),
}

/**
 * Services that verify credentials → users: the user whom a credential of the application that owns the
 * accounts signs in (AUTH_MODE=external). Null: no user; the credential is unknown, has ended, or belongs to
 * an account that is banned or deleted.
 */
export const exchangeCredential = {
  service: 'users',
  operation: 'exchange-credential',
  callers: checkers,
  input: z.object({ credential: z.string().min(1).max(8_192) }),
  output: z.object({
    viewer: z
      .object({
        userId: z.uuid(),
        sessionId: z.uuid(),
        scopes: z.array(z.string()),
        issuedAtMs: z.number(),
        expiresAtMs: z.number(),
      })
      .nullable(),
  }),
}

/** quests, notifications → gacha: which of the items that would be granted do not exist. */
export const findUnknownItems = {
  service: 'gacha',
  operation: 'find-unknown-items',
  callers: ['quests', 'notifications'],
  input: z.object({ itemIds: z.array(z.uuid()).max(100) }),
  output: z.object({ unknownItemIds: z.array(z.uuid()) }),
}

export const GRANTS_PER_CALL_MAX = 100

/**
 * Services that grant rewards → quests: the rewards that the events with these ids grant. Ids by which quests
 * has granted nothing are left out.
 */
export const findGrantedRewards = {
  service: 'quests',
  operation: 'find-granted-rewards',
  callers: ['users', 'characters', 'gacha'],
  input: z.object({ eventIds: z.array(z.uuid()).max(GRANTS_PER_CALL_MAX) }),
  output: z.object({
    grants: z.array(
      z.object({
        eventId: z.uuid(),
        userId: z.uuid(),
        questId: z.uuid(),
        completionId: z.uuid(),
        rewards: rewardList,
      }),
    ),
  }),
}

/**
 * quests → a neighbour: for each id, the entity of one of these types that a sender of this Authorization
 * header may see; null where there is none. `entities` is null where the header is refused.
 */
const findEntitiesOf = <Service extends string>(service: Service) => ({
  service,
  operation: 'find-entities',
  callers: ['quests'],
  input: z.object({
    types: z
      .array(z.string().regex(/^[A-Za-z]\w{0,99}$/))
      .min(1)
      .max(20),
    ids: z.array(z.string().max(ENTITY_ID_LENGTH_MAX)).min(1).max(ENTITIES_PER_CALL_MAX),
    /** `Bearer ` and a credential. */
    authorization: z.string().max(8_200).nullable(),
  }),
  output: z.object({ entities: z.array(z.object({ type: z.string(), id: z.string() }).nullable()).nullable() }),
})
export const findEntities = {
  users: findEntitiesOf('users'),
  characters: findEntitiesOf('characters'),
  gacha: findEntitiesOf('gacha'),
  social: findEntitiesOf('social'),
  notifications: findEntitiesOf('notifications'),
}

/** As the database numbers dead letters: a bigint, too large for a number of JavaScript. */
const deadLetterPosition = z.string().regex(/^\d{1,18}$/)
const DEAD_LETTERS_PER_CALL_MAX = 101

/** quests, which shows administrators the dead letters of all → a neighbour: a page of its dead letters. */
const listDeadLettersOf = <Service extends string>(service: Service) => ({
  service,
  operation: 'list-dead-letters',
  callers: ['quests'],
  input: z.object({
    after: deadLetterPosition.nullable(),
    limit: z.number().int().min(1).max(DEAD_LETTERS_PER_CALL_MAX),
    isCounted: z.boolean(),
  }),
  output: z.object({
    letters: z
      .array(
        z.object({
          position: deadLetterPosition,
          producer: z.string(),
          eventId: z.string(),
          aggregateId: z.string(),
          type: z.string(),
          /** Without what may be secret. */
          payload: z.unknown(),
          error: z.string(),
          attempts: z.number().int(),
          occurredAt: z.string(),
          firstFailedAt: z.string(),
          lastFailedAt: z.string(),
        }),
      )
      .readonly(),
    totalCount: z.number().int().nullable(),
  }),
})
export const listDeadLetters = {
  users: listDeadLettersOf('users'),
  characters: listDeadLettersOf('characters'),
  gacha: listDeadLettersOf('gacha'),
  social: listDeadLettersOf('social'),
  notifications: listDeadLettersOf('notifications'),
}

/** quests → a neighbour: replays dead letters as this administrator, who was checked. Each is applied once. */
const replayDeadLettersOf = <Service extends string>(service: Service) => ({
  service,
  operation: 'replay-dead-letters',
  callers: ['quests'],
  input: z.object({
    positions: z.array(deadLetterPosition).min(1).max(DEAD_LETTERS_PER_CALL_MAX),
    actor: z.uuid(),
    reason: z.string().max(500),
  }),
  output: z
    .array(
      z.object({
        position: deadLetterPosition,
        outcome: z.enum(['applied', 'known', 'denied', 'failed', 'waiting', 'gone']),
        error: z.string().nullable(),
      }),
    )
    .readonly(),
})
export const replayDeadLetters = {
  users: replayDeadLettersOf('users'),
  characters: replayDeadLettersOf('characters'),
  gacha: replayDeadLettersOf('gacha'),
  social: replayDeadLettersOf('social'),
  notifications: replayDeadLettersOf('notifications'),
}

export const PLAYERS_PER_CALL_MAX = 100

/** social, notifications → users: the accounts of these ids. Unknown and deleted accounts are left out. */
export const findPlayers = {
  service: 'users',
  operation: 'find-players',
  callers: ['social', 'notifications'],
  input: z.object({ userIds: z.array(z.uuid()).min(1).max(PLAYERS_PER_CALL_MAX) }),
  output: z.object({
    players: z.array(
      z.object({
        userId: z.uuid(),
        username: z.string(),
        standing: z.enum(['NEW', 'ACTIVE', 'BANNED']),
        timeZone: z.string(),
      }),
    ),
  }),
}

/** social → characters: whether the character is this user's, and not deleted. */
export const isOwnCharacter = {
  service: 'characters',
  operation: 'is-own-character',
  callers: ['social'],
  input: z.object({ userId: z.uuid(), characterId: z.uuid() }),
  output: z.object({ isOwn: z.boolean() }),
}

export const CONNECTIONS_PER_REPORT_MAX = 5_000

/**
 * gateway → social: the users whose live connections to this gateway process began and ended since its last report,
 * or, where `isWhole`, all who have one. Each report renews the gateway's lease. `isKnown` is false where social does
 * not hold the state that the report builds on: the gateway sends the whole then.
 */
export const reportConnections = {
  service: 'social',
  operation: 'report-connections',
  callers: ['gateway'],
  input: z.object({
    /** Of the process: a gateway that starts anew is another one. */
    gatewayId: z.uuid(),
    /** Of this report; the one before it has one less. */
    revision: z.number().int().min(1),
    isWhole: z.boolean(),
    connected: z.array(z.uuid()).max(CONNECTIONS_PER_REPORT_MAX),
    disconnected: z.array(z.uuid()).max(CONNECTIONS_PER_REPORT_MAX),
  }),
  output: z.object({ isKnown: z.boolean() }),
}

/**
 * Any service, also of another supergraph → gateway: entities that changed, for its entity cache. Without a
 * key, all of the type.
 */
export const invalidateEntities = {
  service: 'gateway',
  operation: 'invalidate-entities',
  callers: 'any' as const,
  input: z.object({
    changes: z
      .array(
        z.object({
          type: z.string().min(1).max(200),
          key: z.record(z.string().min(1).max(200), z.union([z.string().max(1_000), z.number()])).optional(),
        }),
      )
      .min(1)
      .max(1_000),
  }),
  output: z.object({}),
}
