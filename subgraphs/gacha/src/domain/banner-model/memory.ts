import type { CompiledModel, PreparedPool } from './compile.js'

/** All that a draw knows of its user, as the database keeps it and as a proof states it. */
export interface Memory {
  /** Counters by name, but those of the order; one that is left out has not begun. */
  readonly counters: Readonly<Record<string, number>>
  /**
   * The rest of each box, by "TIER.POOL" and in the order of the pool's items; one that is left out is
   * full.
   */
  readonly boxes: Readonly<Record<string, readonly number[]>>
  /** Items of pools with the source 'unowned' that the user owns, sorted. */
  readonly owned: readonly string[]
  /** The item that the user has chosen. */
  readonly target: string | null
  /** The user's list of wishes, sorted; empty where there is none. Left out on a banner without wishes. */
  readonly wishes?: readonly string[] | undefined
  /** Present where a draw has closed the banner for the user. */
  readonly closed?: true | undefined
}

/** Of a user who has never drawn. */
export const noMemory: Memory = { counters: {}, boxes: {}, owned: [], target: null }

/** The stocks of one order while it is drawn; the memory that they are made of is never changed. */
export class Stocks {
  readonly #model: CompiledModel
  /** By outcome; null for a pool that is no box. */
  readonly #boxes: (number[] | null)[]
  readonly #owned: Set<string>

  constructor(model: CompiledModel, memory: Memory) {
    this.#model = model
    this.#boxes = model.pools.map(({ name, pool, shares }) =>
      pool.source === 'box' ? [...(memory.boxes[name] ?? shares)] : null,
    )
    this.#owned = new Set(memory.owned)
  }

  /** How many items a pool has to draw from, by the index of its outcome. */
  left(outcome: number): number {
    return sumOf(this.sharesOf(outcome))
  }

  /** Weights or counts of a pool's items, in their order; 0 for one that cannot be drawn. */
  sharesOf(outcome: number): readonly number[] {
    const prepared = this.#model.pools[outcome]
    if (prepared === undefined) return []
    return this.#boxes[outcome] ?? (prepared.pool.source === 'unowned' ? this.#unowned(prepared) : prepared.shares)
  }

  /** Takes one item, and refills what the definition refills by itself. */
  take(outcome: number, item: number): void {
    const pool = this.#model.pools[outcome]?.pool
    if (pool?.source === 'unowned') this.#owned.add(pool.items[item]?.id ?? '')
    const box = this.#boxes[outcome]
    if (pool?.source !== 'box' || box === null || box === undefined) return
    box[item] = (box[item] ?? 0) - 1
    const whole = this.#model.chances.isBox ? [...this.#boxes.keys()] : [outcome]
    if (pool.refill === 'empty' && whole.every(each => this.left(each) === 0))
      for (const each of whole) this.#boxes[each] = [...(this.#model.pools[each]?.shares ?? [])]
  }

  /** Boxes and owned items as they are now. */
  state(): Pick<Memory, 'boxes' | 'owned'> {
    const boxes = this.#model.pools.flatMap(({ name }, index) => {
      const box = this.#boxes[index]
      return box === null || box === undefined ? [] : [[name, [...box]] as const]
    })
    return { boxes: Object.fromEntries(boxes), owned: [...this.#owned].toSorted() }
  }

  #unowned({ pool, shares }: PreparedPool): readonly number[] {
    if (pool.source !== 'unowned') return shares
    const left = pool.items.map(({ id, weight }) => (this.#owned.has(id) ? 0 : weight))
    return pool.refill === 'empty' && sumOf(left) === 0 ? shares : left
  }
}

const sumOf = (shares: readonly number[]): number => shares.reduce((sum, share) => sum + share, 0)

/**
 * A box that the user refills by choice: full again if each of its pools with refill 'prizesOut' is empty.
 * @returns null where it may not be refilled: prizes are left, or the banner has no such box
 */
export function refillBox(model: CompiledModel, memory: Memory): Memory | null {
  const stocks = new Stocks(model, memory)
  const prizes = model.pools.flatMap(({ pool }, index) =>
    pool.source === 'box' && pool.refill === 'prizesOut' ? [index] : [],
  )
  if (prizes.length === 0 || prizes.some(index => stocks.left(index) > 0)) return null
  return { ...memory, boxes: fullBoxes(model) }
}

/** All boxes with all that they began with. */
const fullBoxes = ({ pools }: CompiledModel): Memory['boxes'] =>
  Object.fromEntries(pools.flatMap(({ name, pool, shares }) => (pool.source === 'box' ? [[name, shares]] : [])))
