import type { Queryable } from '@waystone/kit/postgres'
import type { GuildApplication } from '../domain/guild.js'
import { groupedBy } from '../domain/grouped-by.js'
import { tellGuilds } from './tell-guild.js'

const columns = 'a.id, a.guild_id, a.user_id, a.message, a.sent_at'

interface Row {
  readonly id: string
  readonly guild_id: string
  readonly user_id: string
  readonly message: string
  readonly sent_at: Date
}

const applicationOf = (row: Row): GuildApplication => ({
  id: row.id,
  guildId: row.guild_id,
  userId: row.user_id,
  message: row.message,
  sentAt: row.sent_at,
})

/** More than anyone answers; the rest is seen when these are. */
export const APPLICATIONS_SHOWN_MAX = 100

/** Notes an application, or the new message of one that waits. Null where the account is deleted. */
export async function saveApplication(
  tx: Queryable,
  application: GuildApplication,
): Promise<{ application: GuildApplication; isNew: boolean } | null> {
  const { id, guildId, userId, message, sentAt } = application
  const { rows } = await tx.query<Row>({
    name: 'application_save',
    text: `insert into guild_application as a (id, guild_id, user_id, message, sent_at)
      select $1::uuid, $2::uuid, $3::uuid, $4::text, $5::timestamptz where not exists (select from erased_user where user_id = $3)
      on conflict (guild_id, user_id) do update set message = excluded.message returning ${columns}`,
    values: [id, guildId, userId, message, sentAt],
  })
  if (rows[0] === undefined) return null
  tellGuilds(tx, [guildId])
  return { application: applicationOf(rows[0]), isNew: rows[0].id === id }
}

/** Counts the applications of a user to other guilds; the user's next one waits until the transaction ends. */
export async function countOtherApplications(
  tx: Queryable,
  { userId, guildId }: { userId: string; guildId: string },
): Promise<number> {
  await tx.query({
    name: 'applications_lock',
    text: `select pg_advisory_xact_lock(hashtextextended('guild application ' || $1::text, 0))`,
    values: [userId],
  })
  const text = 'select count(*)::int as count from guild_application where user_id = $1 and guild_id <> $2'
  const { rows } = await tx.query<{ count: number }>({ name: 'applications_count', text, values: [userId, guildId] })
  return rows[0]?.count ?? 0
}

/** The oldest first: up to APPLICATIONS_SHOWN_MAX of each guild. */
export async function findApplicationsOf(
  db: Queryable,
  guildIds: readonly string[],
): Promise<ReadonlyMap<string, readonly GuildApplication[]>> {
  const { rows } = await db.query<Row>({
    name: 'applications_of_guilds',
    text: `select page.* from unnest($1::uuid[]) as wanted (guild_id), lateral (
        select ${columns} from guild_application a where a.guild_id = wanted.guild_id order by a.sent_at, a.id limit ${APPLICATIONS_SHOWN_MAX}
      ) page`,
    values: [guildIds],
  })
  return groupedBy(rows.map(applicationOf), ({ guildId }) => guildId)
}

export async function findApplications(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, GuildApplication>> {
  const text = `select ${columns} from guild_application a where a.id = any($1::uuid[])`
  const { rows } = await db.query<Row>({ name: 'applications_by_id', text, values: [ids] })
  return new Map(rows.map(row => [row.id, applicationOf(row)]))
}

/** @returns whether it was there */
export async function deleteApplication(tx: Queryable, id: string): Promise<boolean> {
  const text = 'delete from guild_application where id = $1 returning guild_id'
  const { rows } = await tx.query<{ guild_id: string }>({ name: 'application_delete', text, values: [id] })
  tellGuilds(
    tx,
    rows.map(row => row.guild_id),
  )
  return rows.length === 1
}

export async function deleteApplicationsTo(tx: Queryable, guildId: string): Promise<void> {
  const text = 'delete from guild_application where guild_id = $1'
  await tx.query({ name: 'applications_delete', text, values: [guildId] })
}
