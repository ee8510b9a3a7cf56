import * as z from 'zod'
import { accountEvents } from './account-events.js'
import { friendEvents } from './friend-events.js'
import { guildEvents } from './guild-events.js'
import { matchEvents } from './match-events.js'
import { currency, positiveAmount, rewardList } from './shared.js'

const userId = z.uuid()
const define = <Version extends number, Data extends z.ZodType>(producer: Producer, version: Version, data: Data) => ({
  producer,
  version,
  data,
})

export const producers = ['users', 'characters', 'quests', 'gacha', 'social', 'notifications'] as const
export type Producer = (typeof producers)[number]

/** The producers whose events each subgraph consumes. */
export const consumes: Readonly<Record<Producer, readonly Producer[]>> = {
  users: ['quests', 'gacha', 'social', 'notifications'],
  characters: ['quests', 'users', 'social'],
  quests: ['users', 'characters', 'gacha', 'social', 'notifications'],
  gacha: ['quests', 'users', 'characters', 'notifications'],
  social: ['users', 'characters', 'quests'],
  notifications: ['users', 'characters', 'quests', 'gacha', 'social'],
}

const consumersOf = (producer: Producer): readonly Producer[] =>
  producers.filter(name => consumes[name].includes(producer))

/** Which subgraphs consume the events of each: a row leaves an outbox only when all of them have applied it. */
export const consumers: Readonly<Record<Producer, readonly Producer[]>> = {
  users: consumersOf('users'),
  characters: consumersOf('characters'),
  quests: consumersOf('quests'),
  gacha: consumersOf('gacha'),
  social: consumersOf('social'),
  notifications: consumersOf('notifications'),
}

/**
 * Something that an administrator, who is the event's user, did in another subgraph than users, which keeps
 * all such actions.
 */
const adminAction = z.object({
  userId,
  actionId: z.uuid(),
  action: z.string().regex(/^[A-Z][A-Z_]{2,60}$/),
  affectedUserId: userId.nullable(),
  reason: z.string(),
  data: z.record(z.string(), z.unknown()),
})

/**
 * Every event that one subgraph sends to other subgraphs. The aggregate is always the user, so a user's
 * events of one producer stay in order.
 */
export const eventTypes = {
  'user.signed_up': define('users', 1, z.object({ userId, timeZone: z.string() })),
  /** `first` is true on the first sign-in ever. */
  'user.signed_in': define('users', 1, z.object({ userId, sessionId: z.uuid(), first: z.boolean() })),
  'user.profile_updated': define('users', 1, z.object({ userId, timeZone: z.string() })),
  'user.security_changed': define('users', 1, accountEvents.securityChanged),
  /**
   * The account is erased, after its last change: each consumer erases what it knows of the user beyond the
   * id, and takes no more of it.
   */
  'user.deleted': define('users', 1, z.object({ userId })),
  'purchase.completed': define(
    'users',
    1,
    z.object({ userId, purchaseId: z.uuid(), packId: z.string(), currency, amount: positiveAmount }),
  ),
  /** The price of a drawn pull has left the held account for good. */
  'reservation.captured': define('users', 1, z.object({ userId, pullId: z.uuid() })),
  'character.created': define('characters', 1, z.object({ userId, characterId: z.uuid(), class: z.string() })),
  'character.purged': define('characters', 1, z.object({ userId, characterId: z.uuid() })),
  'character.leveled_up': define(
    'characters',
    1,
    z.object({ userId, characterId: z.uuid(), level: z.number().int().min(2) }),
  ),
  /** One kill, told for the character that struck last. `monster` is the key of its kind in the content. */
  'monster.killed': define(
    'characters',
    1,
    z.object({
      userId,
      characterId: z.uuid(),
      mapId: z.uuid(),
      kindId: z.uuid(),
      monster: z.string(),
      level: z.number().int().min(1),
      /** The gain of the character; events from before this field lack it. */
      experience: z.number().int().min(0).optional(),
    }),
  ),
  /** A share of a kill, of a member of the killer's party. `killId` is the id of the kill's event. */
  'experience.shared': define(
    'characters',
    1,
    z.object({
      userId,
      characterId: z.uuid(),
      mapId: z.uuid(),
      killId: z.uuid(),
      experience: z.number().int().min(1),
    }),
  ),
  /** The item is in nobody's inventory yet: gacha puts it there. */
  'item.picked_up': define(
    'characters',
    1,
    z.object({ userId, characterId: z.uuid(), mapId: z.uuid(), itemId: z.uuid() }),
  ),
  /** A character has made a monster its pet. Every pet follows from one of these. */
  'pet.tamed': define(
    'characters',
    1,
    z.object({
      userId,
      characterId: z.uuid(),
      mapId: z.uuid(),
      petId: z.uuid(),
      kindId: z.uuid(),
      monster: z.string(),
      level: z.number().int().min(1),
    }),
  ),
  'quest.completed': define(
    'quests',
    1,
    z.object({ userId, questId: z.uuid(), completionId: z.uuid(), number: z.number().int().min(1) }),
  ),
  /**
   * Each subgraph grants the rewards that are its own, once per completion. A prize of a leaderboard comes by
   * it, too: with the board as `questId` and the prize as `completionId`.
   */
  'quest.reward_granted': define(
    'quests',
    1,
    z.object({ userId, questId: z.uuid(), completionId: z.uuid(), rewards: rewardList }),
  ),
  /** A player has claimed what is attached to a mail: users and gacha grant what is their own, once a mail. */
  'mail.claimed': define('notifications', 1, z.object({ userId, mailId: z.uuid(), rewards: rewardList })),
  /** Told once for each user and puzzle; `attempts` counts the right one, too. */
  'puzzle.solved': define(
    'quests',
    1,
    z.object({
      userId,
      puzzleId: z.uuid(),
      kind: z.enum(['SLIDING', 'LIGHTS_OUT', 'SEQUENCE', 'CIPHER']),
      attempts: z.number().int().min(1),
    }),
  ),
  'match.found': define('quests', 1, matchEvents.found),
  'match.finished': define('quests', 1, matchEvents.finished),
  /** A period of a leaderboard has ended, and the user has a rank with a prize. */
  'season.ended': define('quests', 1, z.object({ userId, leaderboardId: z.uuid(), rank: z.number().int().min(1) })),
  'quests.admin_acted': define('quests', 1, adminAction),
  'gacha.admin_acted': define('gacha', 1, adminAction),
  'social.admin_acted': define('social', 1, adminAction),
  'notifications.admin_acted': define('notifications', 1, adminAction),
  'friend.requested': define('social', 1, friendEvents.requested),
  'friend.accepted': define('social', 1, friendEvents.accepted),
  'blocks.changed': define('social', 1, friendEvents.blocksChanged),
  'party.invited': define('social', 1, friendEvents.partyInvited),
  'party.changed': define('social', 1, friendEvents.partyChanged),
  'pull.drawn': define(
    'gacha',
    1,
    z.object({
      userId,
      pullId: z.uuid(),
      bannerId: z.uuid(),
      currency,
      cost: z.number().int().min(0),
      items: z.array(
        z.object({ itemId: z.uuid(), rarity: z.enum(['RARE', 'SUPER_RARE', 'ULTRA_RARE']), featured: z.boolean() }),
      ),
    }),
  ),
  /**
   * A banner pays currency, and users books it: points of an exchange, or a counter, have become currency, since their
   * banner has closed, or a pull has drawn duplicates.
   */
  'banner.paid_out': define(
    'gacha',
    1,
    z.object({ userId, bannerId: z.uuid(), conversionId: z.uuid(), rewards: rewardList }),
  ),
  'guild.founded': define('social', 1, guildEvents.founded),
  'guild.deposited': define('social', 1, guildEvents.deposited),
  'guild.paid_out': define('social', 1, guildEvents.paidOut),
  'guild.joined': define('social', 1, guildEvents.joined),
  'guild.left': define('social', 1, guildEvents.left),
  'guild.kicked': define('social', 1, guildEvents.kicked),
  'guild.role_changed': define('social', 1, guildEvents.roleChanged),
  'guild.applied': define('social', 1, guildEvents.applied),
}
/**
 * Events with a time zone, which is personal: consumers that keep it erase it when the account is deleted.
 */
