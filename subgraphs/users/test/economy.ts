import { expect } from 'vitest'
import type { TestApp } from './users-app.js'

/** Asserts the invariants of the ledger, which hold at any moment. */
export async function expectSoundLedger({ rows }: Pick<TestApp, 'rows'>): Promise<void> {
  const sums = await rows('select currency::text, sum(balance)::int as sum from ledger_account group by 1 order by 1')
  expect(sums).toEqual([
    { currency: 'DIAMOND', sum: 0 },
    { currency: 'GOLD', sum: 0 },
  ])
  const differing = await rows(
    `select a.id from ledger_account a left join ledger_entry e on e.account_id = a.id group by a.id
     having a.balance <> coalesce(sum(e.amount), 0) or a.sequence <> count(e.id) or a.sequence <> coalesce(max(e.sequence), 0)`,
  )
  expect(differing, 'accounts that are not the sum of their entries').toEqual([])
  const unbalanced = await rows(
    `select t.id from ledger_transfer t left join ledger_entry e on e.transfer_id = t.id group by t.id
     having count(e.id) <> 2 or sum(e.amount) <> 0 or max(e.amount) <> t.amount`,
  )
  expect(unbalanced, 'transfers without their two entries').toEqual([])
  const jumps = await rows(
    `select id from (
       select id, balance_after, sum(amount) over (partition by account_id order by sequence) as expected from ledger_entry
     ) e where balance_after <> expected`,
  )
  expect(jumps, 'entries whose balance does not follow').toEqual([])
  expect(await rows('select id from ledger_account where user_id is not null and balance < 0')).toEqual([])
  await expectSoundParts({ rows })
}

/** A user's available and reserved balances. */
export async function balancesOf({ rows }: TestApp, userId: string): Promise<Record<string, number>> {
  const found = await rows<{ name: string; balance: number }>(
    `select lower(kind::text || '_' || currency::text) as name, balance::int from ledger_account where user_id = $1`,
    [userId],
  )
  return Object.fromEntries(found.map(({ name, balance }) => [name, balance]))
}

/** Asserts that both parts of each account follow from its entries, and that none is lost. */
async function expectSoundParts({ rows }: Pick<TestApp, 'rows'>): Promise<void> {
  const sums = await rows('select sum(paid)::int as paid from ledger_account group by currency')
  expect(sums).toEqual([{ paid: 0 }, { paid: 0 }])
  const differing = await rows(
    `select a.id from ledger_account a left join ledger_entry e on e.account_id = a.id left join ledger_opening o on o.account_id = a.id
     group by a.id, o.paid having a.paid <> coalesce(o.paid, 0) + coalesce(sum(e.paid), 0)`,
  )
  expect(differing, 'accounts whose paid part is not the sum of their entries').toEqual([])
  const unbalanced = await rows(
    `select t.id from ledger_transfer t left join ledger_entry e on e.transfer_id = t.id group by t.id
     having sum(e.paid) <> 0 or max(e.paid) <> t.paid`,
  )
  expect(unbalanced, 'transfers whose entries move other parts').toEqual([])
  expect(
    await rows('select id from ledger_account where user_id is not null and not paid between 0 and balance'),
  ).toEqual([])
  const held = await rows(
    `select h.id from ledger_account h left join reservation r on r.user_id = h.user_id and r.currency = h.currency and r.status = 'RESERVED'
     where h.kind = 'HELD' group by h.id having h.paid <> coalesce(sum(r.paid), 0)`,
  )
  expect(held, 'held parts that are not those of the reservations').toEqual([])
}
