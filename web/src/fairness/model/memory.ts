import { isRecord, isWhole, partOf } from '../json.js'
import type { ModelRules, Pool } from './rules.js'
import { isAllowed } from './wishes.js'

/** All that a draw of a model knows of its player, as a proof states it. */
export interface Memory {
  /** Counters by name, but those of the order; one that is left out has not begun. */
  readonly counters: Readonly<Record<string, number>>
  /** The rest of each box by "TIER.POOL"; one that is left out is full. */
  readonly boxes: Readonly<Record<string, readonly number[]>>
  /** Items of pools with the source 'unowned' that the player has, sorted. */
  readonly owned: readonly string[]
  readonly target: string | null
  /** The player's list of wishes, sorted; empty where there is none. Left out on a banner without wishes. */
  readonly wishes?: readonly string[]
  /** Present where a draw has closed the banner for the player. */
  readonly closed?: true
}

/** @returns null where the value is no memory */
export function memoryOf(value: unknown): Memory | null {
  const [counters, boxes, owned] = [partOf(value, 'counters'), partOf(value, 'boxes'), partOf(value, 'owned')]
  const [target, wishes, closed] = [partOf(value, 'target'), partOf(value, 'wishes'), partOf(value, 'closed')]
  if (!isRecord(counters) || !isRecord(boxes) || !Array.isArray(owned)) return null
  const isSound =
    Object.values(counters).every(isWhole) &&
    Object.values(boxes).every(left => Array.isArray(left) && left.every(isWhole)) &&
    owned.every(id => typeof id === 'string') &&
    (target === null || typeof target === 'string') &&
    (wishes === undefined || (Array.isArray(wishes) && wishes.every(id => typeof id === 'string'))) &&
    (closed === undefined || closed === true)
  if (!isSound) return null
  return {
    counters: counters as Memory['counters'],
    boxes: boxes as Memory['boxes'],
    owned,
    target,
    ...(wishes !== undefined && { wishes }),
    ...(closed === true && { closed }),
  }
}

/** @returns what the rules have no place for; null where a player of the banner can have this memory */
export function impossibleIn(rules: ModelRules, memory: Memory): string | null {
  const { tiers, counters, target, closesOn } = rules
  for (const [name, value] of Object.entries(memory.counters)) {
    const counter = counters.find(each => each.name === name)
    if (counter === undefined || counter.scope === 'order' || value > counter.max) return `${name}: ${value}`
    if (counter.scope === 'item' && memory.target === null) return `${name}: ${value}`
  }
  const pools = tiers.flatMap(tier => tier.pools)
  for (const [name, left] of Object.entries(memory.boxes)) {
    const items = pools.find(({ outcome, source }) => outcome === name && source === 'box')?.items
    if (items?.length !== left.length) return name
    if (left.some((count, item) => count > (items[item]?.share ?? 0))) return name
  }
  const unowned = unownedItemsOf(pools)
  const wrong = memory.owned.find(
    (id, index) => !unowned.includes(id) || (index > 0 && (memory.owned[index - 1] ?? '') >= id),
  )
  if (wrong !== undefined) return wrong
  if (memory.target !== null && target?.choices.includes(memory.target) !== true) return memory.target
  if (!isList(rules, memory)) return 'wishes'
  return memory.closed === true && closesOn === null ? 'closed' : null
}

/** Checks that the memory has a list where the banner has wishes, and one that it allows; an empty one is none. */
function isList({ wishes }: ModelRules, { wishes: list }: Memory): boolean {
  if (wishes === null || list === undefined) return wishes === null && list === undefined
  const isSorted = list.every((id, index) => index === 0 || (list[index - 1] ?? '') < id)
  return list.length === 0 || (isSorted && isAllowed(wishes, list))
}

/** Items that are only given to players without them, each once and sorted. */
export const unownedItemsOf = (pools: readonly Pool[]): readonly string[] =>
  [...new Set(pools.flatMap(({ source, items }) => (source === 'unowned' ? items.map(({ id }) => id) : [])))].toSorted()
