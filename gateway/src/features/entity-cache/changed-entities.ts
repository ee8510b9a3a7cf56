import type { EventOf, EventType } from '@waystone/events'
import { unreachable } from '@waystone/kit/errors'
import type { EntityChange } from './entity-tags.js'

/** Which entities of our own subgraphs an event changes. A user's wallet, progress and inventory hang on the user. */
export function changedEntities(event: EventOf<EventType>): readonly EntityChange[] {
  const user = { type: 'User', key: { id: event.data.userId } }
  switch (event.type) {
    case 'user.signed_up':
    case 'user.signed_in':
    case 'user.profile_updated':
    case 'user.security_changed':
    case 'user.deleted':
    case 'purchase.completed':
    case 'reservation.captured':
    case 'quest.completed':
    case 'quest.reward_granted':
    case 'mail.claimed':
    case 'friend.requested':
    case 'friend.accepted':
    case 'blocks.changed':
    case 'party.invited':
    case 'season.ended':
      return [user]
    case 'party.changed': {
      const { partyId } = event.data
      return partyId === null ? [user] : [user, { type: 'Party', key: { id: partyId } }]
    }
    case 'guild.founded':
    case 'guild.deposited':
    case 'guild.paid_out':
    case 'guild.joined':
    case 'guild.left':
    case 'guild.kicked':
    case 'guild.role_changed':
    case 'guild.applied':
      return [user, { type: 'Guild', key: { id: event.data.guildId } }]
    case 'character.created':
    case 'character.purged':
    case 'character.leveled_up':
    case 'monster.killed':
    case 'experience.shared':
    case 'item.picked_up':
    case 'pet.tamed':
      return [user, { type: 'Character', key: { id: event.data.characterId } }]
    case 'pull.drawn':
      return [user, { type: 'Pull', key: { id: event.data.pullId } }]
    case 'puzzle.solved':
      return [user, { type: 'Puzzle', key: { id: event.data.puzzleId } }]
    case 'match.found':
    case 'match.finished':
      return [user, { type: 'Match', key: { id: event.data.matchId } }]
    case 'quests.admin_acted':
    case 'gacha.admin_acted':
    case 'social.admin_acted':
    case 'notifications.admin_acted':
      return []
    default:
      return unreachable(event)
  }
}
