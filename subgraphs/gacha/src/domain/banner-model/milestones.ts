import type { Milestone, ModelDefinition } from './definition.js'
import { noTally, type Tally } from './tallies.js'

type Rule = Pick<Milestone, 'at' | 'every'>

/** How often a milestone was reached by so many events. banner_tally_claims_check counts in the same way. */
export const timesReached = ({ at, every }: Rule, counted: number): number =>
  at === undefined ? Math.floor(counted / (every ?? Number.POSITIVE_INFINITY)) : Number(counted >= at)

/** The count of events at which it is reached next; null where it never is again. */
export function nextReachedAt({ at, every }: Rule, counted: number): number | null {
  if (at !== undefined) return counted < at ? at : null
  return every === undefined ? null : (Math.floor(counted / every) + 1) * every
}

/** Where a player stands with a milestone. */
interface Progress {
  readonly counted: number
  readonly next: number | null
  /** Claims that are open: of a choice, or of an order. An item is given at once. */
  readonly open: number
}

export function progressOf(milestone: Milestone, { counted, uses }: Tally = noTally): Progress {
  const open = 'item' in milestone.give ? 0 : timesReached(milestone, counted) - uses
  return { counted, next: nextReachedAt(milestone, counted), open }
}

/** The items that a player can choose from a milestone; null for one that gives something else. */
export const choicesOf = ({ give }: Milestone): readonly string[] | null => ('choice' in give ? give.choice : null)

export const findMilestone = ({ milestones }: ModelDefinition, name: string): Milestone | undefined =>
  milestones.find(each => each.name === name)
