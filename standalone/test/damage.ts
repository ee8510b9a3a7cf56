import type { Subgraph } from '@waystone/audit'

/** A statement that breaks the invariant of this title. */
export interface Damage {
  readonly title: string
  readonly database: Subgraph
  readonly sql: string
}
