interface Choosable {
  readonly change: string
  readonly resets: readonly string[]
}

/** Counters that the player loses by choosing another item: none by the first choice, and none by one that stays. */
export const lostByChoice = ({ change, resets }: Choosable, chosen: string | null): readonly string[] =>
  chosen === null || change === 'NEVER' ? [] : resets

/** The text beside the items, of `banners.choice`. */
export function choiceTextOf(target: Choosable, chosen: string | null): 'none' | 'fixed' | 'free' | 'resets' {
  if (chosen === null) return 'none'
  if (target.change === 'NEVER') return 'fixed'
  return lostByChoice(target, chosen).length === 0 ? 'free' : 'resets'
}
