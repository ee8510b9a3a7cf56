import type { CompiledModel } from './compile.js'
import type { Counter, ModelDefinition } from './definition.js'
import type { Memory } from './memory.js'
import { listWithin } from './wishes.js'

/**
 * The part of a user's memory that is kept in one place: counters by name, boxes by "TIER.POOL", what was chosen.
 * Two kinds of keys stand beside the names of counters, which begin with a letter and have no space: "NAME ITEM" of a
 * counter that belongs to a chosen item, and `CLOSED`. So a draw writes all of them as it writes counters.
 */
export interface KeptMemory extends Pick<Memory, 'counters' | 'boxes' | 'target'> {
  /** The list of wishes, sorted; null where none was made. */
  readonly wishes: readonly string[] | null
}

/** By scope: `user`, `group:NAME`, `banner:ID`. */
export type KeptMemories = ReadonlyMap<string, KeptMemory>

/** The memory that a draw or a change began with and the one that it has left, and what of it is kept where. */
export interface DrawnMemory {
  readonly before: Memory
  readonly after: Memory
  readonly kept: KeptMemories
}

export const noKeptMemory: KeptMemory = { counters: {}, boxes: {}, target: null, wishes: null }

/** The key of 1 where a draw has closed the banner for the user. */
const CLOSED = '*closed'

/** The place where a counter of a banner is kept; null for one that ends with its order. */
export function scopeOf({ scope }: Counter, bannerId: string): string | null {
  switch (scope) {
    case 'order':
      return null
    case 'user':
      return 'user'
    case 'banner':
    case 'item':
      return bannerScope(bannerId)
    default:
      return `group:${scope.group}`
  }
}

/** All places that a draw reads and writes, sorted. */
export function scopesOf(definition: ModelDefinition, bannerId: string): readonly string[] {
  const { counters, tiers, target, wishes, closesOn } = definition
  const scopes = Object.values(counters).flatMap(counter => scopeOf(counter, bannerId) ?? [])
  const hasBox = tiers.some(({ pools }) => pools.some(({ source }) => source === 'box'))
  const isOfBanner = hasBox || target !== undefined || wishes !== undefined || closesOn !== undefined
  return [...new Set([...scopes, ...(isOfBanner ? [bannerScope(bannerId)] : [])])].toSorted()
}

/** Items of pools that leave out what the user owns, each once and sorted. */
export const unownedItemsOf = ({ tiers }: ModelDefinition): readonly string[] =>
  [
    ...new Set(
      tiers.flatMap(({ pools }) =>
        pools.flatMap(pool => (pool.source === 'unowned' ? pool.items.map(({ id }) => id) : [])),
      ),
    ),
  ].toSorted()

/**
 * The memory that a draw of the banner starts from. What other banners of a group, or a newer version, keep besides is
 * left out; a value beyond a counter's max, which a newer version with a larger one has left, is cut, and so is a
 * chosen item that only a newer version has among its choices, and a list with one.
 * @param owned items of `unownedItemsOf` that the user owns: the inventory keeps them, and not the banner
 */
export function gatherMemory(
  { definition, pools }: CompiledModel,
  bannerId: string,
  kept: KeptMemories,
  owned: readonly string[] = [],
): Memory {
  const own = kept.get(bannerScope(bannerId)) ?? noKeptMemory
  const target = own.target !== null && definition.target?.choices.includes(own.target) === true ? own.target : null
  const counters = Object.entries(definition.counters).flatMap(([name, counter]) => {
    const scope = scopeOf(counter, bannerId)
    const key = keyOf(name, counter, target)
    const value = scope === null || key === null ? undefined : valueIn(kept.get(scope)?.counters, key)
    return value === undefined ? [] : [[name, Math.min(value, counter.max)] as const]
  })
  const boxes = Object.entries(own.boxes).filter(([name]) =>
    pools.some(({ name: known, pool }) => known === name && pool.source === 'box'),
  )
  const isClosed = definition.closesOn !== undefined && valueIn(own.counters, CLOSED) === 1
  return {
    counters: Object.fromEntries(counters),
    boxes: Object.fromEntries(boxes),
    owned: owned.toSorted(),
    target,
    ...(definition.wishes !== undefined && { wishes: listWithin(definition.wishes, own.wishes) }),
    ...(isClosed && { closed: true }),
  }
}

/** The memory after a draw, by the places where it is kept: one entry for each of `scopesOf`. */
export function scatterMemory({ definition }: CompiledModel, bannerId: string, memory: Memory): KeptMemories {
  const { target, wishes = [], closed, boxes } = memory
  return new Map(
    scopesOf(definition, bannerId).map(scope => {
      const counters = Object.entries(memory.counters).flatMap(([name, value]) => {
        const counter = definition.counters[name]
        const key = counter === undefined ? null : keyOf(name, counter, target)
        return counter === undefined || key === null || scopeOf(counter, bannerId) !== scope ? [] : [[key, value]]
      })
      const kept = Object.fromEntries(counters) as KeptMemory['counters']
      if (scope !== bannerScope(bannerId)) return [scope, { ...noKeptMemory, counters: kept }]
      const list = wishes.length === 0 ? null : wishes
      return [scope, { counters: { ...kept, ...(closed === true && { [CLOSED]: 1 }) }, boxes, target, wishes: list }]
    }),
  )
}

/** The kept memories by scope. @param rows in the order of the scopes; null where nothing is kept */
export const keptFrom = (scopes: readonly string[], rows: readonly (KeptMemory | null | undefined)[]): KeptMemories =>
  new Map(
    scopes.flatMap((scope, index) => {
      const row = rows[index]
      return row === undefined || row === null ? [] : [[scope, row] as const]
    }),
  )

/** The kept memories after another draw: values that it does not know stay, as the database has it. */
export const mergeKept = (before: KeptMemories, after: KeptMemories): KeptMemories =>
  new Map([
    ...before,
    ...[...after].map(([scope, { counters, boxes, target, wishes }]) => {
      const known = before.get(scope) ?? noKeptMemory
      const merged = { counters: { ...known.counters, ...counters }, boxes: { ...known.boxes, ...boxes } }
      return [scope, { ...merged, target: target ?? known.target, wishes: wishes ?? known.wishes }] as const
    }),
  ])

/** True if anything is kept of counters that belong to this item. */
export const knowsItem = (kept: KeptMemories, bannerId: string, itemId: string): boolean =>
  Object.keys(kept.get(bannerScope(bannerId))?.counters ?? {}).some(key => key.endsWith(` ${itemId}`))

export const bannerScope = (bannerId: string): string => `banner:${bannerId}`

/** Null for a counter of a chosen item while none is chosen. */
function keyOf(name: string, { scope }: Counter, target: string | null): string | null {
  if (scope !== 'item') return name
  return target === null ? null : `${name} ${target}`
}

const valueIn = (values: Readonly<Record<string, number>> | undefined, name: string): number | undefined =>
  values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined
