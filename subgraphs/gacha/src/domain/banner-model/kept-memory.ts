import type { CompiledModel } from './compile.js'
import type { Counter, ModelDefinition } from './definition.js'
import type { Memory } from './memory.js'

/** The part of a user's memory that is kept in one place: counters by name, boxes by "TIER.POOL". */
export type KeptMemory = Pick<Memory, 'counters' | 'boxes'>

/** By scope: `user`, `group:NAME`, `banner:ID`. */
export type KeptMemories = ReadonlyMap<string, KeptMemory>

/** The memory that a draw began with and the one that it has left, and what of it is kept where. */
export interface DrawnMemory {
  readonly before: Memory
  readonly after: Memory
  readonly kept: KeptMemories
}

export const noKeptMemory: KeptMemory = { counters: {}, boxes: {} }

/** The place where a counter of a banner is kept; null for one that ends with its order. */
export function scopeOf({ scope }: Counter, bannerId: string): string | null {
  switch (scope) {
    case 'order':
      return null
    case 'user':
      return 'user'
    case 'banner':
      return bannerScope(bannerId)
    case 'item':
      throw new Error('Counters of a chosen item are kept nowhere: check-deliverable.ts refuses them')
    default:
      return `group:${scope.group}`
  }
}

/** All places that a draw reads and writes, sorted. */
export function scopesOf({ counters, tiers }: ModelDefinition, bannerId: string): readonly string[] {
  const scopes = Object.values(counters).flatMap(counter => scopeOf(counter, bannerId) ?? [])
  const hasBox = tiers.some(({ pools }) => pools.some(({ source }) => source === 'box'))
  return [...new Set([...scopes, ...(hasBox ? [bannerScope(bannerId)] : [])])].toSorted()
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
 * left out; a value beyond a counter's max, which a newer version with a larger one has left, is cut.
 * @param owned items of `unownedItemsOf` that the user owns: the inventory keeps them, and not the banner
 */
export function gatherMemory(
  { definition, pools }: CompiledModel,
  bannerId: string,
  kept: KeptMemories,
  owned: readonly string[] = [],
): Memory {
  const counters = Object.entries(definition.counters).flatMap(([name, counter]) => {
    const scope = scopeOf(counter, bannerId)
    const value = scope === null ? undefined : valueIn(kept.get(scope)?.counters, name)
    return value === undefined ? [] : [[name, Math.min(value, counter.max)] as const]
  })
  const boxes = Object.entries(kept.get(bannerScope(bannerId))?.boxes ?? {}).filter(([name]) =>
    pools.some(({ name: known, pool }) => known === name && pool.source === 'box'),
  )
  return {
    counters: Object.fromEntries(counters),
    boxes: Object.fromEntries(boxes),
    owned: owned.toSorted(),
    target: null,
  }
}

/** The memory after a draw, by the places where it is kept: one entry for each of `scopesOf`. */
export function scatterMemory({ definition }: CompiledModel, bannerId: string, memory: Memory): KeptMemories {
  const scopes = scopesOf(definition, bannerId)
  return new Map(
    scopes.map(scope => {
      const counters = Object.entries(memory.counters).filter(([name]) => {
        const counter = definition.counters[name]
        return counter !== undefined && scopeOf(counter, bannerId) === scope
      })
      const boxes = scope === bannerScope(bannerId) ? memory.boxes : {}
      return [scope, { counters: Object.fromEntries(counters), boxes }]
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
    ...[...after].map(([scope, { counters, boxes }]) => {
      const known = before.get(scope) ?? noKeptMemory
      return [scope, { counters: { ...known.counters, ...counters }, boxes: { ...known.boxes, ...boxes } }] as const
    }),
  ])

const bannerScope = (bannerId: string): string => `banner:${bannerId}`

const valueIn = (values: Readonly<Record<string, number>> | undefined, name: string): number | undefined =>
  values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined
