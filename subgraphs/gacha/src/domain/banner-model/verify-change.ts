import * as z from 'zod'
import { canonicalJson, hashOf } from '../canonical-json.js'
import { check, place, seedProof, type Check } from '../verification.js'
import { checkMemory } from './check-memory.js'
import { changeMemory, type MemoryChange } from './change-memory.js'
import type { CheckedModel } from './check-model.js'
import { gatherMemory, type KeptMemories } from './kept-memory.js'
import type { Memory } from './memory.js'
import { provenMemory } from './verify-order.js'

/**
 * A change of what a banner remembers, with its proof. It has a nonce of its own among the orders of its seed, which
 * says when it was made.
 */
export const placedChange = z.object({
  change: z.enum(['TARGET', 'WISHES', 'REFILL']),
  /** The chosen item; null for any other change. */
  item: z.object({ id: z.uuid() }).nullable(),
  /** The list of wishes; left out in histories from before there were lists. */
  items: z.array(z.object({ id: z.uuid() })).default([]),
  banner: z.object({ id: z.uuid() }),
  proof: seedProof.omit({ algorithm: true }).extend({ ...place, before: provenMemory, after: provenMemory }),
})
export type PlacedChange = z.output<typeof placedChange>

export interface VerifiedChange {
  readonly checks: readonly Check[]
  /** The memory of each scope that it leaves; null where it could not be computed. */
  readonly kept: KeptMemories | null
}

/**
 * Recomputes a change from the memory that the steps before it have left. It needs no seed: nothing is rolled.
 * @param kept all that is remembered of the user before it
 */
export function verifyChange(
  { change: kind, item, items, banner, proof }: PlacedChange,
  kept: KeptMemories,
  { model, problems }: CheckedModel,
): VerifiedChange {
  const stated = check('hash of the definition', proof.oddsHash, hashOf(proof.definition))
  if (model === null) {
    const wrong = problems.map(({ path, message }) => `${path} ${message}`).join('; ')
    return { checks: [stated, check('definition', 'a checked definition', wrong)], kept: null }
  }
  const before = gatherMemory(model, banner.id, kept)
  const handedOn = memoryCheck('memory before', proof.before, before)
  const impossible = checkMemory(model, before)
  if (impossible.length > 0)
    return { checks: [stated, check('memory before', 'one of the definition', impossible.join('; '))], kept: null }
  const change = changeOf(kind, item?.id ?? '', items)
  const changed = changeMemory(model, banner.id, { kept, change })
  if (changed.kind !== 'changed')
    return { checks: [stated, handedOn, check('change', 'changed', changed.kind)], kept: null }
  return { checks: [stated, handedOn, memoryCheck('memory after', proof.after, changed.after)], kept: changed.kept }
}

function changeOf(kind: MemoryChange['kind'], itemId: string, items: PlacedChange['items']): MemoryChange {
  switch (kind) {
    case 'REFILL':
      return { kind }
    case 'TARGET':
      return { kind, itemId }
    case 'WISHES':
      return { kind, itemIds: items.map(({ id }) => id) }
  }
}

const memoryCheck = (name: string, said: Memory, computed: Memory): Check =>
  check(name, canonicalJson(said), canonicalJson(computed))
