interface Wishes {
  readonly min: number
  readonly max: number
  readonly resets: readonly string[]
}

/** A list with an item put on it or taken off; null where a full list has no place for it. */
export function toggled({ max }: Pick<Wishes, 'max'>, list: readonly string[], id: string): readonly string[] | null {
  if (list.includes(id)) return list.filter(each => each !== id)
  return list.length < max ? [...list, id] : null
}

/** True if the list can be made: it is long enough, and not the one that the player has, in whatever order. */
export function canBeMade({ min }: Pick<Wishes, 'min'>, kept: readonly string[], list: readonly string[]): boolean {
  return list.length >= min && (list.length !== kept.length || list.some(id => !kept.includes(id)))
}

/** Counters that the player loses by another list: none by the first one. */
export const lostByList = ({ resets }: Pick<Wishes, 'resets'>, kept: readonly string[]): readonly string[] =>
  kept.length === 0 ? [] : resets
