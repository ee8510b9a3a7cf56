import type { CompiledModel } from './compile.js'
import type { ModelDefinition, Wishes } from './definition.js'
import {
  bannerScope,
  gatherMemory,
  mergeKept,
  noKeptMemory,
  scopeOf,
  type DrawnMemory,
  type KeptMemories,
  type KeptMemory,
} from './kept-memory.js'
import { refillBox, type Memory } from './memory.js'
import { problemOfList, type ListProblem } from './wishes.js'

/** A step of a user between orders that changes what the banner remembers, without a draw. */
export type MemoryChange =
  | { readonly kind: 'TARGET'; readonly itemId: string }
  /** The list of wishes, sorted. */
  | { readonly kind: 'WISHES'; readonly itemIds: readonly string[] }
  /** The user fills the whole box again. */
  | { readonly kind: 'REFILL' }

export type ChangedMemory =
  | ({ readonly kind: 'changed' } & DrawnMemory)
  /** The item is the chosen one already, or the list is the same. */
  | { readonly kind: 'same' }
  /** The item cannot be chosen, the banner has no list of wishes, or no box that the user refills. */
  | { readonly kind: 'notOffered' }
  /** The banner allows no such list. */
  | { readonly kind: 'wrongList'; readonly wishes: Wishes; readonly problem: ListProblem }
  /** Another item is chosen, and it stays. */
  | { readonly kind: 'fixed'; readonly target: string }
  | { readonly kind: 'prizesLeft' }
  /** The banner has closed for the user. */
  | { readonly kind: 'closed' }

/**
 * Computes what a change makes of a user's memory; the service and the verification of a history use it alike. A first
 * choice resets nothing. Counters of another item stay, and count again once the user comes back to it.
 */
export function changeMemory(
  model: CompiledModel,
  bannerId: string,
  { kept, change }: { kept: KeptMemories; change: MemoryChange },
): ChangedMemory {
  const before = gatherMemory(model, bannerId, kept)
  if (before.closed === true) return { kind: 'closed' }
  if (change.kind === 'REFILL') {
    if (!isRefillable(model.definition)) return { kind: 'notOffered' }
    const after = refillBox(model, before)
    if (after === null) return { kind: 'prizesLeft' }
    return { kind: 'changed', before, after, kept: new Map([[bannerScope(bannerId), boxesAlone(after.boxes)]]) }
  }
  if (change.kind === 'WISHES') return changeList(model, bannerId, { kept, before, itemIds: change.itemIds })
  const { itemId } = change
  const { target } = model.definition
  if (target?.choices.includes(itemId) !== true) return { kind: 'notOffered' }
  if (before.target === itemId) return { kind: 'same' }
  if (before.target !== null && target.change === 'never') return { kind: 'fixed', target: before.target }
  const resets = before.target === null ? [] : target.resets
  const changed = choiceOf(model.definition, bannerId, { choice: { target: itemId }, resets })
  return { kind: 'changed', before, after: gatherMemory(model, bannerId, mergeKept(kept, changed)), kept: changed }
}

/** A list replaces the one before as a whole; a first list resets nothing. */
function changeList(
  model: CompiledModel,
  bannerId: string,
  { kept, before, itemIds }: { kept: KeptMemories; before: Memory; itemIds: readonly string[] },
): ChangedMemory {
  const { wishes } = model.definition
  if (wishes === undefined) return { kind: 'notOffered' }
  const problem = problemOfList(wishes, itemIds)
  if (problem !== null) return { kind: 'wrongList', wishes, problem }
  const list = itemIds.toSorted()
  const known = before.wishes ?? []
  if (known.join(' ') === list.join(' ')) return { kind: 'same' }
  const resets = known.length === 0 ? [] : wishes.resets
  const changed = choiceOf(model.definition, bannerId, { choice: { wishes: list }, resets })
  return { kind: 'changed', before, after: gatherMemory(model, bannerId, mergeKept(kept, changed)), kept: changed }
}

/** True if the banner has a box that the user fills again. */
export const isRefillable = ({ tiers }: Pick<ModelDefinition, 'tiers'>): boolean =>
  tiers.some(({ pools }) => pools.some(pool => pool.source === 'box' && pool.refill === 'prizesOut'))

const boxesAlone = (boxes: KeptMemory['boxes']): KeptMemory => ({ ...noKeptMemory, boxes })

/** The choice and the counters at their start, by the places where they are kept. */
function choiceOf(
  { counters }: ModelDefinition,
  bannerId: string,
  { choice, resets }: { choice: Partial<KeptMemory>; resets: readonly string[] },
): KeptMemories {
  const kept = new Map<string, KeptMemory>([[bannerScope(bannerId), { ...noKeptMemory, ...choice }]])
  for (const name of resets) {
    const counter = counters[name]
    const scope = counter === undefined ? null : scopeOf(counter, bannerId)
    if (counter === undefined || scope === null) continue
    if (typeof counter.start !== 'number') throw new Error(`${name} starts at random: check-deliverable.ts refuses it`)
    const known = kept.get(scope) ?? noKeptMemory
    kept.set(scope, { ...known, counters: { ...known.counters, [name]: counter.start } })
  }
  return kept
}
