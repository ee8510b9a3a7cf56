import type { CompiledModel } from './compile.js'
import type { ModelDefinition } from './definition.js'
import type { Memory } from './memory.js'
import { problemOfList } from './wishes.js'

/** @returns in sentences, why no user of the banner can have this memory; empty where one can */
export const checkMemory = (model: CompiledModel, memory: Memory): readonly string[] => [
  ...checkCounters(model, memory),
  ...checkBoxes(model, memory),
  ...checkItems(model, memory),
]

function checkCounters({ counters, definition }: CompiledModel, memory: Memory): readonly string[] {
  return Object.entries(memory.counters).flatMap(([name, value]) => {
    const counter = counters.find(each => each.name === name)
    if (counter === undefined || counter.isOfOrder) return [`no counter ${name} outlasts an order`]
    if (definition.counters[name]?.scope === 'item' && memory.target === null)
      return [`${name} belongs to a chosen item, and none is chosen`]
    return value <= counter.max ? [] : [`${name} goes to ${counter.max} at most`]
  })
}

function checkBoxes({ definition, outcomes }: CompiledModel, memory: Memory): readonly string[] {
  return Object.entries(memory.boxes).flatMap(([name, left]) => {
    const outcome = outcomes.find(each => each.name === name)
    const pool = outcome === undefined ? undefined : definition.tiers[outcome.tier]?.pools[outcome.pool]
    if (pool?.source !== 'box') return [`${name} is no box`]
    if (left.length !== pool.items.length) return [`the box ${name} has ${pool.items.length} items`]
    return left.every((count, item) => count <= (pool.items[item]?.count ?? 0))
      ? []
      : [`the box ${name} has more left of an item than it began with`]
  })
}

function checkItems({ definition, closing }: CompiledModel, memory: Memory): readonly string[] {
  const { owned, target, closed } = memory
  const unowned = new Set(
    definition.tiers.flatMap(({ pools }) =>
      pools.flatMap(pool => (pool.source === 'unowned' ? pool.items.map(({ id }) => id) : [])),
    ),
  )
  const choices = definition.target?.choices ?? []
  return [
    ...(owned.every(id => unowned.has(id)) ? [] : ['an owned item is in no pool that leaves owned items out']),
    ...(owned.every((id, index) => index === 0 || (owned[index - 1] ?? '') < id)
      ? []
      : ['owned items are not sorted, or not different']),
    ...(target === null || choices.includes(target) ? [] : ['the target is not among the choices']),
    ...checkList(definition, memory),
    ...(closed === true && closing.size === 0 ? ['no draw closes the banner'] : []),
  ]
}

function checkList({ wishes }: ModelDefinition, { wishes: list }: Memory): readonly string[] {
  if (wishes === undefined) return list === undefined ? [] : ['the banner has no list of wishes']
  if (list === undefined) return ['the list of wishes is missing']
  if (list.length === 0) return []
  const isSorted = list.every((id, index) => index === 0 || (list[index - 1] ?? '') < id)
  return problemOfList(wishes, list) === null && isSorted ? [] : ['the list of wishes is none that the banner allows']
}
