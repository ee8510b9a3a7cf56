import { unreachable } from '@waystone/kit/errors'
import type { Page } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'
import type { MemoryChange } from '../domain/banner-model/change-memory.js'
import type { DrawnMemory, KeptMemory } from '../domain/banner-model/kept-memory.js'
import type { Memory } from '../domain/banner-model/memory.js'
import type { SeedProof } from '../domain/pull-order.js'
import { groupedBy } from './drawn-pull.js'
import { seedColumns, seedProofOf, type SeedRow } from './seed-row.js'

/** A change of what a banner remembers, as it is recorded. */
export interface NewMemoryChange {
  readonly id: string
  readonly userId: string
  readonly bannerId: string
  readonly bannerVersion: number
  readonly idempotencyKey: string
  readonly change: MemoryChange
  readonly memory: DrawnMemory
  /** The seed in use, locked by the caller, and its next nonce. */
  readonly seed: { readonly id: string; readonly nextNonce: number }
  readonly changedAt: Date
}

/** A change that was made, and the seed whose nonce it has. */
export interface MadeChange {
  readonly id: string
  readonly userId: string
  readonly bannerId: string
  readonly bannerVersion: number
  readonly change: MemoryChange
  readonly changedAt: Date
  readonly proof: SeedProof & { readonly before: Memory; readonly after: Memory }
}

/** The change that was made with a key of the user; the caller has locked the user's seed, so none is under way. */
export async function findChangeByKey(
  tx: Queryable,
  userId: string,
  idempotencyKey: string,
): Promise<{ readonly bannerId: string; readonly change: MemoryChange } | null> {
  const text =
    'select banner_id, kind, item_id, item_ids from memory_change where user_id = $1 and idempotency_key = $2'
  const values = [userId, idempotencyKey]
  const { rows } = await tx.query<ChangeRow & { banner_id: string }>({ name: 'change_by_key', text, values })
  return rows[0] === undefined ? null : { bannerId: rows[0].banner_id, change: changeOf(rows[0]) }
}

/** Counts the changes of the user since a moment; the caller has locked the user's seed. */
export async function countChanges(tx: Queryable, userId: string, since: Date): Promise<number> {
  const text = 'select count(*)::int as count from memory_change where user_id = $1 and changed_at >= $2'
  const { rows } = await tx.query<{ count: number }>({ name: 'change_count_since', text, values: [userId, since] })
  return rows[0]?.count ?? 0
}

/**
 * Takes the nonce of the locked seed, writes what is kept and the change itself, in one statement. A draw of the user
 * that began before it finds its nonce taken, and begins again from what is kept now.
 */
export async function saveMemoryChange(tx: Queryable, made: NewMemoryChange): Promise<void> {
  const { change, memory, seed } = made
  const kept = [...memory.kept]
  const { rowCount } = await tx.query({
    name: 'change_save',
    text: `with taken as (
        update fairness_seed set next_nonce = next_nonce + 1 where id = $1 and next_nonce = $2 and revealed_at is null returning id
      ), remembered as (
        insert into banner_memory as m (user_id, scope, counters, boxes, target, wishes)
        select $3, scope, counters::jsonb, boxes::jsonb, target, wishes::uuid[]
        from taken, unnest($4::text[], $5::text[], $6::text[], $7::uuid[], $17::text[]) as kept (scope, counters, boxes, target, wishes)
        order by scope
        on conflict (user_id, scope) do update set counters = m.counters || excluded.counters, boxes = m.boxes || excluded.boxes,
          target = coalesce(excluded.target, m.target), wishes = coalesce(excluded.wishes, m.wishes)
      )
      insert into memory_change (id, user_id, banner_id, banner_version, kind, item_id, item_ids, idempotency_key, fairness_seed_id,
        nonce, memory_before, memory_after, changed_at)
      select $8, $3, $9, $10, $11, $12, $18, $13, taken.id, $2, $14::jsonb, $15::jsonb, $16 from taken`,
    values: [
      seed.id,
      seed.nextNonce,
      made.userId,
      kept.map(([scope]) => scope),
      kept.map(([, { counters }]) => JSON.stringify(counters)),
      kept.map(([, { boxes }]) => JSON.stringify(boxes)),
      kept.map(([, { target }]: readonly [string, KeptMemory]) => target),
      made.id,
      made.bannerId,
      made.bannerVersion,
      change.kind,
      change.kind === 'TARGET' ? change.itemId : null,
      made.idempotencyKey,
      JSON.stringify(memory.before),
      JSON.stringify(memory.after),
      made.changedAt,
      // One text for each list: `unnest` would take apart an array of arrays.
      kept.map(([, { wishes }]: readonly [string, KeptMemory]) => (wishes === null ? null : `{${wishes.join(',')}}`)),
      change.kind === 'WISHES' ? change.itemIds : null,
    ],
  })
  if (rowCount !== 1) throw new Error(`Nonce ${seed.nextNonce} of the locked seed ${seed.id} was taken`)
}

/** The latest first: up to `limit + 1` of each user. */
export async function findChangePages(
  db: Queryable,
  userIds: readonly string[],
  page: Page,
): Promise<ReadonlyMap<string, readonly MadeChange[]>> {
  const { rows } = await db.query<MadeRow>({
    name: 'change_page',
    text: `select page.* from unnest($1::uuid[]) as wanted (user_id), lateral (
        select c.id, c.user_id, c.banner_id, c.banner_version, c.kind, c.item_id, c.item_ids, c.memory_before, c.memory_after,
          c.nonce, c.changed_at, ${seedColumns}
        from memory_change c join fairness_seed s on s.id = c.fairness_seed_id
        where c.user_id = wanted.user_id and ($2::timestamptz is null or (c.changed_at, c.id) < ($2, $3::uuid))
        order by c.changed_at desc, c.id desc limit $4
      ) page`,
    values: [userIds, page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit + 1],
  })
  return groupedBy(rows, userIds, row => row.user_id, madeOf)
}

/** By user; a user without any is missing. */
export async function countAllChanges(db: Queryable, userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const text =
    'select user_id, count(*)::int as count from memory_change where user_id = any($1::uuid[]) group by user_id'
  const { rows } = await db.query<{ user_id: string; count: number }>({ name: 'change_count', text, values: [userIds] })
  return new Map(rows.map(row => [row.user_id, row.count]))
}

interface ChangeRow {
  kind: MemoryChange['kind']
  item_id: string | null
  item_ids: readonly string[] | null
}

interface MadeRow extends ChangeRow, SeedRow {
  id: string
  user_id: string
  banner_id: string
  banner_version: number
  memory_before: Memory
  memory_after: Memory
  changed_at: Date
}

function changeOf({ kind, item_id: itemId, item_ids: itemIds }: ChangeRow): MemoryChange {
  switch (kind) {
    case 'REFILL':
      return { kind }
    case 'WISHES':
      if (itemIds === null) throw new Error('A list of wishes names no items')
      return { kind, itemIds }
    case 'TARGET':
      if (itemId === null) throw new Error('A choice names no item')
      return { kind, itemId }
    default:
      return unreachable(kind)
  }
}

const madeOf = (row: MadeRow): MadeChange => ({
  id: row.id,
  userId: row.user_id,
  bannerId: row.banner_id,
  bannerVersion: row.banner_version,
  change: changeOf(row),
  changedAt: row.changed_at,
  proof: { ...seedProofOf(row), before: row.memory_before, after: row.memory_after },
})
