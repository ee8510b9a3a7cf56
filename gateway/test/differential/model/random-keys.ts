import { addKey, addObject, keyLeavesIn, reachesAll, type Draft } from './draft.js'
import type { ObjectModel } from './model.js'

/** Simple, composite and nested keys. */
const KEYS = ['id', 'code', 'id code', 'place { x y }', 'place { x }', 'code place { y }', 'id place { y }'] as const
const ATTEMPTS_MAX = 30

/** An entity in these subgraphs, with keys by which each of them can be reached from each. */
export function addEntity(draft: Draft, name: string, homes: readonly string[]): ObjectModel {
  const { random } = draft
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const entity = addObject(draft, { name, kind: 'entity' })
    // Each subgraph may know all keys, and resolve one of them.
    const knowsAll = random.chance(0.3)
    const offered = random.shuffled(KEYS).slice(0, 1 + random.below(knowsAll ? 4 : 3))
    for (const home of homes) {
      const chosen = random.shuffled(offered).slice(0, knowsAll ? offered.length : 1 + random.below(offered.length))
      for (const [index, fields] of chosen.entries())
        addKey(draft, entity, home, { fields, isResolvable: index === 0 || (!knowsAll && random.chance(0.5)) })
      // The order must not say which one is resolvable.
      entity.keys.set(home, random.shuffled(entity.keys.get(home) ?? []))
    }
    if (homes.every(home => reachesAll(entity, keyLeavesIn(entity, home)))) return entity
    draft.objects.delete(name)
    draft.objects.delete(`${name}Place`)
  }
  const entity = addObject(draft, { name, kind: 'entity' })
  for (const home of homes) addKey(draft, entity, home, { fields: 'id', isResolvable: true })
  return entity
}
