import type { Currency } from '@waystone/events'
import type { Queryable } from '@waystone/kit/postgres'
import type { CurrencyAmount, PullOrder } from '../domain/pull-order.js'

/** Currency that a user is paid for the duplicates of an order. */
export interface DuplicatePayout extends CurrencyAmount {
  /** The id of the event that pays it as well. */
  readonly id: string
  readonly userId: string
  readonly bannerId: string
}

interface Granted {
  readonly order: PullOrder
  /** By pulled item. */
  readonly granted: readonly (CurrencyAmount & { readonly index: number })[]
  /** By currency. */
  readonly sums: readonly (CurrencyAmount & { readonly id: string })[]
  readonly at: Date
}

/** Notes what the items of an order were granted, and the sums of it; none for an account that was deleted. */
export async function saveDuplicatePayouts(
  tx: Queryable,
  { order, granted, sums, at }: Granted,
): Promise<readonly DuplicatePayout[]> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'duplicate_payouts',
    text: `with noted as (
        update pulled_item i set payout_currency = g.currency::currency, payout_amount = g.amount
        from unnest($3::int[], $4::text[], $5::bigint[]) as g (index, currency, amount)
        where i.pull_id = $1 and i.index = g.index
      )
      insert into duplicate_payout (id, pull_id, user_id, currency, amount, paid_at)
      select id, $1, $2, currency::currency, amount, $9 from unnest($6::uuid[], $7::text[], $8::bigint[]) as s (id, currency, amount)
      where not exists (select from erased_user where user_id = $2)
      returning id`,
    values: [
      order.id,
      order.userId,
      granted.map(({ index }) => index),
      granted.map(({ currency }) => currency),
      granted.map(({ amount }) => amount),
      sums.map(({ id }) => id),
      sums.map(({ currency }) => currency),
      sums.map(({ amount }) => amount),
      at,
    ],
  })
  const saved = new Set(rows.map(({ id }) => id))
  const { userId, bannerId } = order
  return sums.filter(({ id }) => saved.has(id)).map(sum => ({ ...sum, userId, bannerId }))
}

/** Those that events with these ids pay. */
export async function findDuplicatePayouts(db: Queryable, ids: readonly string[]): Promise<readonly DuplicatePayout[]> {
  const { rows } = await db.query<{
    id: string
    user_id: string
    banner_id: string
    currency: Currency
    amount: string
  }>({
    name: 'duplicate_payouts_by_id',
    text: `select d.id, d.user_id, p.banner_id, d.currency, d.amount from duplicate_payout d join pull p on p.id = d.pull_id
      where d.id = any($1::uuid[])`,
    values: [ids],
  })
  return rows.map(row => ({
    id: row.id,
    userId: row.user_id,
    bannerId: row.banner_id,
    currency: row.currency,
    amount: Number(row.amount),
  }))
}
