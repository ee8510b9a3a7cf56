import type { Dialect } from '../dialects/dialect.js'

/** A view that several questions read, over the tables. */
export interface SharedView {
  readonly name: string
  readonly sql: (dialect: Dialect) => string
}

export const sharedViews: readonly SharedView[] = [
  {
    name: 'purchase',
    sql: () => `SELECT * FROM purchase_version
      QUALIFY row_number() OVER (PARTITION BY purchase_id ORDER BY xact_id DESC) = 1`,
  },
  {
    name: 'active_day',
    sql: ({ day }) => `SELECT DISTINCT player_id, ${day('occurred_at')} AS day FROM event WHERE player_id IS NOT NULL`,
  },
  {
    name: 'joined',
    sql: ({ day }) => `SELECT player_id, min(${day('occurred_at')}) AS day FROM event
      WHERE type = 'user.signed_up' AND player_id IS NOT NULL GROUP BY player_id`,
  },
]
