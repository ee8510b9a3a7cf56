import type { Queryable } from '../postgres/index.js'

/**
 * Notes the events as applied, in the transaction of their effect.
 * @returns the ids that were not known. Another transaction applying the same event is waited for, in sorted order.
 */
export async function claimEvents(tx: Queryable, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ event_id: string }>({
    name: 'inbox_claim',
    text: `insert into inbox (event_id) select id from unnest($1::uuid[]) as id order by id
      on conflict do nothing returning event_id`,
    values: [ids],
  })
  return new Set(rows.map(row => row.event_id))
}

/** Takes claims back within the transaction that made them. */
export async function unclaimEvents(tx: Queryable, ids: readonly string[]): Promise<void> {
  await tx.query({ name: 'inbox_unclaim', text: 'delete from inbox where event_id = any($1::uuid[])', values: [ids] })
}