export const typesWithTimeZone = ['user.signed_up', 'user.profile_updated'] as const satisfies readonly EventType[]

/** Of administrators: no player did it, so no quest counts it. */
export const isAdminActed = (type: string): type is AdminActed => type.endsWith('.admin_acted')

/**
 * Checks whether quests record and count events of this type. They do not record acts of administrators, the end of
 * an account, changes of its security, blocks, or what the end of a banner pays: none of these is play.
 */
export const isRecorded = (type: string): boolean => !isAdminActed(type) && !notPlayed.has(type)

const notPlayed: ReadonlySet<string> = new Set<EventType>([
  'user.deleted',
  'user.security_changed',
  'blocks.changed',
  'banner.paid_out',
])

export type EventType = keyof typeof eventTypes
/** The events of administrators, one type a subgraph. */
export type AdminActed = Extract<EventType, `${string}.admin_acted`>
export type EventData<T extends EventType> = z.infer<(typeof eventTypes)[T]['data']>

/** One event with its data typed; `EventOf<EventType>` is the union of all. */
export type EventOf<T extends EventType> = {
  [Type in T]: {
    readonly id: string
    readonly type: Type
    readonly version: number
    readonly aggregateId: string
    readonly occurredAt: string
    readonly data: EventData<Type>
  }
}[T]

/** An event whose type or version this build does not know, or whose data is not what its type says. */
export class UnknownEvent extends Error {
  override readonly name = 'UnknownEvent'
  /** The outbox makes it a dead letter at once: a retry by the same build cannot help. */
  readonly isPermanent = true
}

/** @throws ZodError when the data is not what the type says: a bug of the caller. */
export function newEvent<T extends EventType>(
  type: T,
  event: { id: string; occurredAt: Date; data: EventData<T> },
): EventOf<T> {
  const data = eventTypes[type].data.parse(event.data) as EventData<T>
  return {
    id: event.id,
    type,
    version: eventTypes[type].version,
    aggregateId: data.userId,
    occurredAt: event.occurredAt.toISOString(),
    data,
  }
}

/** @throws UnknownEvent saying what was expected and what came. */
export function parseEvent(envelope: {
  id: string
  type: string
  version: number
  aggregateId: string
  occurredAt: string
  data: unknown
}): EventOf<EventType> {
  if (!isEventType(envelope.type)) throw new UnknownEvent(`No event of type "${envelope.type}" is known`)
  const { version, data } = eventTypes[envelope.type]
  if (envelope.version !== version)
    throw new UnknownEvent(`"${envelope.type}" is known in version ${version}, not ${envelope.version}`)
  const parsed = data.safeParse(envelope.data)
  if (!parsed.success)
    throw new UnknownEvent(`The data of "${envelope.type}" is wrong: ${z.prettifyError(parsed.error)}`)
  return { ...envelope, data: parsed.data } as EventOf<EventType>
}

/** Returns the producer of an event type; null for a type that this build does not know. */
export const producerOf = (type: string): Producer | null => (isEventType(type) ? eventTypes[type].producer : null)

const isEventType = (type: string): type is EventType => Object.hasOwn(eventTypes, type)
