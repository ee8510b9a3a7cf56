import type { Page } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'
import type { GuildLogEntry, GuildLogKind } from '../domain/guild.js'
import type { GuildRole } from '../domain/guild-role.js'
import { tellGuilds } from './tell-guild.js'

export interface NewLogEntry {
  readonly guildId: string
  readonly kind: GuildLogKind
  readonly actorId: string
  readonly subjectId?: string
  readonly role?: GuildRole
  readonly amount?: number
  readonly movementId?: string
}

export async function appendLog(tx: Queryable, entries: readonly NewLogEntry[], at: Date): Promise<void> {
  await tx.query({
    name: 'guild_log_append',
    text: `insert into guild_log (guild_id, kind, actor_id, subject_id, role, amount, movement_id, at)
      select *, $8::timestamptz from unnest($1::uuid[], $2::guild_log_kind[], $3::uuid[], $4::uuid[], $5::guild_role[], $6::bigint[], $7::uuid[])`,
    values: [
      entries.map(entry => entry.guildId),
      entries.map(entry => entry.kind),
      entries.map(entry => entry.actorId),
      entries.map(entry => entry.subjectId ?? null),
      entries.map(entry => entry.role ?? null),
      entries.map(entry => entry.amount ?? null),
      entries.map(entry => entry.movementId ?? null),
      at,
    ],
  })
  tellGuilds(
    tx,
    entries.map(({ guildId }) => guildId),
  )
}

interface Row {
  readonly id: string
  readonly kind: GuildLogKind
  readonly actor_id: string
  readonly subject_id: string | null
  readonly amount: string | null
  readonly role: GuildRole | null
  readonly at: Date
}

/** The newest first: up to `limit + 1`. */
export async function findLogPage(db: Queryable, guildId: string, page: Page): Promise<readonly GuildLogEntry[]> {
  const { rows } = await db.query<Row>({
    name: 'guild_log_page',
    text: `select id, kind, actor_id, subject_id, amount, role, at from guild_log
      where guild_id = $1 and ($2::bigint is null or id < $2) order by id desc limit $3`,
    values: [guildId, page.after?.[0] ?? null, page.limit + 1],
  })
  return rows.map(row => ({
    id: row.id,
    kind: row.kind,
    actorId: row.actor_id,
    subjectId: row.subject_id,
    amount: row.amount === null ? null : Number(row.amount),
    role: row.role,
    at: row.at,
  }))
}

export async function countLog(db: Queryable, guildId: string): Promise<number> {
  const text = 'select count(*)::int as count from guild_log where guild_id = $1'
  const { rows } = await db.query<{ count: number }>({ name: 'guild_log_count', text, values: [guildId] })
  return rows[0]?.count ?? 0
}
