import type { Queryable } from '@waystone/kit/postgres'
import type { Appearance } from '../domain/appearance.js'
import type { Position } from '../domain/position.js'

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
  /** See Place. */
  readonly worldEpoch: number | null
  readonly acknowledged: number | null
}

export async function saveStandings(tx: Queryable, standings: readonly Standing[]): Promise<void> {
  if (standings.length === 0) return
  await tx.query({
    name: 'world-save-standings',
    text: `UPDATE characters SET map_id = standing.map_id, x = standing.x, y = standing.y, hp = standing.hp,
             world_epoch = standing.world_epoch, acknowledged = standing.acknowledged
           FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::int[], $6::bigint[], $7::int[])
             AS standing (id, map_id, x, y, hp, world_epoch, acknowledged)
           WHERE characters.id = standing.id`,
    values: [
      standings.map(({ characterId }) => characterId),
      standings.map(({ mapId }) => mapId),
      standings.map(({ position }) => position.x),
      standings.map(({ position }) => position.y),
      standings.map(({ hp }) => hp),
      standings.map(({ worldEpoch }) => worldEpoch),
      standings.map(({ acknowledged }) => acknowledged),
    ],
  })
}

/** Where a character is, as the database knows it. */
export interface Place {
  readonly characterId: string
  readonly mapId: string
  /**
   * Null for a character that is not in the world; otherwise the epoch under which its map's holder last saved
   * it. Any other epoch than the current one: the holder is yet to take it in.
   */
  readonly worldEpoch: number | null
  /** The `clientSequence` of the last command that was applied or refused; null while it is not in the world. */
  readonly acknowledged: number | null
}

/** The epoch of a character that has left its map for another, and is yet to be taken in there. */
export const ON_THE_WAY = 0

export async function findPlaces(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Place>> {
  const { rows } = await db.query<PlaceRow>({
    name: 'world-places',
    text: 'SELECT id, map_id, world_epoch, acknowledged FROM characters WHERE id = ANY($1::uuid[])',
    values: [ids],
  })
  return new Map(rows.map(row => [row.id, placeOf(row)]))
}

/** Those on these maps who are in the world, and whom the maps' holder is yet to take in under these epochs. */
export async function findArrivals(
  db: Queryable,
  { maps, limit }: { maps: readonly { readonly mapId: string; readonly epoch: number }[]; limit: number },
): Promise<readonly Place[]> {
  const { rows } = await db.query<PlaceRow>({
    name: 'world-arrivals',
    text: `SELECT id, map_id, world_epoch, acknowledged FROM characters
           JOIN unnest($1::uuid[], $2::bigint[]) AS held (map_id, epoch) USING (map_id)
           WHERE world_epoch <> held.epoch ORDER BY id LIMIT $3`,
    values: [maps.map(({ mapId }) => mapId), maps.map(({ epoch }) => epoch), limit],
  })
  return rows.map(placeOf)
}

/** Has these characters out of the world whom no holder has taken in since, by the epochs that were read. */
export async function dropArrivals(db: Queryable, places: readonly Place[]): Promise<void> {
  if (places.length === 0) return
  await db.query({
    name: 'world-arrivals-drop',
    text: `UPDATE characters SET world_epoch = NULL FROM unnest($1::uuid[], $2::bigint[]) AS dropped (id, world_epoch)
           WHERE characters.id = dropped.id AND characters.world_epoch = dropped.world_epoch`,
    values: [places.map(({ characterId }) => characterId), places.map(({ worldEpoch }) => worldEpoch)],
  })
}

/**
 * Has a character out of the world whose map no process has: no one is there to be told.
 * @returns false where a process has the map, or the character is not in the world
 */
export async function dropAbandoned(db: Queryable, characterId: string): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'world-abandoned-drop',
    // The lease is locked, so that no process takes the map, and with it the character, meanwhile.
    text: `WITH free AS (
             SELECT map_id FROM map_lease WHERE expires_at <= clock_timestamp()
               AND map_id = (SELECT map_id FROM characters WHERE id = $1) FOR SHARE)
           UPDATE characters SET world_epoch = NULL FROM free
           WHERE characters.id = $1 AND characters.map_id = free.map_id AND world_epoch IS NOT NULL`,
    values: [characterId],
  })
  return rowCount === 1
}

/** Has all out of the world who are on these maps. */
export async function expireArrivals(db: Queryable, mapIds: readonly string[]): Promise<void> {
  await db.query({
    name: 'world-arrivals-expire',
    text: 'UPDATE characters SET world_epoch = NULL WHERE map_id = ANY($1::uuid[]) AND world_epoch IS NOT NULL',
    values: [mapIds],
  })
}

interface PlaceRow {
  id: string
  map_id: string
  /** BIGINT comes as text. */
  world_epoch: string | null
  acknowledged: number | null
}

const placeOf = (row: PlaceRow): Place => ({
  characterId: row.id,
  mapId: row.map_id,
  worldEpoch: row.world_epoch === null ? null : Number(row.world_epoch),
  // Of one that is not in the world, it may be left from when it was.
  acknowledged: row.world_epoch === null ? null : row.acknowledged,
})
