import type { Queryable } from '@waystone/kit/postgres'

/** The right to run a map. Each holder has an epoch of its own, which every write of the map names. */
export interface Lease {
  readonly mapId: string
  readonly epoch: number
  /** No tick that a process has computed and told is later. */
  readonly tick: number
  /** For how long no process had the map. */
  readonly vacantMs: number
  /** The state in which the last holder has given the map up; null after a crash, and for a first holder. */
  readonly handover: Handover | null
}

export interface Handover {
  readonly contentVersion: string
  readonly state: Buffer
  /** By character: the `clientSequence` of the last command that was applied or refused. */
  readonly acknowledged: Readonly<Record<string, number>>
}

/** A map's lease, as all processes know it. */
export interface MapOwner {
  readonly mapId: string
  /** Null for a map that was given up, or that no process has had yet. */
  readonly holder: string | null
  readonly url: string | null
  readonly isLive: boolean
  /** It was given up as planned, and no process has taken it yet. */
  readonly isGivenUp: boolean
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
  db: Queryable,
  options: {
    readonly mapIds: readonly string[]
    readonly holder: string
    readonly url: string | null
    readonly durationMs: number
    readonly tickMs: number
  },
): Promise<readonly Lease[]> {
  const { durationMs, holder, mapIds, tickMs, url } = options
  const { rows } = await db.query<TakenRow>({
    name: 'map-leases-take',
    // One statement, since the maps stand still until it is done.
    text: `WITH free AS (
             SELECT map_id, extract(epoch FROM clock_timestamp() - expires_at) * 1000 AS vacant_ms
             FROM map_lease WHERE map_id = ANY($1::uuid[]) AND expires_at <= clock_timestamp()
             ORDER BY map_id FOR UPDATE SKIP LOCKED),
           taken AS (
             UPDATE map_lease AS lease
             SET epoch = epoch + 1, holder = $2, url = $3, batch = 0, ticked_at = clock_timestamp(),
               expires_at = clock_timestamp() + $4 * interval '1 millisecond',
               tick = tick + CASE WHEN holder IS NULL THEN 0
                 ELSE ceil(extract(epoch FROM clock_timestamp() - ticked_at) * 1000 / $5) + ${CAUGHT_UP_TICKS} END
             FROM free WHERE lease.map_id = free.map_id
             RETURNING lease.map_id, lease.epoch, lease.tick, free.vacant_ms),
           handover AS (
             DELETE FROM map_handover USING free WHERE map_handover.map_id = free.map_id
             RETURNING map_handover.map_id, map_handover.epoch + 1 AS epoch, content_version, state, acknowledged)
           SELECT map_id, epoch, tick, vacant_ms, content_version, state, acknowledged
           FROM taken LEFT JOIN handover USING (map_id, epoch)`,
    values: [mapIds, holder, url, durationMs, tickMs],
  })
  return rows.map(row => ({
    mapId: row.map_id,
    epoch: Number(row.epoch),
    tick: Number(row.tick),
    vacantMs: Number(row.vacant_ms),
    handover:
      row.content_version === null || row.state === null
        ? null
        : { contentVersion: row.content_version, state: row.state, acknowledged: row.acknowledged ?? {} },
  }))
}

/** BIGINT and NUMERIC come as text. */
interface TakenRow {
  map_id: string
  epoch: string
  tick: string
  vacant_ms: string
  content_version: string | null
  state: Buffer | null
  acknowledged: Readonly<Record<string, number>> | null
}

/** A lease as its holder knows it. */
export interface HeldLease {
  readonly mapId: string
  readonly epoch: number
  readonly tick: number
}

/** @returns the maps that are still this holder's */
export async function renewLeases(
  db: Queryable,
  { held, durationMs }: { held: readonly HeldLease[]; durationMs: number },
): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ map_id: string }>({
    name: 'map-leases-renew',
    // Locked in one order first, as every writer of leases does.
    text: `WITH held AS (
             SELECT lease.map_id, held.tick
             FROM map_lease AS lease
             JOIN unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS held (map_id, epoch, tick) USING (map_id, epoch)
             -- One that was given up meanwhile stays so.
             WHERE lease.holder IS NOT NULL
             ORDER BY lease.map_id FOR UPDATE OF lease)
           UPDATE map_lease
           SET expires_at = clock_timestamp() + $4 * interval '1 millisecond', tick = held.tick,
             ticked_at = clock_timestamp()
           FROM held WHERE map_lease.map_id = held.map_id RETURNING map_lease.map_id`,
    values: [...columnsOf(held), durationMs],
  })
  return new Set(rows.map(({ map_id }) => map_id))
}

/**
 * Gives maps up, so that the next holder need not wait for the end of their leases. The column has
 * milliseconds: a time that is rounded up would lie ahead.
 */
export async function giveUpLeases(
  db: Queryable,
  given: readonly (HeldLease & { readonly handover: Handover | null })[],
): Promise<void> {
  await db.query({
    name: 'map-leases-give-up',
    text: `WITH held AS (
             SELECT lease.map_id, held.epoch, held.tick, held.content_version, held.state, held.acknowledged
             FROM map_lease AS lease
             JOIN unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::bytea[], $6::text[])
               AS held (map_id, epoch, tick, content_version, state, acknowledged) USING (map_id, epoch)
             ORDER BY lease.map_id FOR UPDATE OF lease),
           state AS (
             INSERT INTO map_handover (map_id, epoch, content_version, state, acknowledged)
             SELECT map_id, epoch, content_version, state, acknowledged::jsonb FROM held WHERE state IS NOT NULL
             ON CONFLICT (map_id) DO UPDATE
               SET epoch = excluded.epoch, content_version = excluded.content_version, state = excluded.state,
                 acknowledged = excluded.acknowledged)
           UPDATE map_lease
           SET expires_at = date_trunc('milliseconds', clock_timestamp()), holder = NULL, url = NULL, tick = held.tick,
             ticked_at = clock_timestamp()
           FROM held WHERE map_lease.map_id = held.map_id`,
    values: [
      ...columnsOf(given),
      given.map(({ handover }) => handover?.contentVersion ?? null),
      given.map(({ handover }) => handover?.state ?? null),
      given.map(({ handover }) => (handover === null ? null : JSON.stringify(handover.acknowledged))),
    ],
  })
}

export async function readOwners(db: Queryable): Promise<readonly MapOwner[]> {
  const { rows } = await db.query<OwnerRow>({
    name: 'map-leases-read',
    text: `SELECT map_id, holder, url, expires_at > clock_timestamp() AS is_live,
             holder IS NULL AND epoch > 0 AS is_given_up
           FROM map_lease ORDER BY map_id`,
  })
  return rows.map(({ map_id: mapId, holder, url, is_live: isLive, is_given_up: isGivenUp }) => ({
    mapId,
    holder,
    url,
    isLive,
    isGivenUp,
  }))
}

interface OwnerRow {
  map_id: string
  holder: string | null
  url: string | null
  is_live: boolean
  is_given_up: boolean
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
