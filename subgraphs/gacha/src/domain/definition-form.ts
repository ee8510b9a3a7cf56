import type { DefinitionProblem } from './check-banner.js'

/** The two forms of a definition: three rarities, or a model with tiers of its own (docs/banners.md). */
export type DefinitionForm = 'rarities' | 'model'

/** Keys that definitions of one form alone have. */
const RARITY_KEYS = ['rarities', 'pullCost', 'tenPullCost', 'currency', 'dailyPullLimit']
const MODEL_KEYS = [
  'tiers',
  'counters',
  'forces',
  'orders',
  'milestones',
  'exchanges',
  'target',
  'closesOn',
  'dailyDrawLimit',
]

/**
 * The form that a definition is meant in, by its keys alone. One with keys of both is refused rather than guessed;
 * one with none of them is checked as rarities.
 */
export function formOf(
  input: unknown,
):
  | { readonly form: DefinitionForm; readonly problems: readonly [] }
  | { readonly form: null; readonly problems: Mixed } {
  const keys = typeof input === 'object' && input !== null ? Object.keys(input) : []
  const ofRarities = RARITY_KEYS.filter(key => keys.includes(key))
  const first = MODEL_KEYS.find(key => keys.includes(key))
  if (first === undefined) return { form: 'rarities', problems: [] }
  const [other, ...others] = ofRarities.map(path => ({
    path,
    message: `must be left out beside ${first}: a definition has either rarities or a model`,
    names: [first],
  }))
  return other === undefined ? { form: 'model', problems: [] } : { form: null, problems: [other, ...others] }
}

type Mixed = readonly [DefinitionProblem, ...DefinitionProblem[]]
