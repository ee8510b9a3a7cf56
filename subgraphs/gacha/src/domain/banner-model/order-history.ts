import { hashOf } from '../canonical-json.js'
import type { Check } from '../verification.js'
import { checkModel, type CheckedModel } from './check-model.js'
import { gatherMemory, mergeKept, scatterMemory, scopesOf, type KeptMemories } from './kept-memory.js'
import type { Memory } from './memory.js'
import { verifyOrder, verifySecretOrder, type PlacedOrder } from './verify-order.js'

export interface FollowedPlaces {
  readonly checks: readonly Check[]
  /** True where the order's memory is its own word: orders before it are not given. */
  readonly isOwnWord: boolean
}

/**
 * Verifies the orders of a user one after the other: what banners remember is handed on from order to order, also
 * between banners that share counters, and begins from nothing.
 */
export class OrderHistory {
  /** If true, no order is missing before the first one. */
  readonly #isWhole: boolean
  #kept: KeptMemories = new Map()
  readonly #models = new Map<string, CheckedModel>()

  constructor({ isWhole }: { isWhole: boolean }) {
    this.#isWhole = isWhole
  }

  /** Verifies the next order. */
  verify(order: PlacedOrder): FollowedPlaces {
    const { banner, proof } = order
    const { model } = this.#checked(proof.definition)
    const isKnown =
      model !== null && (this.#isWhole || scopesOf(model.definition, banner.id).every(scope => this.#kept.has(scope)))
    const before: Memory = isKnown ? gatherMemory(model, banner.id, this.#kept) : proof.before
    const verify = proof.serverSeed === null ? verifySecretOrder : verifyOrder
    const { checks, after } = verify(order, before, definition => this.#checked(definition))
    if (model !== null) this.#kept = mergeKept(this.#kept, scatterMemory(model, banner.id, after ?? proof.after))
    return { checks, isOwnWord: !isKnown }
  }

  /** Checking a definition goes through all of its states: once for all of its orders. */
  #checked(definition: unknown): CheckedModel {
    const hash = hashOf(definition)
    const checked = this.#models.get(hash) ?? checkModel(definition)
    this.#models.set(hash, checked)
    return checked
  }
}
