import { exportPage, type DataExport, type ExportArguments, type ExportSection } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'

/** A page of what this subgraph knows of a user; docs/personal-data.md lists what is left out, and why. */
export const exportUser = (db: Queryable, page: ExportArguments & { readonly userId: string }): Promise<DataExport> =>
  exportPage(db, sections, page)

const sections: readonly ExportSection[] = [
  {
    kind: 'player',
    from: 'player',
    owner: 'user_id',
    key: [['user_id', 'uuid']],
    entry: `jsonb_build_object('timeZone', time_zone, 'timeZoneChosenAt', zone_chosen_at, 'events', sequence)`,
  },
  {
    kind: 'event',
    from: 'game_event',
    owner: 'user_id',
    key: [['sequence', 'int']],
    entry: `jsonb_build_object('id', id, 'sequence', sequence, 'type', type, 'data', data, 'occurredAt', occurred_at)`,
  },
  {
    kind: 'quest_progress',
    from: 'quest_progress',
    owner: 'user_id',
    key: [['quest_id', 'uuid']],
    entry: `jsonb_build_object('questId', quest_id, 'version', version, 'period', period, 'counters', counters,
      'completions', completions, 'claims', claims, 'updatedAt', updated_at)`,
  },
  {
    kind: 'quest_completion',
    from: 'quest_completion',
    owner: 'user_id',
    key: [['sequence', 'int']],
    entry: `jsonb_build_object('id', id, 'questId', quest_id, 'version', version, 'number', number,
      'completedAt', completed_at, 'claimedAt', claimed_at)`,
  },
  {
    kind: 'puzzle_attempt',
    from: 'puzzle_attempt',
    owner: 'user_id',
    key: [['id', 'uuid']],
    entry: `jsonb_build_object('id', id, 'puzzleId', puzzle_id, 'number', number, 'correct', correct, 'at', at)`,
  },
  {
    kind: 'match',
    from: 'match_player',
    owner: 'user_id',
    key: [['match_id', 'uuid']],
    entry: `jsonb_build_object('matchId', match_id, 'ratingBefore', rating_before, 'ratingAfter', rating_after,
      'finishedAt', finished_at)`,
  },
  {
    kind: 'match_answer',
    from: 'match_answer',
    owner: 'user_id',
    key: [['id', 'uuid']],
    entry: `jsonb_build_object('id', id, 'matchId', match_id, 'number', number, 'correct', correct, 'at', at)`,
  },
  {
    kind: 'match_rating',
    from: 'match_rating',
    owner: 'user_id',
    key: [['user_id', 'uuid']],
    entry: `jsonb_build_object('rating', rating, 'matches', matches)`,
  },
  {
    kind: 'match_ticket',
    from: 'match_ticket',
    owner: 'user_id',
    key: [['id', 'uuid']],
    entry: `jsonb_build_object('id', id, 'rating', rating, 'waitingSince', waiting_since, 'expiresAt', expires_at)`,
  },
  {
    kind: 'leaderboard_score',
    from: 'leaderboard_score JOIN leaderboard ON leaderboard.number = leaderboard_score.board',
    owner: 'user_id',
    key: [
      ['board', 'int'],
      ['period', 'int'],
    ],
    entry: `jsonb_build_object('leaderboardId', leaderboard.id, 'period', period, 'score', -inverse_score, 'achievedAt', achieved_at)`,
  },
  {
    kind: 'leaderboard_prize',
    from: 'leaderboard_prize JOIN leaderboard ON leaderboard.number = leaderboard_prize.board',
    owner: 'user_id',
    key: [
      ['board', 'int'],
      ['period', 'int'],
    ],
    entry: `jsonb_build_object('id', leaderboard_prize.id, 'leaderboardId', leaderboard.id, 'period', period, 'rank', rank,
      'rewards', rewards, 'grantedAt', granted_at)`,
  },
]
