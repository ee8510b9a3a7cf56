import type { Queryable } from '@waystone/kit/postgres'
import type { Calendar } from '../domain/calendar.js'
import type { Completion } from '../domain/apply-event.js'
import type { Progress } from '../domain/progress.js'
import { completionColumns, completionRows, progressColumns, progressRows } from './folded-rows.js'

/** The state folded from a user's events. */
export interface Folded {
  readonly userId: string
  readonly calendar: Calendar
  readonly progress: readonly Progress[]
  readonly completions: readonly Completion[]
}

/**
 * Makes what is kept of a user what was folded, writing only rows that differ. The caller has locked the player.
 * @returns how many rows were wrong, missing or too many
 */
export async function correctFolded(tx: Queryable, folded: Folded): Promise<number> {
  const { userId, calendar, progress, completions } = folded
  const values = [userId, JSON.stringify(progress), JSON.stringify(completions)]
  const removed = await tx.query<{ row: string }>({ name: 'folded-remove', text: removeDifferent, values })
  const written = await tx.query<{ row: string }>({
    name: 'folded-write',
    text: writeMissing,
    values: [...values, calendar.timeZone, calendar.formerOfDays, calendar.formerOfWeeks, calendar.chosenAt],
  })
  return new Set([...removed.rows, ...written.rows].map(({ row }) => row)).size
}

/** Tells one database from every other, wherever it is reached. */
export async function identifyDatabase(from: Queryable): Promise<string> {
  const { rows } = await from.query<{ name: string }>({
    text: `SELECT current_database() || '@' || system_identifier AS name FROM pg_control_system()`,
  })
  return rows[0]?.name ?? ''
}

/** Compares rows as text, since stored rows must equal the rebuilt ones byte for byte. */
const rowOf = (table: string, columns: readonly string[]) =>
  `ROW(${columns.map(column => `${table}.${column}`).join(', ')})::text`

const removeDifferent = `
  WITH progress AS (
         DELETE FROM quest_progress AS kept WHERE user_id = $1 AND NOT EXISTS (
           SELECT FROM (${progressRows('$2')}) AS folded
           WHERE ${rowOf('folded', progressColumns)} = ${rowOf('kept', progressColumns)})
         RETURNING quest_id),
       completion AS (
         DELETE FROM quest_completion AS kept WHERE user_id = $1 AND NOT EXISTS (
           SELECT FROM (${completionRows('$3')}) AS folded
           WHERE ${rowOf('folded', completionColumns)} = ${rowOf('kept', completionColumns)})
         RETURNING id)
  SELECT 'progress ' || quest_id AS row FROM progress UNION ALL SELECT 'completion ' || id FROM completion`

/** An id that another user's row has is no repair but a fault, and fails. */
const writeMissing = `
  WITH progress AS (
         INSERT INTO quest_progress (${progressColumns.join(', ')})
         SELECT * FROM (${progressRows('$2')}) AS folded WHERE NOT EXISTS (
           SELECT FROM quest_progress AS kept WHERE kept.user_id = $1 AND kept.quest_id = folded.quest_id)
         RETURNING quest_id),
       completion AS (
         INSERT INTO quest_completion (${completionColumns.join(', ')})
         SELECT * FROM (${completionRows('$3')}) AS folded WHERE NOT EXISTS (
           SELECT FROM quest_completion AS kept WHERE kept.user_id = $1 AND kept.id = folded.id)
         RETURNING id),
       zone AS (
         UPDATE player SET time_zone = $4, former_of_days = $5, former_of_weeks = $6, zone_chosen_at = $7
         WHERE user_id = $1 AND (time_zone, former_of_days, former_of_weeks, zone_chosen_at)
           IS DISTINCT FROM ($4::text, $5::text, $6::text, $7::timestamptz) RETURNING user_id)
  SELECT 'progress ' || quest_id AS row FROM progress UNION ALL SELECT 'completion ' || id FROM completion
  UNION ALL SELECT 'player ' || user_id FROM zone`
