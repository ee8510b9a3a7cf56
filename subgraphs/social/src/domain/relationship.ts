/** All that is between two users. The ids are in order, so that each two users have one. */
export interface Relationship {
  readonly lowId: string
  readonly highId: string
  /** The request that waits; null for none. */
  readonly request: PendingRequest | null
  readonly friendsSince: Date | null
  /** When either of the two blocked the other; null where it has not. */
  readonly lowBlockedAt: Date | null
  readonly highBlockedAt: Date | null
}

export interface PendingRequest {
  readonly id: string
  readonly fromId: string
  readonly sentAt: Date
}

export const FRIENDS_MAX = 500
export const REQUESTS_MAX = 100
export const BLOCKS_MAX = 500

/** The part of a relationship in the counts of one of its users. */
export interface Counts {
  readonly friends: number
  readonly requestsSent: number
  readonly blocks: number
}

export const strangers = (one: string, other: string): Relationship => ({
  lowId: one < other ? one : other,
  highId: one < other ? other : one,
  request: null,
  friendsSince: null,
  lowBlockedAt: null,
  highBlockedAt: null,
})

export const otherOf = ({ lowId, highId }: Pick<Relationship, 'lowId' | 'highId'>, userId: string): string =>
  userId === lowId ? highId : lowId

export const hasBlocked = ({ lowId, lowBlockedAt, highBlockedAt }: Relationship, userId: string): boolean =>
  (userId === lowId ? lowBlockedAt : highBlockedAt) !== null

/** The request as this user sees it: one of a user whom this user has blocked is not seen. */
export const requestSeenBy = (between: Relationship, userId: string): PendingRequest | null =>
  between.request === null || (between.request.fromId !== userId && hasBlocked(between, userId))
    ? null
    : between.request

/** Tells whether a change shows to this user: blocks of the other do not, nor requests of whom this one has blocked. */
export const showsTo = (userId: string, { before, after }: { before: Relationship; after: Relationship }): boolean =>
  before.friendsSince?.getTime() !== after.friendsSince?.getTime() ||
  requestSeenBy(before, userId)?.id !== requestSeenBy(after, userId)?.id ||
  hasBlocked(before, userId) !== hasBlocked(after, userId)

/**
 * A request of a user who has not blocked the other: it waits, or, where one of the other's waits, both are friends.
 * Whether the other has blocked the sender makes no difference here.
 */
export function requestFriendship(
  between: Relationship,
  { id, fromId, at }: { id: string; fromId: string; at: Date },
): Relationship {
  if (between.friendsSince !== null) return between
  if (between.request === null) return { ...between, request: { id, fromId, sentAt: at } }
  return between.request.fromId === fromId ? between : befriend(between, at)
}

export const befriend = (between: Relationship, at: Date): Relationship => ({
  ...between,
  request: null,
  friendsSince: at,
})

/**
 * Friendship and the blocker's own request end. A request of the blocked user stays, so that its sender sees it wait as
 * before; the blocker no longer sees it.
 */
export function block(between: Relationship, { by, at }: { by: string; at: Date }): Relationship {
  if (hasBlocked(between, by)) return between
  return {
    ...between,
    ...(by === between.lowId ? { lowBlockedAt: at } : { highBlockedAt: at }),
    friendsSince: null,
    request: between.request?.fromId === by ? null : between.request,
  }
}

export const unblock = (between: Relationship, by: string): Relationship => ({
  ...between,
  ...(by === between.lowId ? { lowBlockedAt: null } : { highBlockedAt: null }),
})

export const isNothing = ({ request, friendsSince, lowBlockedAt, highBlockedAt }: Relationship): boolean =>
  request === null && friendsSince === null && lowBlockedAt === null && highBlockedAt === null

export const countsOf = (between: Relationship, userId: string): Counts => ({
  friends: between.friendsSince === null ? 0 : 1,
  requestsSent: between.request?.fromId === userId ? 1 : 0,
  blocks: hasBlocked(between, userId) ? 1 : 0,
})

/** The counts after a relationship has changed. */
export const recount = (
  counts: Counts,
  { before, after, userId }: { before: Relationship; after: Relationship; userId: string },
): Counts => {
  const [was, is] = [countsOf(before, userId), countsOf(after, userId)]
  return {
    friends: counts.friends + is.friends - was.friends,
    requestsSent: counts.requestsSent + is.requestsSent - was.requestsSent,
    blocks: counts.blocks + is.blocks - was.blocks,
  }
}

/** The count that is over its limit, if any has grown over it. */
export function exceededLimit(before: Counts, after: Counts): keyof Counts | null {
  const limits: Counts = { friends: FRIENDS_MAX, requestsSent: REQUESTS_MAX, blocks: BLOCKS_MAX }
  for (const count of ['friends', 'requestsSent', 'blocks'] as const)
    if (after[count] > before[count] && after[count] > limits[count]) return count
  return null
}
