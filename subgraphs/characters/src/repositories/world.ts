import type { Queryable } from '@waystone/kit/postgres'
import type { Appearance } from '../domain/appearance.js'
import type { Position } from '../domain/position.js'

/** The right to run the world. Each holder has an epoch of its own, which every write of its world names. */
export interface Lease {
  readonly epoch: number
  /** The last tick whose outcome is saved. */
  readonly tick: number
}

/**
 * Takes the lease, by the clock of the database, if there is none or it has run out.
 * @returns null while another holder has it
 */
export async function takeLease(
  db: Queryable,
  { holder, durationMs }: { holder: string; durationMs: number },
): Promise<Lease | null> {
  const { rows } = await db.query<{ epoch: string; tick: string }>({
    name: 'world-lease-take',
    text: `INSERT INTO world_lease AS lease (id, holder, epoch, expires_at, tick, batch)
           VALUES (1, $1, 1, clock_timestamp() + $2 * interval '1 millisecond', 0, 0)
           ON CONFLICT (id) DO UPDATE
             SET holder = excluded.holder, epoch = lease.epoch + 1, expires_at = excluded.expires_at, batch = 0
             WHERE lease.expires_at <= clock_timestamp()
           RETURNING epoch, tick`,
    values: [holder, durationMs],
  })
  const [row] = rows
  return row === undefined ? null : { epoch: Number(row.epoch), tick: Number(row.tick) }
}

/** @returns false when another holder has the lease by now */
export async function renewLease(
  db: Queryable,
  { epoch, durationMs }: { epoch: number; durationMs: number },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'world-lease-renew',
    text: `UPDATE world_lease SET expires_at = clock_timestamp() + $2 * interval '1 millisecond' WHERE id = 1 AND epoch = $1`,
    values: [epoch, durationMs],
  })
  return rowCount === 1
}

/**
 * Gives the lease back, so that the next holder need not wait for its end. The column has milliseconds: a time
 * that is rounded up would lie ahead.
 */
export async function releaseLease(db: Queryable, epoch: number): Promise<void> {
  await db.query({
    name: 'world-lease-release',
    text: `UPDATE world_lease SET expires_at = date_trunc('milliseconds', clock_timestamp()) WHERE id = 1 AND epoch = $1`,
    values: [epoch],
  })
}

/**
 * Notes a batch of the world as saved, in the transaction that saves it. It locks the lease: batches are
 * saved one after the other.
 * @returns `saved` for a batch that an earlier attempt has saved, `lost` when another holder has the lease
 */
export async function beginBatch(
  tx: Queryable,
  { epoch, batch, tick }: { epoch: number; batch: number; tick: number },
): Promise<'new' | 'saved' | 'lost'> {
  const { rows } = await tx.query<{ batch: string }>({
    name: 'world-lease-lock',
    text: 'SELECT batch FROM world_lease WHERE id = 1 AND epoch = $1 FOR UPDATE',
    values: [epoch],
  })
  const [row] = rows
  if (row === undefined) return 'lost'
  if (Number(row.batch) >= batch) return 'saved'
  await tx.query({
    name: 'world-lease-batch',
    text: 'UPDATE world_lease SET batch = $1, tick = $2 WHERE id = 1',
    values: [batch, tick],
  })
  return 'new'
}

/** Locks the rosters of these characters' users in one order, as every writer of characters does. */
export async function lockRostersOf(tx: Queryable, characterIds: readonly string[]): Promise<void> {
  await tx.query({
    name: 'world-rosters-lock',
    text: `SELECT user_id FROM rosters
           WHERE user_id IN (SELECT user_id FROM characters WHERE id = ANY($1::uuid[]))
           ORDER BY user_id FOR UPDATE`,
    values: [characterIds],
  })
}

/** A character's growth in the world. */
export interface Growth {
  readonly id: string
  readonly level: number
  readonly experience: number
  readonly appearance: Appearance
  readonly luresUsed: number
}

export async function saveGrowth(tx: Queryable, grown: readonly Growth[]): Promise<void> {
  if (grown.length === 0) return
  await tx.query({
    name: 'world-save-growth',
    text: `UPDATE characters SET level = grown.level, experience = grown.experience, hair_style = grown.hair_style,
             hair_color = grown.hair_color, cloth_color = grown.cloth_color, lures_used = grown.lures_used
           FROM unnest($1::uuid[], $2::int[], $3::bigint[], $4::int[], $5::int[], $6::int[], $7::int[])
             AS grown (id, level, experience, hair_style, hair_color, cloth_color, lures_used)
           WHERE characters.id = grown.id`,
    values: [
      grown.map(({ id }) => id),
      grown.map(({ level }) => level),
      grown.map(({ experience }) => experience),
      grown.map(({ appearance }) => appearance.hairStyle),
      grown.map(({ appearance }) => appearance.hairColor),
      grown.map(({ appearance }) => appearance.clothColor),
      grown.map(({ luresUsed }) => luresUsed),
    ],
  })
}

/** Where a character stands, and how it is. */
export interface Standing {
  readonly characterId: string
  readonly mapId: string
  readonly position: Position
  readonly hp: number
}

export async function saveStandings(tx: Queryable, standings: readonly Standing[]): Promise<void> {
  if (standings.length === 0) return
  await tx.query({
    name: 'world-save-standings',
    text: `UPDATE characters SET map_id = standing.map_id, x = standing.x, y = standing.y, hp = standing.hp
           FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::int[]) AS standing (id, map_id, x, y, hp)
           WHERE characters.id = standing.id`,
    values: [
      standings.map(({ characterId }) => characterId),
      standings.map(({ mapId }) => mapId),
      standings.map(({ position }) => position.x),
      standings.map(({ position }) => position.y),
      standings.map(({ hp }) => hp),
    ],
  })
}
