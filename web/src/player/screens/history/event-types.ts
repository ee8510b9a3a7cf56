/** Of the events that are recorded of players, for the filter; a test compares them with those of packages/events. */
export const EVENT_TYPES = [
  'user.signed_up',
  'user.signed_in',
  'user.profile_updated',
  'character.created',
  'character.leveled_up',
  'character.purged',
  'monster.killed',
  'item.picked_up',
  'pet.tamed',
  'pull.drawn',
  'purchase.completed',
  'reservation.captured',
  'quest.completed',
  'quest.reward_granted',
  'puzzle.solved',
  'match.finished',
] as const
