import { withTransaction, type Pool, type Queryable } from '@waystone/kit/postgres'

/** The right to run a map. Each holder has an epoch of its own, which every write of the map names. */
export interface Lease {
  readonly mapId: string
  readonly epoch: number
  /** No tick that a process has computed and told is later. */
  readonly tick: number
  /** For how long no process had the map. */
  readonly idleMs: number
  /** The state in which the last holder has given the map up; null after a crash, and for a first holder. */
  readonly handover: Handover | null
}

export interface Handover {
  readonly contentVersion: string
  readonly state: Buffer
}

/** What all processes know of a map's lease. */
export interface MapOwner {
  readonly mapId: string
  /** Null for a map that was given up, or that no process has had yet. */
  readonly holder: string | null
  readonly url: string | null
  readonly isLive: boolean
}

/** Ticks that the last holder may have computed since it last noted one, by the time that has passed. */
const CAUGHT_UP_TICKS = 10

/** Makes the leases of maps that no process has had yet. */
export async function addLeases(db: Queryable, mapIds: readonly string[]): Promise<void> {
  await db.query({
    name: 'map-leases-add',
    text: `INSERT INTO map_lease (map_id, epoch, expires_at, tick, ticked_at, batch)
           SELECT map_id, 0, date_trunc('milliseconds', clock_timestamp()), 0, clock_timestamp(), 0
           FROM unnest($1::uuid[]) AS map_id
           ON CONFLICT (map_id) DO NOTHING`,
    values: [mapIds],
  })
}

/** Takes those of the maps that have no holder, or one whose lease has run out by the clock of the database. */
export async function takeLeases(
  pool: Pool,
  options: {
    readonly mapIds: readonly string[]
    readonly holder: string
    readonly url: string | null
    readonly durationMs: number
    readonly tickMs: number
  },
): Promise<readonly Lease[]> {
  const { durationMs, holder, mapIds, tickMs, url } = options
  return await withTransaction(pool, async tx => {
    const free = await tx.query<{ map_id: string; idle_ms: string }>({
      name: 'map-leases-free',
      text: `SELECT map_id, extract(epoch FROM clock_timestamp() - expires_at) * 1000 AS idle_ms
             FROM map_lease WHERE map_id = ANY($1::uuid[]) AND expires_at <= clock_timestamp()
             ORDER BY map_id FOR UPDATE SKIP LOCKED`,
      values: [mapIds],
    })
    if (free.rows.length === 0) return []
    const idleMs = new Map(free.rows.map(({ map_id, idle_ms }) => [map_id, Number(idle_ms)]))
    const taken = await tx.query<{ map_id: string; epoch: string; tick: string }>({
      name: 'map-leases-take',
      text: `UPDATE map_lease
             SET epoch = epoch + 1, holder = $2, url = $3, batch = 0, ticked_at = clock_timestamp(),
               expires_at = clock_timestamp() + $4 * interval '1 millisecond',
               tick = tick + CASE WHEN holder IS NULL THEN 0
                 ELSE ceil(extract(epoch FROM clock_timestamp() - ticked_at) * 1000 / $5) + ${CAUGHT_UP_TICKS} END
             WHERE map_id = ANY($1::uuid[]) RETURNING map_id, epoch, tick`,
      values: [[...idleMs.keys()], holder, url, durationMs, tickMs],
    })
    const handovers = await takeHandovers(tx, [...idleMs.keys()])
    return taken.rows.map(({ map_id: mapId, epoch, tick }) => {
      const handover = handovers.get(mapId)
      return {
        mapId,
        epoch: Number(epoch),
        tick: Number(tick),
        idleMs: idleMs.get(mapId) ?? 0,
        handover: handover?.epoch === Number(epoch) - 1 ? handover : null,
      }
    })
  })
}

async function takeHandovers(tx: Queryable, mapIds: readonly string[]) {
  const { rows } = await tx.query<{ map_id: string; epoch: string; content_version: string; state: Buffer }>({
    name: 'map-handovers-take',
    text: 'DELETE FROM map_handover WHERE map_id = ANY($1::uuid[]) RETURNING map_id, epoch, content_version, state',
    values: [mapIds],
  })
  return new Map(
    rows.map(({ map_id, epoch, content_version: contentVersion, state }) => [
      map_id,
      { epoch: Number(epoch), contentVersion, state },
    ]),
  )
}

/** A lease as its holder knows it. */
export interface HeldLease {
  readonly mapId: string
  readonly epoch: number
  readonly tick: number
}

