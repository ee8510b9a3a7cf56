import { countEvents, eventParameters, insertEvents, type EventEnvelope } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import type { TreasuryMovement } from '../domain/guild.js'
import { tellGuilds } from './tell-guild.js'

const columns = 't.id, t.guild_id, t.user_id, t.kind, t.status, t.amount, t.available'

interface Row {
  readonly id: string
  readonly guild_id: string
  readonly user_id: string
  readonly kind: TreasuryMovement['kind']
  readonly status: TreasuryMovement['status']
  readonly amount: string
  readonly available: string | null
}

const movementOf = (row: Row): TreasuryMovement => ({
  id: row.id,
  guildId: row.guild_id,
  userId: row.user_id,
  kind: row.kind,
  status: row.status,
  amount: Number(row.amount),
  available: row.available === null ? null : Number(row.available),
})

export interface NewMovement {
  readonly id: string
  readonly guildId: string
  readonly userId: string
  readonly amount: number
  readonly idempotencyKey: string
  readonly createdAt: Date
  readonly recoverAfter: Date
}

/**
 * Records the order to deposit; the lock on the member keeps the account from being erased meanwhile.
 * @returns whether it did; false where the key is taken or the user is no member
 */
export async function recordDeposit(db: Queryable, deposit: NewMovement): Promise<boolean> {
  const { id, guildId, userId, amount, idempotencyKey, createdAt, recoverAfter } = deposit
  const { rowCount } = await db.query({
    name: 'deposit_record',
    text: `with member as materialized (
        select user_id, guild_id from guild_member where user_id = $3 and guild_id = $2 for key share
      )
      insert into treasury_movement (id, guild_id, user_id, kind, status, amount, idempotency_key, created_at, recover_after)
      select $1::uuid, guild_id, user_id, 'DEPOSIT', 'RESERVING', $4::bigint, $5::text, $6::timestamptz, $7::timestamptz from member
      on conflict (user_id, idempotency_key) do nothing`,
    values: [id, guildId, userId, amount, idempotencyKey, createdAt, recoverAfter],
  })
  return rowCount === 1
}

/** Notes what left a treasury. @returns whether it did; false where the user's key is taken */
export async function insertPayment(
  tx: Queryable,
  payment: Omit<NewMovement, 'recoverAfter'> & { readonly kind: 'WITHDRAWAL' | 'SHARE' },
): Promise<boolean> {
  const { id, guildId, userId, kind, amount, idempotencyKey, createdAt } = payment
  const { rowCount } = await tx.query({
    name: 'payment_insert',
    text: `insert into treasury_movement (id, guild_id, user_id, kind, status, amount, idempotency_key, created_at, recover_after)
      values ($1, $2, $3, $4, 'DONE', $5, $6, $7, $7) on conflict (user_id, idempotency_key) do nothing`,
    values: [id, guildId, userId, kind, amount, idempotencyKey, createdAt],
  })
  return rowCount === 1
}

export async function findMovementByKey(
  db: Queryable,
  { userId, key }: { userId: string; key: string },
): Promise<TreasuryMovement | null> {
  const text = `select ${columns} from treasury_movement t where t.user_id = $1 and t.idempotency_key = $2`
  const { rows } = await db.query<Row>({ name: 'movement_by_key', text, values: [userId, key] })
  return rows[0] === undefined ? null : movementOf(rows[0])
}

export async function findMovement(db: Queryable, id: string): Promise<TreasuryMovement | null> {
  const text = `select ${columns} from treasury_movement t where t.id = $1`
  const { rows } = await db.query<Row>({ name: 'movement_by_id', text, values: [id] })
  return rows[0] === undefined ? null : movementOf(rows[0])
}

// Each change of status is one statement that names the status it starts from, so that it happens once.

/**
 * RESERVING → DONE: the contribution, the log and the event are one statement. The lock on the member's own row, which
 * no other depositor takes, orders it with leaving, kicking and dissolving.
 * @returns whether it did; false where the order has ended, or its user is no member any more
 */
export async function finishDeposit(
  db: Queryable,
  { id, at, event }: { id: string; at: Date; event: EventEnvelope },
): Promise<boolean> {
  const { rows } = await db.query<{ guild_id: string }>({
    name: 'deposit_finish',
    text: `with member as materialized (
        select m.user_id, m.guild_id from treasury_movement t
        join guild_member m on m.user_id = t.user_id and m.guild_id = t.guild_id
        where t.id = $1 and t.status = 'RESERVING' for no key update of m
      ), done as (
        update treasury_movement t set status = 'DONE' from member where t.id = $1 and t.status = 'RESERVING'
        returning t.id, t.guild_id, t.user_id, t.amount
      ), contributed as (
        insert into guild_contribution as c (guild_id, user_id, deposited) select guild_id, user_id, amount from done
        on conflict (guild_id, user_id) do update set deposited = c.deposited + excluded.deposited
      ), logged as (
        insert into guild_log (guild_id, kind, actor_id, amount, movement_id, at)
        select guild_id, 'DEPOSITED', user_id, amount, id, $2 from done
      ), told as (${insertEvents({ firstParameter: 3, once: 'done' })})
      select guild_id from done`,
    values: [id, at, ...eventParameters([event])],
  })
  if (rows[0] === undefined) return false
  countEvents(db, [event])
  tellGuilds(db, [rows[0].guild_id])
  return true
}

/** RESERVING → REFUSED. */
export async function refuseDeposit(db: Queryable, id: string, available: number): Promise<void> {
  const text = `update treasury_movement set status = 'REFUSED', available = $2 where id = $1 and status = 'RESERVING'`
  await db.query({ name: 'deposit_refuse', text, values: [id, available] })
}

/** RESERVING → RELEASING. */
export async function startReleaseOfDeposit(db: Queryable, id: string): Promise<void> {
  const text = `update treasury_movement set status = 'RELEASING' where id = $1 and status = 'RESERVING'`
  await db.query({ name: 'deposit_start_release', text, values: [id] })
}

/** RESERVING or RELEASING → RELEASED. */
export async function finishReleaseOfDeposit(db: Queryable, id: string): Promise<void> {
  const text = `update treasury_movement set status = 'RELEASED' where id = $1 and status in ('RESERVING', 'RELEASING')`
  await db.query({ name: 'deposit_finish_release', text, values: [id] })
}

/** As claimUnfinishedFoundings. */
export async function claimUnfinishedDeposits(
  db: Queryable,
  { now, limit, backoffMs }: { now: Date; limit: number; backoffMs: number },
): Promise<readonly TreasuryMovement[]> {
  const text = `update treasury_movement t
    set attempts = t.attempts + 1, recover_after = $1::timestamptz + make_interval(secs => $3::float8 / 1000 * 2 ^ least(t.attempts, 6))
    where t.id = any (array(
      select id from treasury_movement where status in ('RESERVING', 'RELEASING') and recover_after <= $1
      order by recover_after limit $2 for update skip locked
    )) returning ${columns}`
  const { rows } = await db.query<Row>({ name: 'deposit_claim', text, values: [now, limit, backoffMs] })
  return rows.map(movementOf)
}
