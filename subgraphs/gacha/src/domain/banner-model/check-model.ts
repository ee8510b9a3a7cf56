import { translationProblems } from '@waystone/kit/locale'
import { someProblems, type DefinitionProblem } from '../check-banner.js'
import { checkCounters } from './check-counters.js'
import { checkLimits } from './check-limits.js'
import { checkOffers } from './check-offers.js'
import { checkTiers } from './check-tiers.js'
import { checkWishes } from './check-wishes.js'
import { compileModel, type CompiledModel } from './compile.js'
import { modelDefinition, type ModelDefinition } from './definition.js'
import { formProblems } from './form-problems.js'

export type CheckedModel =
  | { readonly definition: ModelDefinition; readonly model: CompiledModel; readonly problems: readonly [] }
  | {
      readonly definition: null
      readonly model: null
      readonly problems: readonly [DefinitionProblem, ...DefinitionProblem[]]
    }

/**
 * Parses a definition and checks it as a whole: first its form, then the names in it and the rules across
 * fields, then all of its reachable states. Each step runs only if the one before it found nothing.
 */
export function checkModel(input: unknown): CheckedModel {
  const parsed = modelDefinition.safeParse(input)
  if (!parsed.success) return refused(formProblems(parsed.error))
  const definition = parsed.data
  const problems = [
    ...translationProblems(definition).map(({ field: path, ...problem }) => ({ ...problem, path })),
    ...checkTimes(definition),
    ...checkTiers(definition),
    ...checkCounters(definition),
    ...checkOffers(definition),
    ...checkWishes(definition),
  ]
  if (problems.length > 0) return refused(problems)
  const model = compileModel(definition)
  const unreachable = checkLimits(model)
  return unreachable.length === 0 ? { definition, model, problems: [] } : refused(unreachable)
}

const refused = (problems: readonly DefinitionProblem[]): CheckedModel => ({
  definition: null,
  model: null,
  problems: someProblems(problems),
})

function checkTimes({ opensAt, closesAt }: ModelDefinition): DefinitionProblem[] {
  if (closesAt === null || new Date(opensAt) < new Date(closesAt)) return []
  return [{ path: 'closesAt', message: 'must be later than opensAt' }]
}
