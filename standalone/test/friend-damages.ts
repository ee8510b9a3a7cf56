import type { Damage } from './damage.js'

const aShare = (killId: string, experience: string) =>
  `INSERT INTO gain (source, id, character_id, subject_id, experience, gained_at)
   SELECT 'PARTY', gen_random_uuid(), character_id, ${killId}, ${experience}, gained_at FROM gain WHERE source = 'KILL'`
const aParty = `INSERT INTO party (id, leader_id, created_at) VALUES ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002', now())`
const aPartyWith = (userId: string) =>
  `WITH made AS (${aParty} RETURNING id)
   INSERT INTO party_member (user_id, party_id, seat, joined_at) SELECT '${userId}', id, 1, now() FROM made`

/** The damages that break the invariants of friends, presence and parties. */
export const friendDamages: readonly Damage[] = [
  {
    title: "Each player's counts are those of the relationships",
    database: 'social',
    sql: 'INSERT INTO player (user_id, friends) VALUES (gen_random_uuid(), 1)',
  },
  {
    title: "Each player's counts are those of the relationships",
    database: 'social',
    sql: `INSERT INTO relationship (low_id, high_id, friends_since) VALUES ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002', now())`,
  },
  { title: 'Each party has one to six members, and one of them leads', database: 'social', sql: aParty },
  {
    title: 'Each party has one to six members, and one of them leads',
    database: 'social',
    sql: aPartyWith('00000000-0000-4000-8000-000000000003'),
  },
  ...[
    `INSERT INTO presence (user_id, changed_at) SELECT user_id, now() FROM erased_user`,
    `INSERT INTO player (user_id, blocks) SELECT user_id, 1 FROM erased_user`,
    `INSERT INTO relationship (low_id, high_id, low_blocked_at) SELECT user_id, 'ffffffff-ffff-4fff-bfff-ffffffffffff', now() FROM erased_user`,
  ].map(sql => ({ title: 'Nothing personal is left of deleted accounts in social', database: 'social' as const, sql })),
  ...[aShare('gen_random_uuid()', 'experience'), aShare('id', 'experience + 1'), aShare('id', '0')].map(sql => ({
    title: 'The shares of each kill are alike, and its killer holds what is left beside',
    database: 'characters' as const,
    sql,
  })),
  {
    title: 'Each share of a kill that was counted is recorded with its experience',
    database: 'quests',
    sql: `INSERT INTO game_event (id, user_id, sequence, type, data, occurred_at, catalog_revision)
      SELECT gen_random_uuid(), user_id, sequence + 1000000, 'experience.shared', '{"experience": 1}', occurred_at, catalog_revision
      FROM game_event WHERE type = 'monster.killed' LIMIT 1`,
  },
  { title: 'Each share of a kill was told to quests', database: 'characters', sql: aShare('id', 'experience') },
  {
    title: 'The world knows whom each player has blocked',
    database: 'social',
    sql: `INSERT INTO relationship (low_id, high_id, low_blocked_at) VALUES ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002', now())`,
  },
  {
    title: 'The world knows of no block that has ended',
    database: 'characters',
    sql: `INSERT INTO block_list (user_id, blocked_ids, version) VALUES (gen_random_uuid(), ARRAY[gen_random_uuid()], 1)`,
  },
  {
    title: 'The world knows the party of each member',
    database: 'social',
    sql: aPartyWith('00000000-0000-4000-8000-000000000002'),
  },
  {
    title: 'The world knows of no party that its member has left',
    database: 'characters',
    sql: `INSERT INTO party_membership (user_id, party, version) VALUES (gen_random_uuid(), 2000000000, 1)`,
  },
]
