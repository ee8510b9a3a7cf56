import type { DefinitionProblem } from '../check-banner.js'
import type { Event, ModelDefinition, When } from './definition.js'
import { partsOf } from './events.js'

/** @param paths the path of each name, in the same order */
export function checkUnique(names: readonly string[], pathAt: (index: number) => string): DefinitionProblem[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) === index ? [] : [{ path: pathAt(index), message: 'is used already', names: [name] }],
  )
}

export function checkEvent(event: Event, { tiers }: ModelDefinition, path: string): DefinitionProblem[] {
  const { tier: name, pool } = partsOf(event)
  if (name === null) return []
  const tier = tiers.find(each => each.name === name)
  if (tier === undefined) return [{ path, message: 'no tier has this name', rule: 'UNKNOWN', names: [name] }]
  if (pool === null || tier.pools.some(each => each.name === pool)) return []
  return [{ path, message: `no pool of ${name} has this name`, rule: 'UNKNOWN', names: [name, pool] }]
}

export function checkCounterName(name: string, { counters }: ModelDefinition, path: string): DefinitionProblem[] {
  if (Object.hasOwn(counters, name)) return []
  return [{ path, message: 'no counter has this name', rule: 'UNKNOWN', names: [name] }]
}

/** A condition names counters, and values that they can have. */
export function checkWhen(when: When | undefined, definition: ModelDefinition, path: string): DefinitionProblem[] {
  return Object.entries(when ?? {}).flatMap(([name, value]) => {
    const unknown = checkCounterName(name, definition, `${path}.${name}`)
    const max = definition.counters[name]?.max ?? value
    if (unknown.length > 0 || value <= max) return unknown
    return [
      { path: `${path}.${name}`, message: `the counter goes to ${max} at most`, rule: 'RANGE', max, actual: value },
    ]
  })
}

/** Points begin in rising order, and at places that the counter can have. */
export function checkPoints(
  points: readonly (readonly [from: number, ...unknown[]])[],
  by: string | undefined,
  { definition, path }: { definition: ModelDefinition; path: string },
): DefinitionProblem[] {
  if (by !== undefined && !Object.hasOwn(definition.counters, by)) return checkCounterName(by, definition, `${path}.by`)
  const last = by === undefined ? 1 : (definition.counters[by]?.max ?? 0) + 1
  return points.flatMap(([from], index): DefinitionProblem[] => {
    const at = `${path}.points[${index}][0]`
    if (from > last) {
      const message =
        by === undefined
          ? `must be ${last} where no counter is named in by`
          : `is never reached: the last place of the counter is ${last}`
      return [{ path: at, message, rule: 'RANGE', max: last, actual: from }]
    }
    const min = (points[index - 1]?.[0] ?? 0) + 1
    return from >= min
      ? []
      : [{ path: at, message: `must be ${min} or more, after the point before`, rule: 'RANGE', min }]
  })
}
