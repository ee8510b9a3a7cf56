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
 * A part of the statement that draws: adds the tallies of the order. It comes before the inventory, as in an exchange,
 * so that the two never deadlock.
 * @param first the number of the first of `tallyParameters`; $5 is the user, $7 the banner
 */
export const talliedInDraw = (first: number): string => `tallied as (
        insert into banner_tally as t (user_id, banner_id, kind, name, counted)
        select $5, $7, kind, name, count
        from basis, unnest($${first}::text[], $${first + 1}::text[], $${first + 2}::bigint[]) as w (kind, name, count) order by kind, name
        on conflict (user_id, banner_id, kind, name) do update
          set counted = case when t.kind = 'COUNTER' then excluded.counted else t.counted + excluded.counted end
        returning t.kind, t.name, t.counted
      ),`

export const tallyParameters = (tallies: readonly Tallied[]): unknown[] => [
  tallies.map(({ kind }) => kind),
  tallies.map(({ name }) => name),
  tallies.map(({ count }) => count),
]
