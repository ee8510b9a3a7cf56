import type { ModelRules, Pool, Wishes } from './rules.js'

/** Checks that a list is one of those that the banner allows. */
export const isAllowed = ({ choices, min, max }: Wishes, list: readonly string[]): boolean =>
  list.length >= min &&
  list.length <= max &&
  new Set(list).size === list.length &&
  list.every(id => choices.some(choice => choice.id === id))

/** The list that a version of the banner draws by: one that only another version allows counts as none. */
export const listWithin = (wishes: Wishes, list: readonly string[] | null): readonly string[] =>
  list !== null && isAllowed(wishes, list) ? list : []

export const followsList = ({ source }: Pick<Pool, 'source'>): boolean => source === 'wished' || source === 'unwished'

/** True if nothing is drawn before the player has a list. */
export const needsList = ({ tiers }: Pick<ModelRules, 'tiers'>): boolean =>
  tiers.some(({ pools }) => pools.some(followsList))

/** The choices with the weights that they have in a pool: 0 for those that are not on the list, or that are. */
export const itemsByList = (
  { wishes }: Pick<ModelRules, 'wishes'>,
  { source }: Pool,
  list: readonly string[],
): Pool['items'] =>
  (wishes?.choices ?? []).map(({ id, share }) => ({
    id,
    share: list.includes(id) === (source === 'wished') ? share : 0,
  }))
