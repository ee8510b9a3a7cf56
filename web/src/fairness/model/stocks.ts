import type { Memory } from './memory.js'
import type { ModelRules, Pool } from './rules.js'
import { followsList } from './wishes.js'

/** The items that pools of a banner have left while an order is drawn. */
export class Stocks {
  readonly #boxes = new Map<string, number[]>()
  readonly #owned: Set<string>
  readonly #pools: readonly Pool[]
  readonly #isOneBox: boolean
  /** True if a pool can run out of items. */
  readonly hasStock: boolean

  constructor(rules: Pick<ModelRules, 'tiers'>, memory: Memory) {
    this.#pools = rules.tiers.flatMap(({ pools }) => pools)
    this.#isOneBox = isOneBox(rules)
    this.#owned = new Set(memory.owned)
    this.hasStock = this.#pools.some(({ source }) => source === 'box' || source === 'unowned')
    for (const { outcome, source, items } of this.#pools)
      if (source === 'box') this.#boxes.set(outcome, [...(memory.boxes[outcome] ?? items.map(({ share }) => share))])
  }

  /** Weights or counts of a pool's items, in their order; 0 for one that cannot be drawn. */
  sharesOf({ outcome, source, items, refill }: Pool): readonly number[] {
    const full = items.map(({ share }) => share)
    if (source === 'box') return this.#boxes.get(outcome) ?? full
    if (source !== 'unowned') return full
    const left = items.map(({ id, share }) => (this.#owned.has(id) ? 0 : share))
    return refill === 'empty' && sumOf(left) === 0 ? full : left
  }

  /** The sum of a pool's shares. */
  left(pool: Pool): number {
    return pool.source === 'target' || followsList(pool) ? 1 : sumOf(this.sharesOf(pool))
  }

  /** Takes an item, and refills what refills by itself: a banner that is one box as a whole. */
  take(pool: Pool, place: number): void {
    if (pool.source === 'unowned') this.#owned.add(pool.items[place]?.id ?? '')
    const box = this.#boxes.get(pool.outcome)
    if (pool.source !== 'box' || box === undefined) return
    box[place] = (box[place] ?? 0) - 1
    const whole = this.#isOneBox ? this.#pools : [pool]
    if (pool.refill === 'empty' && whole.every(each => this.left(each) === 0))
      for (const { outcome, items } of whole)
        this.#boxes.set(
          outcome,
          items.map(({ share }) => share),
        )
  }

  /** Boxes and owned items as they are now. */
  state(): Pick<Memory, 'boxes' | 'owned'> {
    return { boxes: Object.fromEntries(this.#boxes), owned: [...this.#owned].toSorted() }
  }
}

/** A banner is one box where no tier and no pool has a chance, and all pools are boxes. */
export const isOneBox = ({ tiers }: Pick<ModelRules, 'tiers'>): boolean =>
  tiers.every(
    ({ curves, pools }) =>
      curves === null &&
      pools.every(({ source, weight, curves: ofPool }) => source === 'box' && weight === 0 && ofPool === null),
  )

export const sumOf = (shares: readonly number[]): number => shares.reduce((sum, share) => sum + share, 0)
