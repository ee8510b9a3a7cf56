import type { Memory } from './memory.js'
import type { Counter, ModelRules } from './rules.js'
import { Stocks } from './stocks.js'
import { isAllowed, listWithin } from './wishes.js'

/**
 * The memory of a player in one place: by the names of counters, by boxes, what was chosen. A counter of a chosen
 * item has the key "NAME ITEM".
 */
export interface Kept {
  readonly counters: Readonly<Record<string, number>>
  readonly boxes: Memory['boxes']
  readonly target: string | null
  /** The list of wishes, sorted; null where none was made. */
  readonly wishes: readonly string[] | null
}

/** A step of a player between draws. */
export type Change =
  | { readonly kind: 'TARGET'; readonly itemId: string }
  | { readonly kind: 'WISHES'; readonly itemIds: readonly string[] }
  | { readonly kind: 'REFILL' }

/** By place: `user`, `group:NAME`, `banner:ID`. */
export type AllKept = ReadonlyMap<string, Kept>

const NOTHING: Kept = { counters: {}, boxes: {}, target: null, wishes: null }
/** The key of 1 where a draw has closed the banner. */
const CLOSED = '*closed'

export const bannerPlace = (bannerId: string): string => `banner:${bannerId}`

/** The place where a counter is kept; null for one that ends with its order. */
function placeOf({ scope }: Counter, bannerId: string): string | null {
  if (scope === 'order') return null
  return scope === 'banner' || scope === 'item' ? bannerPlace(bannerId) : scope
}

/** Null for a counter of a chosen item while none is chosen. */
function keyOf({ name, scope }: Counter, target: string | null): string | null {
  if (scope !== 'item') return name
  return target === null ? null : `${name} ${target}`
}

/** All places that a draw of the banner reads and writes. */
export function placesOf(rules: ModelRules, bannerId: string): ReadonlySet<string> {
  const { counters, tiers, target, wishes, closesOn } = rules
  const hasBox = tiers.some(({ pools }) => pools.some(({ source }) => source === 'box'))
  const isOfBanner = hasBox || target !== null || wishes !== null || closesOn !== null
  return new Set([
    ...counters.flatMap(counter => placeOf(counter, bannerId) ?? []),
    ...(isOfBanner ? [bannerPlace(bannerId)] : []),
  ])
}

/** The memory that a draw of the banner begins with. @param owned is the draw's own word */
export function gather(rules: ModelRules, bannerId: string, kept: AllKept, owned: readonly string[] = []): Memory {
  const own = kept.get(bannerPlace(bannerId)) ?? NOTHING
  const target = own.target !== null && rules.target?.choices.includes(own.target) === true ? own.target : null
  const counters = rules.counters.flatMap(counter => {
    const [place, key] = [placeOf(counter, bannerId), keyOf(counter, target)]
    const values = place === null ? undefined : kept.get(place)?.counters
    if (key === null || values === undefined || !Object.hasOwn(values, key)) return []
    return [[counter.name, Math.min(values[key] ?? 0, counter.max)] as const]
  })
  const boxes = rules.tiers.flatMap(({ pools }) =>
    pools.flatMap(({ outcome, source }) => {
      const left = source === 'box' ? own.boxes[outcome] : undefined
      return left === undefined ? [] : [[outcome, left] as const]
    }),
  )
  const isClosed = rules.closesOn !== null && own.counters[CLOSED] === 1
  return {
    counters: Object.fromEntries(counters),
    boxes: Object.fromEntries(boxes),
    owned: owned.toSorted(),
    target,
    ...(rules.wishes !== null && { wishes: listWithin(rules.wishes, own.wishes) }),
    ...(isClosed && { closed: true }),
  }
}

/** A memory after a draw, by the places where it is kept. */
export function scatter(rules: ModelRules, bannerId: string, memory: Memory): AllKept {
  const own = bannerPlace(bannerId)
  return new Map(
    [...placesOf(rules, bannerId)].map(place => {
      const counters = rules.counters.flatMap(counter => {
        const [value, key] = [memory.counters[counter.name], keyOf(counter, memory.target)]
        return value === undefined || key === null || placeOf(counter, bannerId) !== place
          ? []
          : [[key, value] as const]
      })
      const kept = { ...NOTHING, counters: Object.fromEntries(counters) }
      if (place !== own) return [place, kept]
      const closed = memory.closed === true ? { [CLOSED]: 1 } : {}
      const { boxes, target, wishes = [] } = memory
      const list = wishes.length === 0 ? null : wishes
      return [place, { counters: { ...kept.counters, ...closed }, boxes, target, wishes: list }]
    }),
  )
}

