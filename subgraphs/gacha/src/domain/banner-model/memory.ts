import type { Pool } from './definition.js'
import type { CompiledModel } from './compile.js'

/**
 * All that a draw knows of its user, as the database keeps it and as a proof states it.
 */
export interface Memory {
  /** Counters by name, but those of the order; one that is left out has not begun. */
  readonly counters: Readonly<Record<string, number>>
  /** What boxes have left, by "TIER.POOL" and in the order of the pool's items; one that is left out is full. */
  readonly boxes: Readonly<Record<string, readonly number[]>>
  /** Items of pools with the source 'unowned' that the user owns. */
  readonly owned: readonly string[]
  /** The item that the user has chosen. */
  readonly target: string | null
}

/** Of a user who has never drawn. */
export const noMemory: Memory = { counters: {}, boxes: {}, owned: [], target: null }

/** The stocks of one order while it is drawn. */
export interface Stocks {
  /** How many items a pool can give, by the index of its outcome; for pools without a stock 1. */
  left(outcome: number): number
  /** Weights or counts of a pool's items, in their order, each 0 where it cannot be drawn. */
  sharesOf(outcome: number): readonly number[]
  /** Takes one item, and refills what the definition refills by itself. */
  take(outcome: number, item: number): void
  /** Boxes and owned items as they are now. */
  state(): Pick<Memory, 'boxes' | 'owned'>
}

/** Reads the stocks of a memory; the memory itself is never changed. */
export function stocksOf(model: CompiledModel, memory: Memory): Stocks {
  const pools = model.outcomes.map(({ tier, pool }) => poolAt(model, tier, pool))
  const boxes = pools.map((pool, index) =>
    pool.source === 'box'
      ? [...(memory.boxes[model.outcomes[index]?.name ?? ''] ?? pool.items.map(({ count }) => count))]
      : [],
  )
  const owned = new Set(memory.owned)
  const refills = (pool: Pool): boolean => pool.source === 'box' && pool.refill === 'empty'
  const fill = (index: number): void => {
    const pool = pools[index]
    if (pool?.source === 'box') boxes[index] = pool.items.map(({ count }) => count)
  }
  const unowned = (pool: Pool & { source: 'unowned' }): readonly number[] => {
    const weights = pool.items.map(({ id, weight }) => (owned.has(id) ? 0 : weight))
    const isEmpty = weights.every(weight => weight === 0)
    return isEmpty && pool.refill === 'empty' ? pool.items.map(({ weight }) => weight) : weights
  }
  const sharesOf = (index: number): readonly number[] => {
    const pool = pools[index]
    switch (pool?.source) {
      case 'weights':
        return pool.items.map(({ weight }) => weight)
      case 'box':
        return boxes[index] ?? []
      case 'unowned':
        return unowned(pool)
      case 'target':
      case undefined:
        return [1]
    }
  }
  const left = (index: number): number => {
    const source = pools[index]?.source
    return source === 'box' || source === 'unowned' ? sharesOf(index).reduce((sum, share) => sum + share, 0) : 1
  }
  return {
    left,
    sharesOf,
    take: (index, item) => {
      const pool = pools[index]
      if (pool?.source === 'unowned') owned.add(pool.items[item]?.id ?? '')
      const box = boxes[index]
      if (pool?.source !== 'box' || box === undefined) return
      box[item] = (box[item] ?? 0) - 1
      const whole = model.chances.isBox ? [...pools.keys()] : [index]
      if (refills(pool) && whole.every(each => left(each) === 0)) for (const each of whole) fill(each)
    },
    state: () => ({
      boxes: Object.fromEntries(
        pools.flatMap(({ source }, index) =>
          source === 'box' ? [[model.outcomes[index]?.name ?? '', boxes[index] ?? []]] : [],
        ),
      ),
      owned: [...owned].toSorted(),
    }),
  }
}

/**
 * A box that the user refills by choice: full again if each of its pools with refill 'prizesOut' is empty.
 * @returns null where it may not be refilled: prizes are left, or the banner has no such box
 */
export function refillBox(model: CompiledModel, memory: Memory): Memory | null {
  const stocks = stocksOf(model, memory)
  const prizes = model.outcomes.filter(({ tier, pool }) => {
    const found = poolAt(model, tier, pool)
    return found.source === 'box' && found.refill === 'prizesOut'
  })
  if (prizes.length === 0 || prizes.some(({ index }) => stocks.left(index) > 0)) return null
  return { ...memory, boxes: {} }
}

function poolAt({ definition }: CompiledModel, tier: number, pool: number): Pool {
  const found = definition.tiers[tier]?.pools[pool]
  if (found === undefined) throw new Error(`The banner has no pool ${pool} of tier ${tier}`)
  return found
}
