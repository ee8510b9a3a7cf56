import type { Page } from '@waystone/kit/graphql'
import { violatedConstraint, type Queryable } from '@waystone/kit/postgres'
import type { Guild } from '../domain/guild.js'
import { nameKeyOf, type GuildSettings } from '../domain/guild-input.js'
import { guildColumns, guildOf, type GuildRow } from './guild-row.js'

/** Guilds that exist. */
export async function findGuilds(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Guild>> {
  const text = `select ${guildColumns} from guild g where g.id = any($1::uuid[]) and g.status = 'ACTIVE'`
  const { rows } = await db.query<GuildRow>({ name: 'guilds_by_id', text, values: [ids] })
  return new Map(rows.map(row => [row.id, guildOf(row)]))
}

export async function findGuildByName(db: Queryable, name: string): Promise<Guild | null> {
  const text = `select ${guildColumns} from guild g where g.name_key = $1 and g.status = 'ACTIVE'`
  const { rows } = await db.query<GuildRow>({ name: 'guild_by_name', text, values: [nameKeyOf(name)] })
  return rows[0] === undefined ? null : guildOf(rows[0])
}

/** Which guilds a list is of; null for all of them. */
export interface GuildFilter {
  readonly search: string | null
  readonly openOnly: boolean
}

/** $1: the beginning of a name, escaped; $2: the tag; $3: only open ones. */
const FILTERED = `g.status = 'ACTIVE' and ($1::text is null or g.name_key like $1 || '%' or g.tag = $2) and (g.open or not $3::bool)`

const filterValues = ({ search, openOnly }: GuildFilter): unknown[] => [
  search === null ? null : nameKeyOf(search).replaceAll(/[\\%_]/g, String.raw`\$&`),
  search?.toUpperCase() ?? null,
  openOnly,
]

/** A guild, and what its place in the list is known by. */
export interface ListedGuild {
  readonly guild: Guild
  readonly nameKey: string
}

/** By name: up to `limit + 1`. The order is that of the index, whatever the collation of the database. */
export async function findGuildPage(db: Queryable, filter: GuildFilter, page: Page): Promise<readonly ListedGuild[]> {
  const { rows } = await db.query<GuildRow & { name_key: string }>({
    name: 'guild_page',
    text: `select ${guildColumns}, g.name_key from guild g
      where ${FILTERED} and ($4::text is null or (g.name_key ~>~ $4 or (g.name_key = $4 and g.id > $5::uuid)))
      order by g.name_key using ~<~, g.id limit $6`,
    values: [...filterValues(filter), page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit + 1],
  })
  return rows.map(row => ({ guild: guildOf(row), nameKey: row.name_key }))
}

export async function countGuilds(db: Queryable, filter: GuildFilter): Promise<number> {
  const text = `select count(*)::int as count from guild g where ${FILTERED}`
  const { rows } = await db.query<{ count: number }>({ name: 'guild_count', text, values: filterValues(filter) })
  return rows[0]?.count ?? 0
}

/**
 * Locks a guild that exists, for changes of its members and payments from its treasury. Deposits do not, so
 * that members may make them at once.
 */
export async function lockGuild(tx: Queryable, id: string): Promise<Guild | null> {
  const text = `select ${guildColumns} from guild g where g.id = $1 and g.status = 'ACTIVE' for no key update`
  const { rows } = await tx.query<GuildRow>({ name: 'guild_lock', text, values: [id] })
  return rows[0] === undefined ? null : guildOf(rows[0])
}

/** Changes what a guild says of itself. Null where another guild has the name or the tag. */
export async function saveSettings(tx: Queryable, id: string, settings: GuildSettings): Promise<Guild | null> {
  try {
    const { rows } = await tx.query<GuildRow>({
      name: 'guild_save_settings',
      text: `update guild g set name = $2, name_key = $3, tag = $4, description = $5, open = $6 where g.id = $1 returning ${guildColumns}`,
      values: [id, settings.name, settings.nameKey, settings.tag, settings.description, settings.open],
    })
    return rows[0] === undefined ? null : guildOf(rows[0])
  } catch (error) {
    if (['guild_name_key_key', 'guild_tag_key'].includes(violatedConstraint(error) ?? '')) return null
    throw error
  }
}

/** ACTIVE → DISSOLVED; the caller has locked the guild and removed its members. */
export async function markDissolved(tx: Queryable, id: string): Promise<void> {
  const text = `update guild set status = 'DISSOLVED', member_count = 0 where id = $1 and status = 'ACTIVE'`
  await tx.query({ name: 'guild_dissolve', text, values: [id] })
}

/** The caller has locked the guild. @returns the guild as it is then */
export async function changeMemberCount(tx: Queryable, id: string, by: 1 | -1): Promise<Guild> {
  const text = `update guild g set member_count = g.member_count + $2 where g.id = $1 returning ${guildColumns}`
  const { rows } = await tx.query<GuildRow>({ name: 'guild_count_members', text, values: [id, by] })
  if (rows[0] === undefined) throw new Error(`Guild ${id} is gone`)
  return guildOf(rows[0])
}
