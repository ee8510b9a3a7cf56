import { heroes, shard, stone } from './banner-model/banner-of-model.js'

/** A drawn item of `aShardBanner`, as a pull tells it. */
interface Drawn {
  readonly item: { readonly id: string }
  readonly [field: string]: unknown
}

/** Which copy an item is, and the shards for it. */
interface Copy {
  readonly id: string
  readonly copy: unknown
  readonly amount: number | null
}

/** The copies and shards that are due for items in their order, to a player who had some before. */
export function dueShards(items: readonly Drawn[], before: Readonly<Record<string, number>>): readonly Copy[] {
  const owned = new Map(Object.entries(before))
  return items.map(({ item: { id } }) => {
    const copy = (owned.get(id) ?? 0) + 1
    owned.set(id, copy)
    return { id, copy, amount: dueFor(id, copy) }
  })
}

function dueFor(item: string, copy: number): number | null {
  if (copy === 1) return null
  if (item === stone) return copy <= 3 ? 1 : 5
  return item === heroes.featured || item === heroes.standard ? 20 : null
}

export const toldShards = (items: readonly Drawn[]): readonly Copy[] =>
  items.map(({ item: { id }, copy, shards }) => ({ id, copy, amount: amountOf(shards) }))

function amountOf(shards: unknown): number | null {
  if (shards === null) return null
  const { item, amount } = shards as { item: { id: string }; amount: number }
  if (item.id !== shard) throw new Error(`Shards are ${item.id}`)
  return amount
}

export const sumOfShards = (copies: readonly Copy[]): number =>
  copies.reduce((sum, { amount }) => sum + (amount ?? 0), 0)
