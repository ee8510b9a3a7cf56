import type { ModelDefinition, Pool, Wishes } from './definition.js'

/** Why a list cannot be the user's. */
export type ListProblem =
  | { readonly kind: 'count'; readonly actual: number }
  | { readonly kind: 'twice'; readonly itemId: string }
  | { readonly kind: 'notOffered'; readonly itemId: string }

/** Returns the first problem of a list; null for one that the banner allows. */
export function problemOfList({ choices, count: [min, max] }: Wishes, list: readonly string[]): ListProblem | null {
  if (list.length < min || list.length > max) return { kind: 'count', actual: list.length }
  const twice = list.find((id, index) => list.indexOf(id) !== index)
  if (twice !== undefined) return { kind: 'twice', itemId: twice }
  const other = list.find(id => choices.every(choice => choice.id !== id))
  return other === undefined ? null : { kind: 'notOffered', itemId: other }
}

/**
 * The list that a version of the banner draws by. A list that only another version allows, such as one with an item
 * that a newer version has added, counts as none, as a chosen item does.
 */
export const listWithin = (wishes: Wishes, list: readonly string[] | null): readonly string[] =>
  list !== null && problemOfList(wishes, list) === null ? list : []

type Offers = Pick<ModelDefinition, 'target' | 'wishes'>

/** The items that a pool can give, with weights or counts; all choices for a pool that gives what the user chooses. */
export function itemsOfPool(
  { target, wishes }: Offers,
  pool: Pool,
): readonly { readonly id: string; readonly weight: number }[] {
  switch (pool.source) {
    case 'target':
      return (target?.choices ?? []).map(id => ({ id, weight: 1 }))
    case 'wished':
    case 'unwished':
      return wishes?.choices ?? []
    case 'box':
      return pool.items.map(({ id, count }) => ({ id, weight: count }))
    case 'weights':
    case 'unowned':
      return pool.items
  }
}

/**
 * Weights of the items of each pool that follows the user's list, by outcome and in the order of the choices; null for
 * any other pool. How likely such a pool is never depends on the list: only the item within it does.
 */
export const sharesByList = (
  { pools, definition }: { readonly pools: readonly { readonly pool: Pool }[]; readonly definition: Offers },
  list: readonly string[],
): readonly (readonly number[] | null)[] =>
  pools.map(({ pool }) =>
    followsList(pool)
      ? itemsOfPool(definition, pool).map(({ id, weight }) =>
          list.includes(id) === (pool.source === 'wished') ? weight : 0,
        )
      : null,
  )

export const followsList = ({ source }: Pool): boolean => source === 'wished' || source === 'unwished'

/**
 * The least part that an item can have of the draws of a pool that follows the list, over all lists that have it, or
 * that lack it: the other places of the list are those of the heaviest items, or of the lightest ones.
 */
export function leastPart({ choices, count: [min, max] }: Wishes, source: 'wished' | 'unwished', item: string): number {
  const own = choices.find(({ id }) => id === item)?.weight ?? 0
  const others = choices.flatMap(({ id, weight }) => (id === item ? [] : [weight])).toSorted((a, b) => b - a)
  const beside = source === 'wished' ? others.slice(0, max - 1) : others.slice(0, others.length - min)
  return own / beside.reduce((sum, weight) => sum + weight, own)
}
