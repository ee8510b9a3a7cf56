import { tellAfterCommit } from '@waystone/kit/live'
import type { Queryable } from '@waystone/kit/postgres'
import type { Applied, CausedEvent } from '../domain/apply-event.js'
import type { RecordedEvent } from '../domain/progress.js'
import { completionColumns, completionRows, progressColumns, progressRows } from './folded-rows.js'

/** What recording one event writes. */
export interface Recording {
  readonly event: RecordedEvent
  readonly applied: Applied
  readonly catalogRevision: number
}

/** Appends the event with what it caused and writes what changed, all in one statement. The caller has opened the player. */
export async function writeRecording(tx: Queryable, { event, applied, catalogRevision }: Recording): Promise<void> {
  const { state, changed, completions, claims, caused } = applied
  const progress = [...state.progress.values()].filter(one => changed.has(one.questId))
  await tx.query({
    name: 'recording-write',
    text: `WITH recorded AS (${insertEvents}), moved AS (${upsertProgress('$4')}),
                completed AS (${insertCompletions('$5')}), claimed AS (${markClaimed})
           UPDATE player SET sequence = $7, time_zone = $8
           WHERE user_id = $1 AND (sequence, time_zone) IS DISTINCT FROM ($7::int, $8::text)`,
    values: [
      event.userId,
      catalogRevision,
      JSON.stringify([event, ...caused].map(eventRow)),
      JSON.stringify(progress),
      JSON.stringify(completions),
      JSON.stringify(claims),
      event.sequence + caused.length,
      state.timeZone,
    ],
  })
  if (completions.length > 0) tellAfterCommit(tx, completionTopic(event.userId))
  if (changed.size > 0) tellAfterCommit(tx, progressTopic(event.userId))
}

/** What subscriptions to a user's completions follow. */
export const completionTopic = (userId: string) => ({ topic: 'completion', key: userId })
/** What subscriptions to a user's progress follow. */
export const progressTopic = (userId: string) => ({ topic: 'progress', key: userId })

const eventRow = ({ id, sequence, type, data, occurredAt, ...rest }: RecordedEvent | CausedEvent) => ({
  id,
  sequence,
  type,
  data,
  occurredAt,
  causedBy: 'causedBy' in rest ? rest.causedBy : null,
})

const insertEvents = `
  INSERT INTO game_event (id, user_id, sequence, type, data, occurred_at, catalog_revision, caused_by)
  SELECT id, $1::uuid, sequence, type, data, "occurredAt", $2::int, "causedBy"
  FROM jsonb_to_recordset($3::jsonb)
    AS event (id uuid, sequence int, type text, data jsonb, "occurredAt" timestamptz, "causedBy" uuid)`

/** @param json the parameter that holds the rows; $1 is the user */
const upsertProgress = (json: string) => `
  INSERT INTO quest_progress (${progressColumns.join(', ')}) ${progressRows(json)}
  ON CONFLICT (user_id, quest_id) DO UPDATE SET
    version = excluded.version, period = excluded.period, round_ended = excluded.round_ended,
    counters = excluded.counters, completions = excluded.completions,
    period_completions = excluded.period_completions, claims = excluded.claims, updated_at = excluded.updated_at`

/** @param json the parameter that holds the rows; $1 is the user */
const insertCompletions = (json: string) =>
  `INSERT INTO quest_completion (${completionColumns.join(', ')}) ${completionRows(json)}`

const markClaimed = `
  UPDATE quest_completion SET claimed_at = claim."claimedAt"
  FROM jsonb_to_recordset($6::jsonb) AS claim ("completionId" uuid, "claimedAt" timestamptz)
  WHERE quest_completion.id = claim."completionId"`
