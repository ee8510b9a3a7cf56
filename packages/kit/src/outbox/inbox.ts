import type { Queryable } from '../postgres/index.js'

/**
 * How long an id is known: longer than backups are kept (docs/decisions/124), which bring outboxes back, and than an
 * event may wait for one of its consumers before an alert is looked at.
 */
export const INBOX_KEPT_DAYS = 60

/**
 * Notes the events of a producer as applied, in the transaction of their effect. An id counts for its producer
 * alone: an event that another producer sends with the same id is another event. Rows without a producer were
 * written before producers were noted, and count for each.
 * @returns the ids that were not known. Another transaction applying the same event is waited for, in sorted order.
 */
export async function claimEvents(tx: Queryable, producer: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ event_id: string }>({
    name: 'inbox_claim',
    text: `insert into inbox (event_id, producer) select id, $1 from unnest($2::uuid[]) as id
      where not exists (select from inbox as before where before.event_id = id and before.producer = '')
      order by id on conflict do nothing returning event_id`,
    values: [producer, ids],
  })
  return new Set(rows.map(row => row.event_id))
}

/** Takes claims back within the transaction that made them. */
export async function unclaimEvents(tx: Queryable, producer: string, ids: readonly string[]): Promise<void> {
  await tx.query({
    name: 'inbox_unclaim',
    text: 'delete from inbox where event_id = any($2::uuid[]) and producer = $1',
    values: [producer, ids],
  })
}
