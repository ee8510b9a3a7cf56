import type { Queryable } from '@waystone/kit/postgres'
import type { RecordingName } from '../world/replay/map-recorder.js'
import type { Recorded } from '../world/replay/plan-replay.js'

/** A recording as it is kept: `data` is compressed. */
export type SavedRecording = RecordingName & {
  /** Of the lease under which the map ran. */
  readonly epoch: number
  readonly contentVersion: string
  readonly data: Buffer
}

/** Saves recordings; one that is there already, since the answer to an earlier attempt was lost, stays. */
export async function saveRecordings(db: Queryable, recordings: readonly SavedRecording[]): Promise<void> {
  const logs = recordings.filter(recording => recording.type === 'log')
  const snapshots = recordings.filter(recording => recording.type === 'snapshot')
  if (logs.length > 0)
    await db.query({
      name: 'world-log-save',
      text: `INSERT INTO world_log (map_id, epoch, first_tick, last_tick, data)
             SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[])
             ON CONFLICT DO NOTHING`,
      values: [
        logs.map(({ mapId }) => mapId),
        logs.map(({ epoch }) => epoch),
        logs.map(({ firstTick }) => firstTick),
        logs.map(({ lastTick }) => lastTick),
        logs.map(({ data }) => data),
      ],
    })
  if (snapshots.length > 0)
    await db.query({
      name: 'world-snapshot-save',
      text: `INSERT INTO world_snapshot (map_id, epoch, tick, content_version, data)
             SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::bytea[])
             ON CONFLICT DO NOTHING`,
      values: [
        snapshots.map(({ mapId }) => mapId),
        snapshots.map(({ epoch }) => epoch),
        snapshots.map(({ tick }) => tick),
        snapshots.map(({ contentVersion }) => contentVersion),
        snapshots.map(({ data }) => data),
      ],
    })
}

/** All that is kept of a map, without its bytes: an hour has 720 logs and 60 snapshots. */
export async function listRecorded(db: Queryable, mapId: string): Promise<Recorded> {
  const logs = await db.query<{ epoch: string; first_tick: string; last_tick: string }>({
    name: 'world-log-list',
    text: 'SELECT epoch, first_tick, last_tick FROM world_log WHERE map_id = $1',
    values: [mapId],
  })
  const snapshots = await db.query<{ epoch: string; tick: string }>({
    name: 'world-snapshot-list',
    text: 'SELECT epoch, tick FROM world_snapshot WHERE map_id = $1',
    values: [mapId],
  })
  return {
    logs: logs.rows.map(row => ({
      epoch: Number(row.epoch),
      firstTick: Number(row.first_tick),
      lastTick: Number(row.last_tick),
    })),
    snapshots: snapshots.rows.map(row => ({ epoch: Number(row.epoch), tick: Number(row.tick) })),
  }
}

/** The bytes of a log, compressed; null for one that was deleted meanwhile. */
export async function readLog(
  db: Queryable,
  { mapId, epoch, firstTick }: { mapId: string; epoch: number; firstTick: number },
): Promise<Buffer | null> {
  const { rows } = await db.query<{ data: Buffer }>({
    name: 'world-log-read',
    text: 'SELECT data FROM world_log WHERE map_id = $1 AND epoch = $2 AND first_tick = $3',
    values: [mapId, epoch, firstTick],
  })
  return rows[0]?.data ?? null
}

/** As readLog. */
export async function readSnapshot(
  db: Queryable,
  { mapId, epoch, tick }: { mapId: string; epoch: number; tick: number },
): Promise<{ readonly contentVersion: string; readonly data: Buffer } | null> {
  const { rows } = await db.query<{ content_version: string; data: Buffer }>({
    name: 'world-snapshot-read',
    text: 'SELECT content_version, data FROM world_snapshot WHERE map_id = $1 AND epoch = $2 AND tick = $3',
    values: [mapId, epoch, tick],
  })
  const [row] = rows
  return row === undefined ? null : { contentVersion: row.content_version, data: row.data }
}

/** Deletes the oldest logs and snapshots of those that are older. @returns how many: at most `limit` of each */
export async function deleteRecordings(
  db: Queryable,
  { olderThanMs, limit }: { olderThanMs: number; limit: number },
): Promise<number> {
  const deleteFrom = async (table: 'world_log' | 'world_snapshot') => {
    const { rowCount } = await db.query({
      name: `${table}-delete`,
      text: `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
               SELECT ctid FROM ${table} WHERE recorded_at < now() - $1 * interval '1 millisecond'
               ORDER BY recorded_at LIMIT $2 FOR UPDATE SKIP LOCKED))`,
      values: [olderThanMs, limit],
    })
    return rowCount ?? 0
  }
  return (await deleteFrom('world_log')) + (await deleteFrom('world_snapshot'))
}
