import type { Queryable } from '@waystone/kit/postgres'
import type { Counter, PlayerProgress, Progress } from '../domain/progress.js'
import { calendarColumns, calendarOfRow, type CalendarRow } from './calendar.js'

/** The progress of users in the quests asked for, by user and quest. The caller has opened the players. */
export async function findProgress(
  tx: Queryable,
  wanted: readonly { userId: string; questIds: readonly string[] }[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, Progress>>> {
  const found = new Map(wanted.map(({ userId }) => [userId, new Map<string, Progress>()]))
  const pairs = wanted.flatMap(({ userId, questIds }) => questIds.map(questId => ({ userId, questId })))
  if (pairs.length === 0) return found
  const { rows } = await tx.query<ProgressRow & { user_id: string }>({
    name: 'progress-wanted',
    text: `SELECT user_id, ${COLUMNS} FROM unnest($1::uuid[], $2::uuid[]) AS wanted (user_id, quest_id)
           JOIN quest_progress USING (user_id, quest_id)`,
    values: [pairs.map(pair => pair.userId), pairs.map(pair => pair.questId)],
  })
  for (const row of rows) found.get(row.user_id)?.set(row.quest_id, progressOf(row))
  return found
}

/** Everything that users have begun. Users of whom nothing is recorded are missing. */
export async function findProgressOfUsers(
  from: Queryable,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, PlayerProgress>> {
  const { rows } = await from.query<PlayerRow | (PlayerRow & ProgressRow)>({
    name: 'progress-of-users',
    text: `SELECT player.user_id, ${calendarColumns.join(', ')}, ${COLUMNS} FROM player
           LEFT JOIN quest_progress ON quest_progress.user_id = player.user_id
           WHERE player.user_id = ANY($1::uuid[])`,
    values: [userIds],
  })
  const found = new Map<string, PlayerProgress & { progress: Map<string, Progress> }>()
  for (const row of rows) {
    const player = found.get(row.user_id) ?? { calendar: calendarOfRow(row), progress: new Map<string, Progress>() }
    found.set(row.user_id, player)
    if ('quest_id' in row && row.quest_id !== null) player.progress.set(row.quest_id, progressOf(row))
  }
  return found
}

interface PlayerRow extends CalendarRow {
  user_id: string
}

interface ProgressRow {
  quest_id: string
  version: number
  period: string
  round_ended: boolean
  counters: readonly Counter[]
  completions: number
  period_completions: number
  claims: number
  updated_at: Date
}

const COLUMNS = 'quest_id, version, period, round_ended, counters, completions, period_completions, claims, updated_at'

const progressOf = (row: ProgressRow): Progress => ({
  questId: row.quest_id,
  version: row.version,
  period: row.period,
  roundEnded: row.round_ended,
  counters: row.counters,
  completions: row.completions,
  periodCompletions: row.period_completions,
  claims: row.claims,
  updatedAt: row.updated_at,
})
