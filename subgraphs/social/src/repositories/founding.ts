import { countEvents, eventParameters, insertEvents, type EventEnvelope } from '@waystone/kit/outbox'
import { violatedConstraint, type Queryable } from '@waystone/kit/postgres'
import type { Founding, Guild } from '../domain/guild.js'
import type { GuildSettings } from '../domain/guild-input.js'
import { tellGuilds } from './tell-guild.js'
import { foundingColumns, foundingOf, guildColumns, guildOf, type FoundingRow, type GuildRow } from './guild-row.js'

export interface NewFounding {
  readonly id: string
  readonly founderId: string
  readonly idempotencyKey: string
  readonly settings: GuildSettings
  readonly memberLimit: number
  readonly createdAt: Date
  readonly recoverAfter: Date
}

/**
 * Records the order to found a guild, which takes its name and its tag.
 * @returns whether it did; false where the key, the name or the tag is taken, or the account is deleted
 */
export async function recordFounding(db: Queryable, founding: NewFounding): Promise<boolean> {
  const { id, founderId, idempotencyKey, settings, memberLimit, createdAt, recoverAfter } = founding
  const { rowCount } = await db.query({
    name: 'founding_record',
    text: `insert into guild (id, status, name, name_key, tag, description, open, member_limit, founder_id, idempotency_key, created_at, recover_after)
      select $1::uuid, 'FOUNDING', $2::text, $3::text, $4::text, $5::text, $6::bool, $7::int, $8::uuid, $9::text, $10::timestamptz, $11::timestamptz
      where not exists (select from erased_user where user_id = $8)
      on conflict do nothing`,
    values: [
      id,
      settings.name,
      settings.nameKey,
      settings.tag,
      settings.description,
      settings.open,
      memberLimit,
      founderId,
      idempotencyKey,
      createdAt,
      recoverAfter,
    ],
  })
  return rowCount === 1
}

export async function findFoundingByKey(db: Queryable, founderId: string, key: string): Promise<Founding | null> {
  const text = `select ${foundingColumns} from guild g where g.founder_id = $1 and g.idempotency_key = $2`
  const { rows } = await db.query<FoundingRow>({ name: 'founding_by_key', text, values: [founderId, key] })
  return rows[0] === undefined ? null : foundingOf(rows[0])
}

export async function findFounding(db: Queryable, id: string): Promise<Founding | null> {
  const text = `select ${foundingColumns} from guild g where g.id = $1`
  const { rows } = await db.query<FoundingRow>({ name: 'founding_by_id', text, values: [id] })
  return rows[0] === undefined ? null : foundingOf(rows[0])
}

/** The name or the tag that a guild has which exists or is being founded; null where both are free. */
export async function findTaken(db: Queryable, { name, nameKey, tag }: GuildSettings): Promise<string | null> {
  const { rows } = await db.query<{ name_key: string }>({
    name: 'guild_taken',
    text: `select name_key from guild where status in ('FOUNDING', 'ACTIVE') and (name_key = $1 or tag = $2)`,
    values: [nameKey, tag],
  })
  if (rows.length === 0) return null
  return rows.some(row => row.name_key === nameKey) ? name : tag
}

// Each change of status is one statement that names the status it starts from, so that it happens once.

/**
 * FOUNDING → ACTIVE: the guild, its leader, the log and the event are one statement; the leader's applications
 * elsewhere go. Null, and nothing has happened, where the order has ended or the founder belongs to a guild by now.
 */
export async function createFounded(
  db: Queryable,
  { id, at, event }: { id: string; at: Date; event: EventEnvelope },
): Promise<Guild | null> {
  try {
    const { rows } = await db.query<GuildRow & { applied_to: readonly string[] }>({
      name: 'founding_create',
      text: `with founded as (
          update guild g set status = 'ACTIVE', member_count = 1
          where g.id = $1 and g.status = 'FOUNDING' and not exists (select from erased_user e where e.user_id = g.founder_id)
          returning ${foundingColumns}
        ), leader as (
          insert into guild_member (user_id, guild_id, role, joined_at) select founder_id, id, 'LEADER', $2 from founded
        ), withdrawn as (
          delete from guild_application a using founded where a.user_id = founded.founder_id returning a.guild_id
        ), logged as (
          insert into guild_log (guild_id, kind, actor_id, at) select id, 'FOUNDED', founder_id, $2 from founded
        ), told as (${insertEvents({ firstParameter: 3, once: 'founded' })})
        select ${guildColumns}, array(select guild_id from withdrawn) as applied_to from founded g`,
      values: [id, at, ...eventParameters([event])],
    })
    if (rows[0] === undefined) return null
    countEvents(db, [event])
    tellGuilds(db, rows[0].applied_to)
    return guildOf(rows[0])
  } catch (error) {
    if (violatedConstraint(error) === 'guild_member_pkey') return null
    throw error
  }
}

/** FOUNDING → REFUSED; the name is free again. */
export async function refuseFounding(db: Queryable, id: string, available: number): Promise<void> {
  const text = `update guild set status = 'REFUSED', available = $2 where id = $1 and status = 'FOUNDING'`
  await db.query({ name: 'founding_refuse', text, values: [id, available] })
}

/** FOUNDING → RELEASING; the name is free again. */
export async function startReleaseOfFounding(db: Queryable, id: string): Promise<void> {
  const text = `update guild set status = 'RELEASING' where id = $1 and status = 'FOUNDING'`
  await db.query({ name: 'founding_start_release', text, values: [id] })
}

/** FOUNDING or RELEASING → RELEASED. */
export async function finishReleaseOfFounding(db: Queryable, id: string): Promise<void> {
  const text = `update guild set status = 'RELEASED' where id = $1 and status in ('FOUNDING', 'RELEASING')`
  await db.query({ name: 'founding_finish_release', text, values: [id] })
}

/**
 * Takes up to `limit` unfinished orders whose time has come, passing over those that another worker is taking, and
 * puts their next time off: by `backoffMs`, doubled with each attempt, at most 64 times.
 */
export async function claimUnfinishedFoundings(
  db: Queryable,
  { now, limit, backoffMs }: { now: Date; limit: number; backoffMs: number },
): Promise<readonly Founding[]> {
  const text = `update guild g
    set attempts = g.attempts + 1, recover_after = $1::timestamptz + make_interval(secs => $3::float8 / 1000 * 2 ^ least(g.attempts, 6))
    where g.id = any (array(
      select id from guild where status in ('FOUNDING', 'RELEASING') and recover_after <= $1
      order by recover_after limit $2 for update skip locked
    )) returning ${foundingColumns}`
  const { rows } = await db.query<FoundingRow>({ name: 'founding_claim', text, values: [now, limit, backoffMs] })
  return rows.map(foundingOf)
}