/** All that is kept after a step; parts that the step does not know stay. */
export const merged = (before: AllKept, after: AllKept): AllKept =>
  new Map([
    ...before,
    ...[...after].map(([place, { counters, boxes, target, wishes }]) => {
      const known = before.get(place) ?? NOTHING
      return [
        place,
        {
          counters: { ...known.counters, ...counters },
          boxes: { ...known.boxes, ...boxes },
          target: target ?? known.target,
          wishes: wishes ?? known.wishes,
        },
      ] as const
    }),
  ])

/** True if anything is kept of counters of this chosen item. */
export const knowsItem = (kept: AllKept, bannerId: string, itemId: string): boolean =>
  Object.keys(kept.get(bannerPlace(bannerId))?.counters ?? {}).some(key => key.endsWith(` ${itemId}`))

/**
 * All that is kept after a change between draws: another chosen item or list, with the counters that it resets, or a
 * box that is full again. @returns null where the rules allow no such change
 */
export function keptAfterChange(
  rules: ModelRules,
  bannerId: string,
  { kept, change }: { kept: AllKept; change: Change },
): AllKept | null {
  const before = gather(rules, bannerId, kept)
  if (before.closed === true) return null
  const changed = changedBy(rules, bannerId, { before, change })
  return changed && merged(kept, changed)
}

function changedBy(
  rules: ModelRules,
  bannerId: string,
  { before, change }: { before: Memory; change: Change },
): AllKept | null {
  switch (change.kind) {
    case 'REFILL':
      return refilled(rules, bannerId, before)
    case 'TARGET':
      return chosen(rules, bannerId, { before, itemId: change.itemId })
    case 'WISHES':
      return listed(rules, bannerId, { before, itemIds: change.itemIds })
  }
}

function refilled({ tiers }: ModelRules, bannerId: string, before: Memory): AllKept | null {
  const pools = tiers.flatMap(tier => tier.pools)
  const stocks = new Stocks({ tiers }, before)
  const prizes = pools.filter(({ source, refill }) => source === 'box' && refill === 'prizesOut')
  if (prizes.length === 0 || prizes.some(pool => stocks.left(pool) > 0)) return null
  const boxes = pools.flatMap(({ outcome, source, items }) =>
    source === 'box' ? [[outcome, items.map(({ share }) => share)] as const] : [],
  )
  return new Map([[bannerPlace(bannerId), { ...NOTHING, boxes: Object.fromEntries(boxes) }]])
}

function chosen(
  rules: ModelRules,
  bannerId: string,
  { before, itemId }: { before: Memory; itemId: string },
): AllKept | null {
  const { target } = rules
  if (target?.choices.includes(itemId) !== true || before.target === itemId) return null
  if (before.target !== null && target.isFixed) return null
  return keptChoice(rules, bannerId, {
    choice: { target: itemId },
    resets: before.target === null ? [] : target.resets,
  })
}

/** A list replaces the one before as a whole. */
function listed(
  rules: ModelRules,
  bannerId: string,
  { before, itemIds }: { before: Memory; itemIds: readonly string[] },
): AllKept | null {
  const { wishes } = rules
  if (wishes === null || !isAllowed(wishes, itemIds)) return null
  const list = itemIds.toSorted()
  const known = before.wishes ?? []
  if (known.join(' ') === list.join(' ')) return null
  return keptChoice(rules, bannerId, { choice: { wishes: list }, resets: known.length === 0 ? [] : wishes.resets })
}

/** @param of.resets counters that go back to their start: none of a first choice */
function keptChoice(
  { counters }: ModelRules,
  bannerId: string,
  { choice, resets }: { choice: Partial<Kept>; resets: readonly string[] },
): AllKept {
  const kept = new Map<string, Kept>([[bannerPlace(bannerId), { ...NOTHING, ...choice }]])
  for (const counter of counters.filter(({ name }) => resets.includes(name))) {
    const place = placeOf(counter, bannerId)
    if (place === null || typeof counter.start !== 'number') continue
    const known = kept.get(place) ?? NOTHING
    kept.set(place, { ...known, counters: { ...known.counters, [counter.name]: counter.start } })
  }
  return kept
}
