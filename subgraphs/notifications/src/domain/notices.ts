import type { EventData, EventOf, EventType } from '@waystone/events'
import type { Notice } from './notification.js'

/** A notice without its source; to the event's user where it names no other users. */
type Told = Pick<Notice, 'kind' | 'data'> & { readonly to?: readonly string[] }
/** By event type, the notice that it makes; null for none. */
type Rules = { readonly [T in EventType]?: (data: EventData<T>) => Told | null }

/** Events of a guild share a kind: `event` says which one it is, and has a template of its own. */
const ofGuild = (
  event: string,
  { userId, byUserId, ...data }: { readonly userId: string; readonly byUserId: string },
): Told | null =>
  // A user's own doing is no news.
  byUserId === userId ? null : { kind: 'GUILD', data: { event, ...data, fromUserId: byUserId } }

const rules: Rules = {
  'quest.completed': ({ questId, completionId, number }) => ({
    kind: 'QUEST_COMPLETED',
    data: { questId, completionId, number },
  }),
  'quest.reward_granted': ({ questId, completionId, rewards }) =>
    rewards.length === 0 ? null : { kind: 'REWARD_RECEIVED', data: { questId, completionId, rewards } },
  'friend.requested': ({ fromUserId, requestId }) => ({ kind: 'FRIEND_REQUEST', data: { fromUserId, requestId } }),
  'friend.accepted': ({ friendId }) => ({ kind: 'FRIEND_ACCEPTED', data: { friendId } }),
  'party.invited': ({ invitationId, partyId, fromUserId, expiresAt }) => ({
    kind: 'PARTY_INVITATION',
    data: { invitationId, partyId, fromUserId, expiresAt },
  }),
  'guild.joined': data => ofGuild('guild.joined', data),
  'guild.kicked': data => ofGuild('guild.kicked', data),
  'guild.role_changed': data => ofGuild('guild.role_changed', data),
  'guild.applied': ({ userId: fromUserId, officerIds, ...data }) => ({
    kind: 'GUILD',
    data: { event: 'guild.applied', ...data, fromUserId },
    to: officerIds,
  }),
  'user.security_changed': ({ change, sessionId, provider }) => ({
    kind: 'SECURITY',
    data: {
      event: `account.${change}`,
      ...(sessionId !== null && { sessionId }),
      ...(provider !== null && { provider }),
    },
  }),
  'match.found': ({ matchId, opponentId, startsAt, endsAt }) => ({
    kind: 'MATCH_FOUND',
    data: { event: 'match.found', matchId, opponentId, startsAt, endsAt },
  }),
  'match.finished': ({ matchId, won, rating }) => ({
    kind: 'MATCH_FOUND',
    data: { event: won ? 'match.won' : 'match.lost', matchId, rating },
  }),
  'season.ended': ({ leaderboardId, rank }) => ({ kind: 'SEASON_ENDED', data: { leaderboardId, rank } }),
}

/** The types of events that make notices. */
export const noticedTypes: ReadonlySet<string> = new Set(Object.keys(rules))

/** The notices that an event makes, one for each user who is told. */
export function noticesOf(event: EventOf<EventType>): readonly Notice[] {
  // Each rule takes the data of its own type.
  const rule = rules[event.type] as ((data: unknown) => Told | null) | undefined
  const told = rule?.(event.data) ?? null
  if (told === null) return []
  const { to = [event.data.userId], ...notice } = told
  return [...new Set(to)].map(userId => ({ ...notice, userId, sourceId: event.id, sendingId: null }))
}
