import type { EntityChange } from '../features/entity-cache/entity-tags.js'

const TIMEOUT_MS = 2_000

/** A worker that can be told of changed entities. */
export interface ToldWorker {
  /** Resolves when it has voided the entities. Rejects when it does not say so in time, or has ended. */
  voidEntities(changes: readonly EntityChange[], options: { readonly timeoutMs: number }): Promise<unknown>
}

/**
 * Tells workers of changed entities, and resolves when they have voided them. A worker that starts is waited for, too:
 * it takes connections before the primary has read that it serves. Rejects only for a worker that serves: one that has
 * ended keeps no entities, and one that still starts after the timeout has not taken connections.
 */
export async function tellEntityChanges<Worker extends ToldWorker>(
  changes: readonly EntityChange[],
  { workers, serves }: { readonly workers: readonly Worker[]; readonly serves: (worker: Worker) => boolean },
): Promise<void> {
  const tell = async (worker: Worker): Promise<void> => {
    try {
      await worker.voidEntities(changes, { timeoutMs: TIMEOUT_MS })
    } catch (error) {
      if (serves(worker)) throw error
    }
  }
  await Promise.all(workers.map(tell))
}
