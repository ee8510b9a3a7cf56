import { canonicalJson } from '../canonical-json.js'
import type { DefinitionProblem } from '../check-banner.js'
import { isModel, type Definition } from '../banner.js'
import { checkPromises } from './check-ends.js'
import type { Counter, ModelDefinition } from './definition.js'

/**
 * Checks that players keep what the current version remembers of them. A counter that outlasts an order may be
 * added, or get a larger max; boxes stay as they are. For anything else, there are new banners.
 */
export function checkSuccessor(current: Definition, next: Definition): readonly DefinitionProblem[] {
  if (!isModel(current) && !isModel(next)) return []
  if (!isModel(current))
    return [
      { path: 'tiers', message: 'the banner has rarities, whose pity a model does not take over: make a new banner' },
    ]
  if (!isModel(next))
    return [
      {
        path: 'rarities',
        message: 'the banner has a model, whose counters rarities do not take over: make a new banner',
      },
    ]
  return [
    ...checkCounters(current, next),
    ...checkBoxes(current, next),
    ...checkPromises(current, next),
    ...checkChoices(current, next),
    ...checkLists(current, next),
  ]
}

/** A counter that several banners share has one max in all of them, so that each may read what another wrote. */
export function checkShared(
  next: ModelDefinition,
  others: readonly { readonly id: string; readonly definition: ModelDefinition }[],
): readonly DefinitionProblem[] {
  return Object.entries(next.counters).flatMap(([name, counter]): DefinitionProblem[] => {
    if (!isShared(counter)) return []
    const other = others.find(({ definition: { counters } }) => {
      const same = counters[name]
      return same !== undefined && isSameScope(same, counter) && same.max !== counter.max
    })
    const max = other?.definition.counters[name]?.max
    if (other === undefined || max === undefined) return []
    return [
      {
        path: `counters.${name}.max`,
        message: `must be ${max}, as banner ${other.id} has it, which shares the counter`,
        rule: 'RANGE',
        min: max,
        max,
        actual: counter.max,
        names: [other.id],
      },
    ]
  })
}

export const hasSharedCounters = ({ counters }: ModelDefinition): boolean => Object.values(counters).some(isShared)

const isShared = ({ scope }: Counter): boolean => scope === 'user' || typeof scope === 'object'

const isSameScope = (one: Counter, other: Counter): boolean => canonicalJson(one.scope) === canonicalJson(other.scope)

function checkCounters(current: ModelDefinition, next: ModelDefinition): readonly DefinitionProblem[] {
  return Object.entries(current.counters).flatMap(([name, before]): DefinitionProblem[] => {
    if (before.scope === 'order') return []
    const after = next.counters[name]
    if (after === undefined)
      return [{ path: 'counters', message: `must keep ${name}: players have values of it`, names: [name] }]
    if (!isSameScope(before, after))
      return [{ path: `counters.${name}.scope`, message: 'must stay as it is: players have values in this scope' }]
    if (after.max >= before.max) return []
    const message = `must be ${before.max} or more: players may have as much`
    return [{ path: `counters.${name}.max`, message, rule: 'RANGE', min: before.max, actual: after.max }]
  })
}

function checkBoxes(current: ModelDefinition, next: ModelDefinition): readonly DefinitionProblem[] {
  const boxes = boxesOf(next)
  return boxesOf(current).flatMap(({ name, items }): DefinitionProblem[] => {
    const after = boxes.find(box => box.name === name)
    if (after === undefined)
      return [{ path: 'tiers', message: `must keep the box ${name}: players have drawn from it`, names: [name] }]
    if (canonicalJson(items) === canonicalJson(after.items)) return []
    return [{ path: `${after.path}.items`, message: 'must stay as they are: players have drawn from this box' }]
  })
}

/** A player has chosen one of them, perhaps for good. */
function checkChoices(
  { target: current }: ModelDefinition,
  { target: next }: ModelDefinition,
): readonly DefinitionProblem[] {
  const missing = (current?.choices ?? []).filter(id => next?.choices.includes(id) !== true)
  if (missing.length === 0) return []
  const path = next === undefined ? 'target' : 'target.choices'
  return [{ path, message: `must keep ${missing.join(', ')}: players may have chosen it`, names: missing }]
}

/** A list that a player has made stays one that the banner allows. */
function checkLists(
  { wishes: current }: ModelDefinition,
  { wishes: next }: ModelDefinition,
): readonly DefinitionProblem[] {
  if (current === undefined) return []
  if (next === undefined) return [{ path: 'wishes', message: 'must stay: players may have made lists' }]
  const missing = current.choices.flatMap(({ id }) => (next.choices.some(choice => choice.id === id) ? [] : [id]))
  const [min, max] = current.count
  return [
    ...(missing.length === 0
      ? []
      : [
          {
            path: 'wishes.choices',
            message: `must keep ${missing.join(', ')}: players may have wished it`,
            names: missing,
          },
        ]),
    ...(next.count[0] <= min
      ? []
      : [
          {
            path: 'wishes.count[0]',
            message: `must be ${min} at most: players may have lists as short`,
            rule: 'RANGE' as const,
            max: min,
            actual: next.count[0],
          },
        ]),
    ...(next.count[1] >= max
      ? []
      : [
          {
            path: 'wishes.count[1]',
            message: `must be ${max} or more: players may have lists as long`,
            rule: 'RANGE' as const,
            min: max,
            actual: next.count[1],
          },
        ]),
  ]
}

const boxesOf = ({ tiers }: ModelDefinition) =>
  tiers.flatMap(({ name, pools }, tier) =>
    pools.flatMap((pool, place) =>
      pool.source === 'box'
        ? [{ name: `${name}.${pool.name}`, path: `tiers[${tier}].pools[${place}]`, items: pool.items }]
        : [],
    ),
  )
