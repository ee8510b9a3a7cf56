import type { CompiledModel } from '../banner-model/compile.js'
import type { Outcome } from '../banner-model/model.js'
import type { Vector } from './explore.js'
import { partsOf, type Asked, type Reached } from './question.js'
import type { Stocks } from './stock.js'

/** Events of one question, which are the bits of a mask. */
export const EVENTS_MAX = 16

/** A set of events as a mask, and the part of the draws of a kind that are just these events. */
export interface Variant {
  readonly mask: number
  readonly part: number
}

/** Moves are labelled by the set of asked events that they are. */
export interface Labels {
  readonly tallies: readonly Reached[]
  /** Events that the kind of the draw decides. */
  variants(kind: number, group: number | null): readonly Variant[]
  /** Tallies after a draw, and those that it has completed: they begin anew. */
  count(tallies: Vector, outcome: Outcome): { readonly tallies: Vector; readonly mask: number }
  /** The events that the last thing of some pools is, when it is taken from a group. */
  emptied(group: number | null, left: Vector): number
  labelOf(mask: number): number
  isAny(events: readonly number[]): readonly boolean[]
}

export function labelsFor(
  model: CompiledModel,
  { asked, stocks }: { asked: readonly Asked[]; stocks: Stocks },
): Labels {
  if (asked.length > EVENTS_MAX) throw new Error(`Expected at most ${EVENTS_MAX} events, got ${asked.length}`)
  const parts = asked.map(each => partsOf(model, each))
  const masks: number[] = []
  const variants = stocks.kinds.map(({ outcomes, groups }) => {
    const [first] = outcomes
    const partOf = (event: number): number => (first === undefined ? 0 : (parts[event]?.[first.index] ?? 0))
    return new Map([null, ...groups].map(group => [group, variantsOf(asked, partOf, itemOf(stocks, group))]))
  })
  const tallies = asked.flatMap((each, event) =>
    isReached(each) ? [{ ...each, event: each.event, bit: 1 << event, parts: parts[event] }] : [],
  )
  const empties = asked.flatMap((each, event) =>
    typeof each === 'object' && 'empty' in each ? [{ bit: 1 << event, groups: groupsIn(stocks, parts[event]) }] : [],
  )
  return {
    tallies,
    variants: (kind, group) => variants[kind]?.get(group) ?? [],
    count: (counts, outcome) => {
      if (tallies.length === 0) return { tallies: counts, mask: 0 }
      let mask = 0
      const next = counts.map((count, index) => {
        const tally = tallies[index]
        if (tally === undefined || tally.parts?.[outcome.index] !== 1) return count
        if (count + 1 < tally.times) return count + 1
        mask |= tally.bit
        return 0
      })
      return { tallies: next, mask }
    },
    emptied: (group, left) => {
      let mask = 0
      for (const { bit, groups } of empties) {
        if (group === null || !groups.includes(group)) continue
        if (groups.reduce((sum, each) => sum + (left[each] ?? 0), 0) === 1) mask |= bit
      }
      return mask
    },
    labelOf: mask => {
      const found = masks.indexOf(mask)
      return found >= 0 ? found : masks.push(mask) - 1
    },
    isAny: events => masks.map(mask => events.some(event => (mask & (1 << event)) !== 0)),
  }
}

const isReached = (asked: Asked): asked is Reached => typeof asked === 'object' && 'times' in asked

const itemOf = ({ groups }: Stocks, group: number | null): string | null | undefined =>
  group === null ? undefined : (groups[group]?.item ?? null)

const groupsIn = ({ groups }: Stocks, parts: Float64Array | undefined): readonly number[] =>
  groups.flatMap(({ outcomes }, index) => (outcomes.some(outcome => parts?.[outcome] === 1) ? [index] : []))

/**
 * All combinations of events that hold in part. Each event is answered for itself, so that they may be independent.
 * @param item of the group that is taken from; null for other things, undefined without a group
 */
function variantsOf(
  asked: readonly Asked[],
  partOf: (event: number) => number,
  item: string | null | undefined,
): readonly Variant[] {
  return asked.reduce<readonly Variant[]>(
    (all, each, event) => {
      if (typeof each === 'object' && !('item' in each)) return all
      const isItem = typeof each === 'object' && item !== undefined
      const part = isItem ? Number(each.item === item) : partOf(event)
      return all.flatMap(variant => [
        ...(part > 0 ? [{ mask: variant.mask | (1 << event), part: variant.part * part }] : []),
        ...(part < 1 ? [{ mask: variant.mask, part: variant.part * (1 - part) }] : []),
      ])
    },
    [{ mask: 0, part: 1 }],
  )
}
