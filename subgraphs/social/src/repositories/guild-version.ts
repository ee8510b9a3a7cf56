import type { Queryable } from '@waystone/kit/postgres'
import { APPLICATIONS_SHOWN_MAX } from './guild-application.js'

/**
 * Entries of the log that a version is made of. Deposits do not wait for each other, so an entry may become visible
 * after some with larger numbers; the newest number alone would miss it.
 */
const ENTRIES = 50

/**
 * Of each pair, the version of what the member is shown of the guild, in their order; null for a user who is no member.
 * Every change of a guild has an entry in its log, except applications, which leader and officers are shown.
 */
export async function findGuildVersions(
  db: Queryable,
  pairs: readonly { readonly guildId: string; readonly userId: string }[],
): Promise<readonly (string | null)[]> {
  const { rows } = await db.query<{ version: string | null }>({
    name: 'guild_versions',
    text: `with asked as (
        select * from unnest($1::uuid[], $2::uuid[]) with ordinality as asked (guild_id, user_id, place)
      ), logs as materialized (
        select distinct_guild.guild_id, (
          select string_agg(newest.id::text, ',' order by newest.id) from (
            select l.id from guild_log l where l.guild_id = distinct_guild.guild_id order by l.id desc limit ${ENTRIES}
          ) newest
        ) as entries from (select distinct guild_id from asked) distinct_guild
      )
      select case when m.user_id is not null then
        encode(sha256(convert_to(concat_ws(' ', logs.entries, waiting.applications), 'UTF8')), 'hex') end as version
      from asked join logs using (guild_id)
      left join guild_member m on m.user_id = asked.user_id and m.guild_id = asked.guild_id
      left join lateral (
        select string_agg(a.id || ' ' || a.message, ',' order by a.sent_at, a.id) as applications from (
          select a.id, a.user_id, a.message, a.sent_at from guild_application a where a.guild_id = m.guild_id and m.role in ('LEADER', 'OFFICER')
          order by a.sent_at, a.id limit ${APPLICATIONS_SHOWN_MAX}
        ) a
        where not exists (
          select from relationship r where r.low_id = least(a.user_id, m.user_id) and r.high_id = greatest(a.user_id, m.user_id)
            and case when r.low_id = m.user_id then r.low_blocked_at else r.high_blocked_at end is not null)
      ) waiting on true
      order by asked.place`,
    values: [pairs.map(({ guildId }) => guildId), pairs.map(({ userId }) => userId)],
  })
  return rows.map(({ version }) => version)
}
