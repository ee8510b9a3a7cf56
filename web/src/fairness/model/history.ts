import { canonicalJson, oddsHashOf } from '../digest.js'
import { check, type Check, type ProvenChange, type ProvenPull } from '../proof.js'
import { gather, keptAfterChange, knowsItem, merged, placesOf, scatter, type AllKept, type Change } from './kept.js'
import { impossibleIn, memoryOf, unownedItemsOf, type Memory } from './memory.js'
import type { ModelRules } from './rules.js'
import { readRules, verifyOrder } from './verify-order.js'

/**
 * The orders of a player one after the other: what banners remember is handed on from order to order, also between
 * banners that share counters, and begins from nothing. Owned items are each order's own word, since they come by other
 * ways as well; but what an order before it has given, or has stated as owned, stays owned.
 */
export class ModelHistory {
  /** If true, no order before the first one is left out. */
  readonly #isWhole: boolean
  #kept: AllKept = new Map()
  readonly #owned = new Set<string>()

  constructor({ isWhole }: { isWhole: boolean }) {
    this.#isWhole = isWhole
  }

  /** Draws the next order again. */
  async verify(pull: ProvenPull): Promise<readonly Check[]> {
    const { banner, items, proof } = pull
    const { rules } = readRules(proof.definition)
    const stated = memoryOf(proof.before)
    if (rules === null || stated === null) return (await verifyOrder(pull)).checks
    const { owned } = stated
    const before = this.#knows(rules, banner.id) ? gather(rules, banner.id, this.#kept, owned) : stated
    const ownedChecks = this.#checkOwned(rules, owned)
    const { checks, after } = await verifyOrder(pull, before)
    const left = after ?? memoryOf(proof.after)
    if (left !== null) this.#kept = merged(this.#kept, scatter(rules, banner.id, left))
    for (const id of [...owned, ...items.map(({ item }) => item.id)]) this.#owned.add(id)
    return [...ownedChecks, ...checks]
  }

  /** Follows the next step where it is a change between orders. It needs no seed: nothing is rolled. */
  async verifyChange(step: ProvenChange): Promise<readonly Check[]> {
    const { banner, proof } = step
    const hash = check('oddsHash', proof.oddsHash, await oddsHashOf(proof.definition))
    const read = readRules(proof.definition)
    if (read.rules === null) return [hash, check('definition', 'a model that can be drawn from', read.problem)]
    const { rules } = read
    const [before, after] = [memoryOf(proof.before), memoryOf(proof.after)]
    if (before === null || after === null) return [hash, check('memoryBefore', canonicalJson(proof.before), '')]
    const change = changeOf(step)
    if (change === null) return [hash, check('order', step.change, '')]
    const itemId = change.kind === 'TARGET' ? change.itemId : null
    const impossible = impossibleIn(rules, before)
    if (impossible !== null) return [hash, check('memoryBefore', canonicalJson(proof.before), impossible)]
    const knowsCounters = this.#knowsCounters(rules, banner.id, itemId)
    const isKnown = this.#knows(rules, banner.id) && knowsCounters
    const from = isKnown ? this.#kept : merged(this.#kept, scatter(rules, banner.id, before))
    const handedOn = memoryCheck('memoryBefore', before, gather(rules, banner.id, from))
    const kept = keptAfterChange(rules, banner.id, { kept: from, change })
    this.#kept = isKnown && kept !== null ? kept : merged(from, scatter(rules, banner.id, after))
    if (kept === null) return [hash, handedOn, check('order', step.change, '')]
    // Counters of an item that was chosen before may have moved in orders that are left out.
    return [
      hash,
      handedOn,
      ...(knowsCounters ? [memoryCheck('memoryAfter', after, gather(rules, banner.id, kept))] : []),
    ]
  }

  #knows(rules: ModelRules, bannerId: string): boolean {
    return this.#isWhole || [...placesOf(rules, bannerId)].every(place => this.#kept.has(place))
  }

  #knowsCounters({ counters }: ModelRules, bannerId: string, itemId: string | null): boolean {
    const hasAny = counters.some(({ scope }) => scope === 'item')
    return this.#isWhole || itemId === null || !hasAny || knowsItem(this.#kept, bannerId, itemId)
  }

  #checkOwned({ tiers }: ModelRules, owned: readonly string[]): readonly Check[] {
    const items = unownedItemsOf(tiers.flatMap(({ pools }) => pools))
    if (items.length === 0) return []
    const known = new Set([...owned, ...items.filter(id => this.#owned.has(id))])
    return [check('owned', owned.join(' '), [...known].toSorted().join(' '))]
  }
}

function changeOf({ change, item, items }: ProvenChange): Change | null {
  switch (change) {
    case 'REFILL':
      return { kind: change }
    case 'TARGET':
      return { kind: change, itemId: item?.id ?? '' }
    case 'WISHES':
      return { kind: change, itemIds: (items ?? []).map(({ id }) => id) }
    default:
      return null
  }
}

const memoryCheck = (of: 'memoryBefore' | 'memoryAfter', said: Memory, computed: Memory): Check =>
  check(of, canonicalJson(said), canonicalJson(computed))
