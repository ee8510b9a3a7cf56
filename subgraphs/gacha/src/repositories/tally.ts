import type { Queryable } from '@waystone/kit/postgres'
import type { Tallied, Tally, TallyKind } from '../domain/banner-model/tallies.js'

export interface TallyPlace {
  readonly userId: string
  readonly bannerId: string
}

export interface NamedTally extends Tally {
  readonly kind: TallyKind
  readonly name: string
}

/**
 * All tallies of each user on each banner, in the order asked for.
 * @param db the primary: a player who has just pulled must see the points of the pull
 */
export async function findTallies(
  db: Queryable,
  wanted: readonly TallyPlace[],
): Promise<readonly (readonly NamedTally[])[]> {
  const { rows } = await db.query<TallyRow>({
    name: 'tallies',
    text: `select t.user_id, t.banner_id, t.kind, t.name, t.counted, t.spent, t.ended, t.uses from banner_tally t
      join (select distinct * from unnest($1::uuid[], $2::uuid[]) as w (user_id, banner_id)) wanted using (user_id, banner_id)`,
    values: [wanted.map(({ userId }) => userId), wanted.map(({ bannerId }) => bannerId)],
  })
  return wanted.map(({ userId, bannerId }) =>
    rows.filter(row => row.user_id === userId && row.banner_id === bannerId).map(tallyOf),
  )
}

interface TallyRow {
  user_id: string
  banner_id: string
  kind: TallyKind
  name: string
  counted: string
  spent: string
  ended: string
  uses: string
}

const tallyOf = ({ kind, name, counted, spent, ended, uses }: TallyRow): NamedTally => ({
  kind,
  name,
  counted: Number(counted),
  spent: Number(spent),
  ended: Number(ended),
  uses: Number(uses),
})

/**
 * A part of the statement that draws: adds the tallies of the order, and finds the items that milestones give by it.
 * It comes before the inventory, as in an exchange, so that the two never deadlock.
 * @param first the number of the first of `tallyParameters`; $1 is the pull, $5 the user, $6 the moment, $7 the banner
 */
export const talliedInDraw = (first: number): string => `wanted_tally as materialized (
        select w.* from basis, unnest($${first}::text[], $${first + 1}::text[], $${first + 2}::bigint[], $${first + 3}::bigint[],
          $${first + 4}::bigint[], $${first + 5}::uuid[]) as w (kind, name, count, claim_at, claim_every, item_id)
      ), tallied as (
        insert into banner_tally as t (user_id, banner_id, kind, name, counted, claim_at, claim_every)
        select $5, $7, kind, name, count, claim_at, claim_every from wanted_tally order by kind, name
        on conflict (user_id, banner_id, kind, name) do update
          set counted = case when t.kind = 'COUNTER' then excluded.counted else t.counted + excluded.counted end,
            claim_at = excluded.claim_at, claim_every = excluded.claim_every
        returning t.kind, t.name, t.counted
      ), given as materialized (
        select w.item_id, sum(${reached('t.counted')} - ${reached('t.counted - w.count')}) as quantity
        from tallied t join wanted_tally w using (kind, name) where w.item_id is not null
        group by w.item_id having sum(${reached('t.counted')} - ${reached('t.counted - w.count')}) > 0
      ), given_receipt as (
        insert into item_receipt (source, reference, item_id, user_id, quantity, received_at)
        select 'MILESTONE', $1, item_id, $5, quantity, $6 from given
      ),`

/** How often a milestone `w` is reached by so many events, as banner_tally_claims_check has it. */
const reached = (counted: string): string =>
  `case when w.claim_at is not null then ((${counted}) >= w.claim_at)::int else (${counted}) / w.claim_every end`

/** As many as `talliedInDraw` reads. */
export const tallyParameters = (tallies: readonly Tallied[]): unknown[] => [
  tallies.map(({ kind }) => kind),
  tallies.map(({ name }) => name),
  tallies.map(({ count }) => count),
  tallies.map(({ milestone }) => milestone?.at ?? null),
  tallies.map(({ milestone }) => milestone?.every ?? null),
  tallies.map(({ milestone }) => (milestone !== undefined && 'item' in milestone.give ? milestone.give.item : null)),
]
