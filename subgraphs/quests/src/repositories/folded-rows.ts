/** The results of folding, as rows of their tables: live writes and rebuilds use the same statements. */

export const progressColumns = [
  'user_id',
  'quest_id',
  'version',
  'period',
  'round_ended',
  'counters',
  'completions',
  'period_completions',
  'claims',
  'updated_at',
] as const

/** Whose rows they are: of the user $1, or of the user that each row names. */
type Owner = '$1::uuid' | '"userId"'

/** @param json the parameter that holds Progress */
export const progressRows = (json: string, owner: Owner = '$1::uuid'): string => `
  SELECT ${owner} AS user_id, "questId" AS quest_id, version, period, "roundEnded" AS round_ended, counters, completions,
         "periodCompletions" AS period_completions, claims, "updatedAt" AS updated_at
  FROM jsonb_to_recordset(${json}::jsonb)
    AS progress ("userId" uuid, "questId" uuid, version int, period text, "roundEnded" boolean, counters jsonb, completions int,
                 "periodCompletions" int, claims int, "updatedAt" timestamptz)`

export const completionColumns = [
  'id',
  'user_id',
  'quest_id',
  'version',
  'number',
  'sequence',
  'completed_at',
  'claimed_at',
] as const

/** @param json the parameter that holds Completions */
export const completionRows = (json: string, owner: Owner = '$1::uuid'): string => `
  SELECT id, ${owner} AS user_id, "questId" AS quest_id, version, number, sequence, "completedAt" AS completed_at,
         "claimedAt" AS claimed_at
  FROM jsonb_to_recordset(${json}::jsonb)
    AS completion (id uuid, "userId" uuid, "questId" uuid, version int, number int, sequence int, "completedAt" timestamptz,
                   "claimedAt" timestamptz)`
