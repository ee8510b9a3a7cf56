/** The part of a progress that lists of quests need. */
export interface Standing {
  readonly status: 'ACTIVE' | 'CLAIMED' | 'COMPLETED' | 'EXHAUSTED' | 'EXPIRED' | 'LOCKED'
  readonly completions: number
  readonly objectives: readonly { readonly count: number }[]
}

export const FILTERS = ['all', 'available', 'running', 'completed'] as const
export type Filter = (typeof FILTERS)[number]

/**
 * The list that a quest is in. Open ones run once something has counted; a reward that waits is completed. A quest
 * that is over was completed, or is in no list but `all`.
 */
export function groupOf(standing: Standing): Exclude<Filter, 'all'> | null {
  switch (standing.status) {
    case 'ACTIVE':
      return standing.objectives.some(({ count }) => count > 0) ? 'running' : 'available'
    case 'LOCKED':
      return 'available'
    case 'COMPLETED':
    case 'CLAIMED':
    case 'EXHAUSTED':
      return 'completed'
    case 'EXPIRED':
      return standing.completions > 0 ? 'completed' : null
  }
}

/** Rewards that wait come first, then what is under way, what is open, what is locked, and what is done. */
const ORDER: readonly Standing['status'][] = ['COMPLETED', 'ACTIVE', 'LOCKED', 'CLAIMED', 'EXHAUSTED', 'EXPIRED']

/** The quests of one list, in an order of use to the player; otherwise that of the catalog. */
export const questsOf = <Quest extends Standing>(all: readonly Quest[], filter: Filter): readonly Quest[] =>
  all
    .filter(quest => filter === 'all' || groupOf(quest) === filter)
    .toSorted((one, other) => rankOf(one) - rankOf(other))

const rankOf = (standing: Standing): number =>
  ORDER.indexOf(standing.status) * 2 + (groupOf(standing) === 'running' ? 0 : 1)
