import type { Subgraph } from '@waystone/audit'

/** A statement that breaks an invariant. */
export interface Damage {
  readonly title: string
  readonly database: Subgraph
  readonly sql: string
}

export const damage = (title: string, database: Subgraph, ...statements: readonly string[]): readonly Damage[] =>
  statements.map(sql => ({ title, database, sql }))
