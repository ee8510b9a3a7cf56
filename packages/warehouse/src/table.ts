/** The databases that the warehouse reads. */
export const sourceNames = ['users', 'quests', 'gacha'] as const
export type SourceName = (typeof sourceNames)[number]

/** Exact types only: a sum of money must come out to the unit. */
type ExactType = 'BIGINT' | 'INTEGER' | 'BOOLEAN' | 'UUID' | 'VARCHAR' | 'TIMESTAMP'

export interface Column {
  readonly name: string
  readonly type: ExactType
  /** The expression of the source; the column of that name where it is left out. */
  readonly from?: string
  /**
   * `user`: a user id, which the warehouse keeps as a pseudonym; `personal`: an id that leads to one person.
   * Both are erased with the account.
   */
  readonly names?: 'user' | 'personal'
}

/** Rows that are read by position: append-only ones, or versions of rows that change. */
export interface FactTable {
  readonly name: string
  readonly source: SourceName
  /** The FROM clause; `r` is the table that has `xact_id`. */
  readonly from: string
  /** The table that `r` is. */
  readonly relation: string
  readonly columns: readonly Column[]
  /** Of type UUID: tells two rows apart. */
  readonly key: string
  /** Columns whose sums `check` compares. */
  readonly sums: readonly string[]
  /** The time whose UTC day is the partition; null: the table has no partitions. */
  readonly partitionedBy: string | null
  /**
   * Rows that no statement updates stay where they are, so a first load goes on behind the last block that it
   * has read. Others move: their first load is one statement.
   */
  readonly isAppendOnly: boolean
  /** Each change of a row is another row, and the greatest `xact_id` is the current one. */
  readonly isVersioned: boolean
}

/** A small table that changes: each run reads all of it, and replaces what was read before. */
export interface SnapshotTable {
  readonly name: string
  readonly source: SourceName
  /** A statement without the columns' names, which come from `columns`. */
  readonly query: string
  readonly columns: readonly Column[]
}
