import type { EventData, EventOf, EventType } from '@waystone/events'
import type { Notice } from './notification.js'

type Told = Pick<Notice, 'kind' | 'data'>
/** By event type, the notice that it makes; null for none. */
type Rules = { readonly [T in EventType]?: (data: EventData<T>) => Told | null }

const rules: Rules = {
  'quest.completed': ({ questId, completionId, number }) => ({
    kind: 'QUEST_COMPLETED',
    data: { questId, completionId, number },
  }),
  'quest.reward_granted': ({ questId, completionId, rewards }) =>
    rewards.length === 0 ? null : { kind: 'REWARD_RECEIVED', data: { questId, completionId, rewards } },
  'friend.requested': ({ fromUserId, requestId }) => ({ kind: 'FRIEND_REQUEST', data: { fromUserId, requestId } }),
  'friend.accepted': ({ friendId }) => ({ kind: 'FRIEND_ACCEPTED', data: { friendId } }),
  'party.invited': ({ userId: _, ...invitation }) => ({ kind: 'PARTY_INVITATION', data: invitation }),
}

/** The types that a user is told of. */
export const noticedTypes: ReadonlySet<string> = new Set(Object.keys(rules))

/** The notice that an event makes for its user; null for none. */
export function noticeOf(event: EventOf<EventType>): Notice | null {
  // Each rule takes the data of its own type.
  const rule = rules[event.type] as ((data: unknown) => Told | null) | undefined
  const told = rule?.(event.data) ?? null
  return told === null ? null : { ...told, userId: event.data.userId, sourceId: event.id, sendingId: null }
}
