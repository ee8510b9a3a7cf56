import type { Stopwatch } from '@waystone/kit/clock'
import { setImmediate } from 'node:timers/promises'
import { validate } from 'graphql'
import type { Epoch } from '@waystone/federation'

/** The most frequent operations are planned in advance; the others on their next request. */
const OPERATIONS_MAX = 200
/** A supergraph is not kept waiting for longer. */
const DURATION_MAX_MS = 3_000

/**
 * Plans the busiest operations of one epoch for another, which does not serve yet, while the first still
 * serves: between two operations it yields to the event loop.
 * @returns how many were planned.
 */
export async function warmPlans(
  from: Epoch,
  to: Epoch,
  options: { stopwatch: Stopwatch; isOver: () => boolean },
): Promise<number> {
  const elapsedMs = options.stopwatch()
  let planned = 0
  for (const { document, key, operationName, isAsked } of from.operations.busiest(OPERATIONS_MAX)) {
    await setImmediate()
    if (options.isOver() || elapsedMs() > DURATION_MAX_MS) break
    // Operations that are invalid in the new schema are refused on their next request.
    if (validate(to.schema, document).length > 0) continue
    try {
      const asked = { key, operationName, overrides: to.overrides.forMost }
      if (isAsked.byGranted) to.operations.prepare(document, { ...asked, grants: allGrants })
      if (isAsked.byOthers) to.operations.prepare(document, { ...asked, grants: to.access.grantsOf(null) })
      planned++
    } catch {
      // One that cannot be planned is refused when it is asked for, too.
    }
  }
  return planned
}

/** All viewers with every grant that an operation needs share one plan. */
const allGrants = { has: () => true, size: 0 } as unknown as ReadonlySet<number>
