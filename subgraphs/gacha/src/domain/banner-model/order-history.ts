import { hashOf } from '../canonical-json.js'
import { check, type Check } from '../verification.js'
import { checkModel, type CheckedModel } from './check-model.js'
import type { CompiledModel } from './compile.js'
import {
  gatherMemory,
  knowsItem,
  mergeKept,
  scatterMemory,
  scopesOf,
  unownedItemsOf,
  type KeptMemories,
} from './kept-memory.js'
import type { Memory } from './memory.js'
import { verifyChange, type PlacedChange } from './verify-change.js'
import { verifyOrder, verifySecretOrder, type PlacedOrder } from './verify-order.js'

export interface FollowedPlaces {
  readonly checks: readonly Check[]
  /** True where the order's memory is its own word: orders before it are not given. */
  readonly isOwnWord: boolean
}

/**
 * Verifies the orders of a user one after the other: what banners remember is handed on from order to order, also
 * between banners that share counters, and begins from nothing. Owned items are each order's own word, since they also
 * come by other ways; but what an order before it has given, or has stated as owned, never leaves the inventory.
 */
export class OrderHistory {
  /** If true, no order is missing before the first one. */
  readonly #isWhole: boolean
  #kept: KeptMemories = new Map()
  readonly #owned = new Set<string>()
  readonly #models = new Map<string, CheckedModel>()

  constructor({ isWhole }: { isWhole: boolean }) {
    this.#isWhole = isWhole
  }

  /** Verifies the next order. */
  verify(order: PlacedOrder): FollowedPlaces {
    const { banner, proof } = order
    const { model } = this.#checked(proof.definition)
    const isKnown = model !== null && this.#knows(model, banner.id)
    const { owned } = proof.before
    const before: Memory = isKnown ? gatherMemory(model, banner.id, this.#kept, owned) : proof.before
    const ownedChecks = model === null ? [] : this.#checkOwned(owned, unownedItemsOf(model.definition))
    const verify = proof.serverSeed === null ? verifySecretOrder : verifyOrder
    const { checks, after } = verify(order, before, definition => this.#checked(definition))
    if (model !== null) this.#kept = mergeKept(this.#kept, scatterMemory(model, banner.id, after ?? proof.after))
    for (const id of [...owned, ...order.items.map(({ item }) => item.id)]) this.#owned.add(id)
    return { checks: [...ownedChecks, ...checks], isOwnWord: !isKnown }
  }

  #checkOwned(owned: readonly string[], items: readonly string[]): readonly Check[] {
    if (items.length === 0) return []
    const known = new Set([...owned, ...items.filter(id => this.#owned.has(id))])
    return [check('owned items', owned.join(' '), [...known].toSorted().join(' '))]
  }

  /** Verifies the next step where it is a change between orders. */
  verifyChange(placed: PlacedChange): FollowedPlaces {
    const { banner, proof, item } = placed
    const checked = this.#checked(proof.definition)
    const { model } = checked
    const knowsCounters = model === null || this.#knowsCounters(model, banner.id, item)
    const isOwnWord = model !== null && !(this.#knows(model, banner.id) && knowsCounters)
    const from = isOwnWord ? mergeKept(this.#kept, scatterMemory(model, banner.id, proof.before)) : this.#kept
    const { checks, kept } = verifyChange(placed, from, checked)
    if (model !== null) {
      const left = isOwnWord || kept === null ? scatterMemory(model, banner.id, proof.after) : kept
      this.#kept = mergeKept(from, left)
    }
    // The counters of an item that was chosen before may have moved in orders that are not given.
    return { checks: checks.filter(({ name }) => knowsCounters || name !== 'memory after'), isOwnWord }
  }

  #knows({ definition }: CompiledModel, bannerId: string): boolean {
    return this.#isWhole || scopesOf(definition, bannerId).every(scope => this.#kept.has(scope))
  }

  #knowsCounters({ definition }: CompiledModel, bannerId: string, item: PlacedChange['item']): boolean {
    const hasAny = Object.values(definition.counters).some(({ scope }) => scope === 'item')
    return this.#isWhole || item === null || !hasAny || knowsItem(this.#kept, bannerId, item.id)
  }

  /** Checking a definition goes through all of its states: once for all of its orders. */
  #checked(definition: unknown): CheckedModel {
    const hash = hashOf(definition)
    const checked = this.#models.get(hash) ?? checkModel(definition)
    this.#models.set(hash, checked)
    return checked
  }
}
