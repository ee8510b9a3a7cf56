/** The subjects of notifications. */
export const notificationKinds = [
  'QUEST_COMPLETED',
  'REWARD_RECEIVED',
  'FRIEND_REQUEST',
  'FRIEND_ACCEPTED',
  'GUILD',
  'PARTY_INVITATION',
  'MATCH_FOUND',
  'SEASON_ENDED',
  'MAIL',
  'ANNOUNCEMENT',
  'SECURITY',
] as const
export type NotificationKind = (typeof notificationKinds)[number]

/** A fact that a user is to be told, before it is kept. */
export interface Notice {
  readonly userId: string
  readonly kind: NotificationKind
  readonly data: Readonly<Record<string, unknown>>
  /** The event or the sending that it is made from. */
  readonly sourceId: string
  /** Of a mail or an announcement, which bring their own words. */
  readonly sendingId: string | null
}

/** A notification as it is kept. */
export interface Notification {
  readonly id: string
  readonly userId: string
  /** From 1 in the order of the user's notifications. */
  readonly sequence: number
  readonly kind: NotificationKind
  readonly data: Readonly<Record<string, unknown>>
  readonly sendingId: string | null
  readonly createdAt: Date
  readonly readAt: Date | null
}

/** Kinds whose words, and whose data, are those of a sending: administrators write them. */
export const isOfSending = (kind: NotificationKind): boolean => kind === 'MAIL' || kind === 'ANNOUNCEMENT'

/** How long the same user who asks for the same again is not pushed a second time. */
export const ASKED_AGAIN_MS = 5 * 60 * 1_000

/**
 * Names what another user asks of the one who is told, and can ask again and again by withdrawing it; null for what
 * nobody repeats at will.
 */
export function askedBy({ userId, kind, data }: Pick<Notification, 'userId' | 'kind' | 'data'>): string | null {
  const { event = null, fromUserId } = data
  const isAsked = kind === 'FRIEND_REQUEST' || kind === 'PARTY_INVITATION' || event === 'guild.applied'
  return isAsked ? `${userId} ${kind} ${String(fromUserId)}` : null
}

/** By kind, the field of the data that says until when it is news. */
const ENDS: Readonly<Partial<Record<NotificationKind, string>>> = {
  MATCH_FOUND: 'endsAt',
  PARTY_INVITATION: 'expiresAt',
}

/** Checks whether its subject is over: an invitation that has expired, or a match. */
export function isOver({ kind, data }: Pick<Notification, 'kind' | 'data'>, now: Date): boolean {
  const end = data[ENDS[kind] ?? '']
  return typeof end === 'string' && Date.parse(end) <= now.getTime()
}

/** The words of a notification. */
export interface Words {
  readonly title: string
  readonly body: string
}
