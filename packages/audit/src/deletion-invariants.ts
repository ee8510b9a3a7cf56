import type { LocalInvariant, SharedInvariant, Subgraph } from './invariant.js'

const title = (database: Subgraph) => `Nothing personal is left of deleted accounts in ${database}`

/** The record in each of the other databases that a user was erased. */
const marks = {
  characters: `SELECT user_id FROM rosters WHERE erased_at IS NOT NULL`,
  quests: `SELECT user_id FROM player WHERE erased_at IS NOT NULL`,
  gacha: `SELECT user_id FROM erased_user`,
  social: `SELECT user_id FROM erased_user`,
  notifications: `SELECT user_id FROM erased_user`,
} as const
const consumers = ['characters', 'quests', 'gacha', 'social', 'notifications'] as const

/** The data that must be gone once an account is erased; docs/personal-data.md lists all of it. */
export const deletionInvariants: readonly LocalInvariant[] = [
  {
    title: title('users'),
    database: 'users',
    violations: `WITH erased AS (SELECT user_id FROM account_deletion WHERE erased_at IS NOT NULL)
      SELECT 'user ' || u.id AS what FROM "user" u JOIN erased e ON e.user_id = u.id
        WHERE u.name <> 'Deleted player' OR u.email !~ '^[0-9a-f-]{36}@deleted[.]invalid$' OR u.username IS NOT NULL
          OR u.display_username IS NOT NULL OR u.image IS NOT NULL OR u.ban_reason IS NOT NULL
      UNION ALL SELECT 'profile ' || p.user_id FROM profile p JOIN erased USING (user_id)
        WHERE p.time_zone <> 'UTC' OR p.former_of_months <> 'UTC' OR p.first_signed_in_at IS NOT NULL OR p.standing <> 'DELETED'
      UNION ALL SELECT 'session of ' || user_id FROM session JOIN erased USING (user_id)
      UNION ALL SELECT 'account of ' || user_id FROM account JOIN erased USING (user_id)
      UNION ALL SELECT 'note on ' || user_id FROM user_note JOIN erased USING (user_id)
      UNION ALL SELECT 'declaration of ' || user_id FROM declaration JOIN erased USING (user_id)
      UNION ALL SELECT 'consent of ' || user_id FROM consent JOIN erased USING (user_id)
      UNION ALL SELECT 'network of ' || user_id FROM known_network JOIN erased USING (user_id)
      UNION ALL SELECT 'key of purchase ' || id FROM purchase JOIN erased USING (user_id) WHERE idempotency_key <> id::text
      UNION ALL SELECT 'standing of ' || p.user_id FROM profile p LEFT JOIN erased e USING (user_id)
        WHERE p.standing = 'DELETED' AND e.user_id IS NULL`,
  },
  {
    title: title('characters'),
    database: 'characters',
    violations: `WITH erased AS (SELECT user_id FROM rosters WHERE erased_at IS NOT NULL)
      SELECT 'character ' || c.id AS what FROM characters c JOIN erased USING (user_id)
      UNION ALL SELECT 'party of ' || user_id FROM party_membership JOIN erased USING (user_id)
      UNION ALL SELECT 'blocks of ' || user_id FROM block_list JOIN erased USING (user_id)`,
  },
  {
    title: title('quests'),
    database: 'quests',
    violations: `SELECT 'player ' || user_id AS what FROM player WHERE erased_at IS NOT NULL
        AND (time_zone <> 'UTC' OR former_of_days <> 'UTC' OR former_of_weeks <> 'UTC' OR zone_chosen_at IS NOT NULL)
      UNION ALL SELECT 'event ' || e.id FROM game_event e JOIN player p USING (user_id)
        WHERE p.erased_at IS NOT NULL AND e.data->>'timeZone' <> 'UTC'`,
  },
  {
    title: title('gacha'),
    database: 'gacha',
    violations: `SELECT id AS what FROM fairness_seed JOIN erased_user USING (user_id) WHERE client_seed <> 'erased'`,
  },
]

/** The account is erased in users first, so who is erased elsewhere is a deleted account there. */
export const sharedDeletionInvariants: readonly SharedInvariant[] = consumers.map(name => ({
  title: `Each user whom ${name} has erased is a deleted account`,
  from: name,
  to: 'users',
  page: `SELECT user_id AS id, ARRAY['erased'] AS expected FROM (${marks[name]}) m WHERE user_id > $1 ORDER BY user_id LIMIT $2`,
  lookup: `SELECT user_id AS id, 'erased' AS found FROM account_deletion WHERE user_id = ANY($1::uuid[]) AND erased_at IS NOT NULL`,
}))

/** Only where nothing is under way. */
export const settledDeletionInvariants: readonly SharedInvariant[] = consumers.map(name => ({
  title: `Each deleted account is erased in ${name}`,
  from: 'users',
  to: name,
  page: `SELECT user_id AS id, ARRAY['erased'] AS expected FROM account_deletion
    WHERE erased_at IS NOT NULL AND user_id > $1 ORDER BY user_id LIMIT $2`,
  lookup: `SELECT user_id AS id, 'erased' AS found FROM (${marks[name]}) m WHERE user_id = ANY($1::uuid[])`,
}))

/** Only where nothing is under way: purchases and pulls, for which an erasure waits. */
export const settledLocalDeletionInvariants: readonly LocalInvariant[] = [
  {
    title: 'No account whose time has come waits for its erasure',
    database: 'users',
    violations: `SELECT user_id AS what FROM account_deletion WHERE erased_at IS NULL AND due_at < now() - interval '1 minute'`,
  },
]
