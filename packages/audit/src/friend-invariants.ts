import type { LocalInvariant, SharedInvariant } from './invariant.js'

/** Invariants of friends, presence and parties, and of the experience that parties share. */
export const friendInvariants: readonly LocalInvariant[] = [
  {
    title: "Each player's counts are those of the relationships",
    database: 'social',
    violations: `SELECT 'player ' || user_id || ': ' || concat_ws(' ', coalesce(p.friends, 0), coalesce(p.requests_sent, 0), coalesce(p.blocks, 0)) || ', relationships '
        || concat_ws(' ', coalesce(r.friends, 0), coalesce(r.requests, 0), coalesce(r.blocks, 0)) AS what
      FROM player p FULL JOIN (SELECT user_id, count(friends_since) AS friends, count(*) FILTER (WHERE is_sent) AS requests, count(blocked_at) AS blocks FROM (
          SELECT low_id AS user_id, friends_since, requested_by_low AS is_sent, low_blocked_at AS blocked_at FROM relationship
          UNION ALL SELECT high_id, friends_since, NOT requested_by_low, high_blocked_at FROM relationship) both_sides GROUP BY 1) r USING (user_id)
      WHERE (coalesce(p.friends, 0), coalesce(p.requests_sent, 0), coalesce(p.blocks, 0)) <> (coalesce(r.friends, 0), coalesce(r.requests, 0), coalesce(r.blocks, 0))`,
  },
  {
    title: 'Each party has one to six members, and one of them leads',
    database: 'social',
    violations: `SELECT 'party ' || p.id AS what FROM party p LEFT JOIN party_member m ON m.party_id = p.id
      GROUP BY p.id, p.leader_id HAVING count(m.user_id) NOT BETWEEN 1 AND 6 OR count(*) FILTER (WHERE m.user_id = p.leader_id) <> 1`,
  },
  {
    title: 'Nothing personal is left of deleted accounts in social',
    database: 'social',
    violations: `SELECT 'player ' || user_id AS what FROM player JOIN erased_user USING (user_id)
      WHERE friends <> 0 OR requests_sent <> 0 OR blocks <> 0
      UNION ALL SELECT 'relationship of ' || user_id FROM relationship JOIN erased_user ON user_id IN (low_id, high_id)
      UNION ALL SELECT 'presence of ' || user_id FROM presence JOIN erased_user USING (user_id)
      UNION ALL SELECT 'membership of ' || user_id FROM party_member JOIN erased_user USING (user_id)
      UNION ALL SELECT 'invitation of ' || user_id FROM party_invitation JOIN erased_user ON user_id IN (from_id, to_id)`,
  },
  {
    title: 'The shares of each kill are alike, and its killer holds what is left beside',
    database: 'characters',
    // Of experience / n, rounded down: with at most six members, at most five are left to the killer.
    violations: `SELECT 'kill ' || s.subject_id AS what
      FROM (SELECT subject_id, count(*) AS n, min(experience) AS least, max(experience) AS most FROM gain WHERE source = 'PARTY' GROUP BY 1) s
      LEFT JOIN gain k ON k.source = 'KILL' AND k.id = s.subject_id
      WHERE k.id IS NULL OR s.n > 5 OR s.least <> s.most OR k.experience - s.least NOT BETWEEN 0 AND 5`,
  },
]

/** Read first where the later step is: by the time the other database is read, its step is committed. */
export const sharedFriendInvariants: readonly SharedInvariant[] = [
  {
    title: 'Each share of a kill that was counted is recorded with its experience',
    from: 'quests',
    to: 'characters',
    page: `SELECT id, ARRAY[concat_ws(' ', data->>'characterId', data->>'killId', data->>'experience')] AS expected
      FROM game_event WHERE type = 'experience.shared' AND id > $1 ORDER BY id LIMIT $2`,
    lookup: `SELECT id, concat_ws(' ', character_id, subject_id, experience) AS found FROM gain WHERE source = 'PARTY' AND id = ANY($1::uuid[])`,
  },
]

/** Only for a system without requests in flight. */
export const settledFriendInvariants: readonly SharedInvariant[] = [
  {
    title: 'Each share of a kill was told to quests',
    from: 'characters',
    to: 'quests',
    page: `SELECT id, ARRAY['experience.shared'] AS expected FROM gain WHERE source = 'PARTY' AND id > $1 ORDER BY id LIMIT $2`,
    lookup: `SELECT id, type AS found FROM game_event WHERE type = 'experience.shared' AND id = ANY($1::uuid[])`,
  },
  {
    title: 'The world knows whom each player has blocked',
    from: 'social',
    to: 'characters',
    page: `SELECT user_id AS id, ARRAY[md5(string_agg(blocked_id::text, ' ' ORDER BY blocked_id))] AS expected FROM (
        SELECT low_id AS user_id, high_id AS blocked_id FROM relationship WHERE low_blocked_at IS NOT NULL
        UNION ALL SELECT high_id, low_id FROM relationship WHERE high_blocked_at IS NOT NULL) block
      WHERE user_id > $1 GROUP BY 1 ORDER BY 1 LIMIT $2`,
    lookup: `SELECT user_id AS id, md5(array_to_string(blocked_ids, ' ')) AS found FROM block_list WHERE user_id = ANY($1::uuid[])`,
  },
  {
    title: 'The world knows of no block that has ended',
    from: 'characters',
    to: 'social',
    page: `SELECT user_id AS id, ARRAY['blocks'] AS expected FROM block_list
      WHERE blocked_ids <> '{}' AND user_id > $1 ORDER BY 1 LIMIT $2`,
    lookup: `SELECT user_id AS id, 'blocks' AS found FROM player WHERE blocks > 0 AND user_id = ANY($1::uuid[])`,
  },
  {
    title: 'The world knows the party of each member',
    from: 'social',
    to: 'characters',
    page: `SELECT user_id AS id, ARRAY[concat_ws(' ', p.number, m.character_id)] AS expected
      FROM party_member m JOIN party p ON p.id = m.party_id WHERE user_id > $1 ORDER BY user_id LIMIT $2`,
    lookup: `SELECT user_id AS id, concat_ws(' ', party, character_id) AS found FROM party_membership WHERE user_id = ANY($1::uuid[])`,
  },
  {
    title: 'The world knows of no party that its member has left',
    from: 'characters',
    to: 'social',
    page: `SELECT user_id AS id, ARRAY[party::text] AS expected FROM party_membership
      WHERE party > 0 AND user_id > $1 ORDER BY user_id LIMIT $2`,
    lookup: `SELECT user_id AS id, p.number::text AS found FROM party_member m JOIN party p ON p.id = m.party_id WHERE user_id = ANY($1::uuid[])`,
  },
]
