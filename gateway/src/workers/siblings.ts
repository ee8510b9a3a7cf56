import type { ShownMetrics } from '@waystone/kit/http'
import type { EntityChange } from '../features/entity-cache/entity-tags.js'

/** The other workers of this gateway, as one of them reaches them. */
export interface Siblings {
  /** The number of this worker, from 1; the worker that replaces it has the same. */
  readonly number: number
  /** Those of all workers together. */
  readonly metrics: ShownMetrics
  readonly counts: () => WorkerCounts
  /** Resolves when each of the other workers has voided the entities. Rejects when that cannot be promised. */
  entitiesChanged(changes: readonly EntityChange[]): Promise<void>
  /** Called when another worker was told of changes. */
  onEntitiesChanged(listener: (changes: readonly EntityChange[]) => Promise<void>): void
}

export interface WorkerCounts {
  /** Workers that take connections now. */
  readonly serving: number
  readonly configured: number
}
