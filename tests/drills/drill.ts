import type { Cluster } from '../cluster/cluster.js'

/** A fault that is brought to the cluster under load, and what Waystone promises meanwhile. */
export interface Drill {
  /** As the command names it, and its page in ops/runbooks. */
  readonly name: string
  /** The fault in words, for the table. */
  readonly fault: string
  /** Most milliseconds without an acknowledged write; null where only the figure is shown. */
  readonly withoutWritesMaxMs: number | null
  /** Most requests that clients see fail; null where some must, such as those under way at a killed primary. */
  readonly failedRequestsMax: number | null
  /** Two processes of each are needed, or a network that can be cut. */
  readonly needs?: 'pairs' | 'namespaces'
  /**
   * Brings the fault, and mends it where it does not mend by itself. Calls `struck` at the moment it strikes.
   * @returns what was found wrong besides: the drill fails by it
   */
  bring(cluster: Cluster, struck: () => void): Promise<readonly string[]>
}

/** A row of bench/results/drills.json. */
export interface DrillRow {
  readonly drill: string
  readonly fault: string
  readonly withoutWritesMs: number
  readonly failedRequests: number
  /** Acknowledged before, but not found in the databases, or found twice or otherwise. */
  readonly lostOperations: number
  readonly operations: number
  readonly reads: number
  /** Until events flow again. */
  readonly eventsAgainMs: number
  /** Empty when all that was promised held. */
  readonly problems: readonly string[]
}
