import { unreachable, type InputProblem } from '@waystone/kit/errors'
import type { ModelDefinition, Wishes } from '../domain/banner-model/definition.js'
import { followsList, type ListProblem } from '../domain/banner-model/wishes.js'
import { itemsOf } from '../domain/definition-items.js'

const field = 'itemIds'

/** The problem of a list of wishes, as clients are told it. */
export function wrongList(definition: ModelDefinition & { wishes: Wishes }, problem: ListProblem): InputProblem {
  const [min, max] = definition.wishes.count
  switch (problem.kind) {
    case 'count':
      return {
        field,
        message: `A list has ${min} to ${max} items, not ${problem.actual}`,
        rule: 'COUNT',
        min,
        max,
        actual: problem.actual,
      }
    case 'twice':
      return { field, message: `The list has ${problem.itemId} twice`, rule: 'OTHER', names: [problem.itemId] }
    case 'notOffered':
      return notOffered(definition, problem.itemId)
    default:
      return unreachable(problem)
  }
}

/** An item of the banner that cannot be wished is told apart from one that the banner does not have. */
function notOffered(definition: ModelDefinition & { wishes: Wishes }, itemId: string): InputProblem {
  if (!itemsOf(definition).includes(itemId))
    return { field, message: `The banner has no item ${itemId}`, rule: 'UNKNOWN', names: [itemId] }
  const allowed = definition.wishes.choices.map(({ id }) => id)
  const tier = definition.tiers.find(({ pools }) => pools.some(followsList))?.name ?? ''
  const message = `${itemId} is none of the items of ${tier} that can be wished`
  return { field, message, rule: 'ONE_OF', allowed, names: [itemId, tier] }
}
