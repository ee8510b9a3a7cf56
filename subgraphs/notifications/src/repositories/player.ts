import type { Queryable } from '@waystone/kit/postgres'
import { defaultSettings, type KindSettings, type Settings } from '../domain/settings.js'

interface SettingsRow {
  readonly user_id: string
  readonly sequence: number
  readonly language: string
  readonly time_zone: string | null
  readonly quiet_from: number | null
  readonly quiet_to: number | null
  readonly kinds: KindSettings
}

/** A user whose row is locked, with the last of the numbers that were drawn. */
export interface LockedPlayer extends Settings {
  readonly userId: string
  readonly sequence: number
}

const COLUMNS = 'user_id, sequence, language, time_zone, quiet_from, quiet_to, kinds'

/**
 * Locks users, in the order of their ids, and draws numbers for their notifications: `counts` says how many for
 * each. Users whose accounts are deleted are left out.
 */
export async function lockPlayers(
  tx: Queryable,
  counts: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, LockedPlayer>> {
  const { rows } = await tx.query<SettingsRow>({
    name: 'player-lock',
    text: `INSERT INTO player AS p (user_id, sequence)
           SELECT user_id, count FROM unnest($1::uuid[], $2::int[]) AS told (user_id, count) ORDER BY user_id
           ON CONFLICT (user_id) DO UPDATE SET sequence = p.sequence + excluded.sequence WHERE p.erased_at IS NULL
           RETURNING ${COLUMNS.replaceAll(/\w+/g, name => `p.${name}`)}`,
    values: [[...counts.keys()], [...counts.values()]],
  })
  return new Map(rows.map(row => [row.user_id, { ...settingsOf(row), userId: row.user_id, sequence: row.sequence }]))
}

/** Locks one user without drawing a number; null when the account is deleted. */
export const lockPlayer = async (tx: Queryable, userId: string): Promise<LockedPlayer | null> =>
  (await lockPlayers(tx, new Map([[userId, 0]]))).get(userId) ?? null

export async function findSettings(db: Queryable, userIds: readonly string[]): Promise<ReadonlyMap<string, Settings>> {
  const { rows } = await db.query<SettingsRow>({
    name: 'player-settings',
    text: `SELECT ${COLUMNS} FROM player WHERE user_id = ANY($1::uuid[])`,
    values: [userIds],
  })
  const found = new Map(rows.map(row => [row.user_id, settingsOf(row)]))
  return new Map(userIds.map(id => [id, found.get(id) ?? defaultSettings]))
}

/** Of a user who is locked. */
export async function updateSettings(tx: Queryable, userId: string, settings: Settings): Promise<void> {
  const { language, timeZone, quietHours, kinds } = settings
  await tx.query({
    name: 'player-update',
    text: `UPDATE player SET language = $2, time_zone = $3, quiet_from = $4, quiet_to = $5, kinds = $6
           WHERE user_id = $1`,
    values: [userId, language, timeZone, quietHours?.from ?? null, quietHours?.to ?? null, JSON.stringify(kinds)],
  })
}

/** Keeps the time zones that users have chosen, one a user. */
export async function saveTimeZones(tx: Queryable, zones: ReadonlyMap<string, string>): Promise<void> {
  await tx.query({
    name: 'player-time-zones',
    text: `INSERT INTO player AS p (user_id, time_zone)
           SELECT * FROM unnest($1::uuid[], $2::text[]) AS chosen (user_id, time_zone) ORDER BY user_id
           ON CONFLICT (user_id) DO UPDATE SET time_zone = excluded.time_zone WHERE p.erased_at IS NULL`,
    values: [[...zones.keys()], [...zones.values()]],
  })
}

/** Keeps time zones of users whose own is not known. @returns the zones as they are now; of deleted accounts none */
export async function keepTimeZones(
  db: Queryable,
  zones: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ user_id: string; time_zone: string }>({
    name: 'player-time-zones-keep',
    text: `INSERT INTO player AS p (user_id, time_zone)
           SELECT * FROM unnest($1::uuid[], $2::text[]) AS told (user_id, time_zone) ORDER BY user_id
           ON CONFLICT (user_id) DO UPDATE SET time_zone = coalesce(p.time_zone, excluded.time_zone)
             WHERE p.erased_at IS NULL RETURNING user_id, time_zone`,
    values: [[...zones.keys()], [...zones.values()]],
  })
  return new Map(rows.map(row => [row.user_id, row.time_zone]))
}

/** Marks a user as erased, who is then told nothing any more. The row stays, for being locked. */
export async function erasePlayerRow(tx: Queryable, { userId, at }: { userId: string; at: Date }): Promise<void> {
  await tx.query({
    name: 'player-erase',
    text: `INSERT INTO player (user_id, erased_at) VALUES ($1, $2) ON CONFLICT (user_id) DO UPDATE SET
             language = 'en', time_zone = NULL, quiet_from = NULL, quiet_to = NULL, kinds = '{}', erased_at = $2`,
    values: [userId, at],
  })
}

const settingsOf = (row: SettingsRow): Settings => ({
  language: row.language,
  timeZone: row.time_zone,
  quietHours: row.quiet_from === null || row.quiet_to === null ? null : { from: row.quiet_from, to: row.quiet_to },
  kinds: row.kinds,
})