/** @returns whether all are still this holder's; if not, those that are may have been renewed */
export async function renewLeases(
  db: Queryable,
  { held, durationMs }: { held: readonly HeldLease[]; durationMs: number },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'map-leases-renew',
    // Locked in one order first, as every writer of leases does.
    text: `WITH held AS (
             SELECT lease.map_id, held.tick
             FROM map_lease AS lease
             JOIN unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS held (map_id, epoch, tick) USING (map_id, epoch)
             ORDER BY lease.map_id FOR UPDATE OF lease)
           UPDATE map_lease
           SET expires_at = clock_timestamp() + $4 * interval '1 millisecond', tick = held.tick,
             ticked_at = clock_timestamp()
           FROM held WHERE map_lease.map_id = held.map_id`,
    values: [...columnsOf(held), durationMs],
  })
  return rowCount === held.length
}

/**
 * Gives maps up, so that the next holder need not wait for the end of their leases. The column has
 * milliseconds: a time that is rounded up would lie ahead.
 */
export async function giveUpLeases(
  pool: Pool,
  given: readonly (HeldLease & { readonly handover: Handover | null })[],
): Promise<void> {
  await withTransaction(pool, async tx => {
    const { rows } = await tx.query<{ map_id: string }>({
      name: 'map-leases-give-up',
      text: `WITH held AS (
               SELECT lease.map_id, held.tick
               FROM map_lease AS lease
               JOIN unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS held (map_id, epoch, tick) USING (map_id, epoch)
               ORDER BY lease.map_id FOR UPDATE OF lease)
             UPDATE map_lease
             SET expires_at = date_trunc('milliseconds', clock_timestamp()), holder = NULL, url = NULL, tick = held.tick,
               ticked_at = clock_timestamp()
             FROM held WHERE map_lease.map_id = held.map_id RETURNING map_lease.map_id`,
      values: [...columnsOf(given)],
    })
    const givenUp = new Set(rows.map(({ map_id }) => map_id))
    for (const { epoch, handover, mapId } of given)
      if (handover !== null && givenUp.has(mapId)) await putHandover(tx, { mapId, epoch, ...handover })
  })
}

async function putHandover(tx: Queryable, put: Handover & { mapId: string; epoch: number }): Promise<void> {
  await tx.query({
    name: 'map-handover-put',
    text: `INSERT INTO map_handover (map_id, epoch, content_version, state) VALUES ($1, $2, $3, $4)
           ON CONFLICT (map_id) DO UPDATE
             SET epoch = excluded.epoch, content_version = excluded.content_version, state = excluded.state`,
    values: [put.mapId, put.epoch, put.contentVersion, put.state],
  })
}

export async function readOwners(db: Queryable): Promise<readonly MapOwner[]> {
  const { rows } = await db.query<{ map_id: string; holder: string | null; url: string | null; is_live: boolean }>({
    name: 'map-leases-read',
    text: 'SELECT map_id, holder, url, expires_at > clock_timestamp() AS is_live FROM map_lease ORDER BY map_id',
  })
  return rows.map(({ map_id: mapId, holder, url, is_live: isLive }) => ({ mapId, holder, url, isLive }))
}

/**
 * Notes a batch of the world as saved, in the transaction that saves it. It locks the leases of the batch's
 * maps: batches are saved one after the other.
 * @returns `saved` for a batch that an earlier attempt has saved, `lost` when another holder has one of the maps
 */
export async function beginBatch(
  tx: Queryable,
  { batch, maps }: { batch: number; maps: readonly HeldLease[] },
): Promise<'new' | 'saved' | 'lost'> {
  const [mapIds, epochs, ticks] = columnsOf(maps)
  const { rows } = await tx.query<{ batch: string }>({
    name: 'map-leases-lock',
    text: `SELECT lease.batch FROM map_lease AS lease
           JOIN unnest($1::uuid[], $2::bigint[]) AS held (map_id, epoch) USING (map_id, epoch)
           ORDER BY lease.map_id FOR UPDATE OF lease`,
    values: [mapIds, epochs],
  })
  if (rows.length < maps.length) return 'lost'
  if (rows.some(row => Number(row.batch) >= batch)) return 'saved'
  await tx.query({
    name: 'map-leases-batch',
    text: `UPDATE map_lease SET batch = $3, tick = held.tick, ticked_at = clock_timestamp()
           FROM unnest($1::uuid[], $2::bigint[]) AS held (map_id, tick) WHERE map_lease.map_id = held.map_id`,
    values: [mapIds, ticks, batch],
  })
  return 'new'
}

const columnsOf = (held: readonly HeldLease[]) =>
  [held.map(({ mapId }) => mapId), held.map(({ epoch }) => epoch), held.map(({ tick }) => tick)] as const
