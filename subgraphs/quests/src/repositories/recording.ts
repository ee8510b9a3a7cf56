import { tellAfterCommit } from '@waystone/kit/live'
import type { Queryable } from '@waystone/kit/postgres'
import type { Applied, CausedEvent } from '../domain/apply-event.js'
import type { RecordedEvent } from '../domain/progress.js'
import { completionColumns, completionRows, progressColumns, progressRows } from './folded-rows.js'

/** The rows that recording one event writes. */
export interface Recording {
  readonly event: RecordedEvent
  readonly applied: Applied
  readonly catalogRevision: number
}

/**
 * Appends each event with what it caused and writes what changed, all in one statement. The caller has opened
 * the players.
 * @param recordings of different users
 */
export async function writeRecordings(tx: Queryable, recordings: readonly Recording[]): Promise<void> {
  const json = (rowsOf: (recording: Recording) => readonly object[]) => JSON.stringify(recordings.flatMap(rowsOf))
  await tx.query({
    name: 'recordings-write',
    text: WRITE,
    values: [
      json(({ event, applied, catalogRevision }) =>
        [event, ...applied.caused].map(one => eventRow(one, event.userId, catalogRevision)),
      ),
      json(({ event: { userId }, applied: { state, changed } }) =>
        [...state.progress.values()].flatMap(one => (changed.has(one.questId) ? [{ ...one, userId }] : [])),
      ),
      json(({ event: { userId }, applied }) => applied.completions.map(one => ({ ...one, userId }))),
      json(({ applied }) => applied.claims),
      json(({ event: { userId, sequence }, applied: { caused, state } }) => [
        { userId, sequence: sequence + caused.length, ...state.calendar },
      ]),
    ],
  })
  for (const { event, applied } of recordings) {
    if (applied.completions.length > 0) tellAfterCommit(tx, completionTopic(event.userId))
    if (applied.changed.size > 0) tellAfterCommit(tx, progressTopic(event.userId))
  }
}

/** The topic of subscriptions to a user's completions. */
export const completionTopic = (userId: string) => ({ topic: 'completion', key: userId })
/** The topic of subscriptions to a user's progress. */
export const progressTopic = (userId: string) => ({ topic: 'progress', key: userId })

const eventRow = (event: RecordedEvent | CausedEvent, userId: string, catalogRevision: number) => {
  const { id, sequence, type, data, occurredAt } = event
  const causedBy = 'causedBy' in event ? event.causedBy : null
  return { id, userId, sequence, type, data, occurredAt, catalogRevision, causedBy }
}

const insertEvents = `
  INSERT INTO game_event (id, user_id, sequence, type, data, occurred_at, catalog_revision, caused_by)
  SELECT id, "userId", sequence, type, data, "occurredAt", "catalogRevision", "causedBy"
  FROM jsonb_to_recordset($1::jsonb)
    AS event (id uuid, "userId" uuid, sequence int, type text, data jsonb, "occurredAt" timestamptz,
              "catalogRevision" int, "causedBy" uuid)`

const upsertProgress = `
  INSERT INTO quest_progress (${progressColumns.join(', ')}) ${progressRows('$2', '"userId"')}
  ON CONFLICT (user_id, quest_id) DO UPDATE SET
    version = excluded.version, period = excluded.period, round_ended = excluded.round_ended,
    counters = excluded.counters, completions = excluded.completions,
    period_completions = excluded.period_completions, claims = excluded.claims, updated_at = excluded.updated_at`

const insertCompletions = `
  INSERT INTO quest_completion (${completionColumns.join(', ')}) ${completionRows('$3', '"userId"')}`

const markClaimed = `
  UPDATE quest_completion SET claimed_at = claim."claimedAt"
  FROM jsonb_to_recordset($4::jsonb) AS claim ("completionId" uuid, "claimedAt" timestamptz)
  WHERE quest_completion.id = claim."completionId"`

const WRITE = `WITH recorded AS (${insertEvents}), moved AS (${upsertProgress}),
    completed AS (${insertCompletions}), claimed AS (${markClaimed})
  UPDATE player SET sequence = folded.sequence, time_zone = folded."timeZone", former_of_days = folded."formerOfDays",
    former_of_weeks = folded."formerOfWeeks", zone_chosen_at = folded."chosenAt"
  FROM jsonb_to_recordset($5::jsonb) AS folded ("userId" uuid, sequence int, "timeZone" text, "formerOfDays" text, "formerOfWeeks" text, "chosenAt" timestamptz)
  WHERE player.user_id = folded."userId"
    AND (player.sequence, player.time_zone, player.zone_chosen_at)
      IS DISTINCT FROM (folded.sequence, folded."timeZone", folded."chosenAt")`
