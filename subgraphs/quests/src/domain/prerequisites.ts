import type { Catalog } from './catalog.js'
import type { Problem } from './problems.js'
import { uuidOf } from './uuid.js'

/** Checks a quest's prerequisites against the catalog that it is published into. @returns the problems */
export function prerequisiteProblems(
  of: { questId: string; name: string; prerequisiteIds: readonly string[] },
  catalog: Catalog,
): Problem[] {
  const ids = of.prerequisiteIds.map(id => uuidOf(id))
  const problems = ids.flatMap((id, index): Problem[] => {
    const field = `prerequisiteIds[${index}]`
    if (id === of.questId) return [{ field, message: 'must not be the quest itself' }]
    const definition = id === null ? undefined : catalog.current(id)?.definition
    if (definition === undefined) return [{ field, message: 'must be the id of a published quest' }]
    if (definition.retired) return [{ field, message: 'must be the id of a quest that is not retired' }]
    return ids.indexOf(id) < index ? [{ field, message: 'must not be named twice' }] : []
  })
  if (problems.length > 0) return problems
  const prerequisitesOf = (id: string) =>
    id === of.questId ? ids.filter(one => one !== null) : (catalog.current(id)?.definition.prerequisiteIds ?? [])
  const cycle = findCycle(of.questId, prerequisitesOf)
  if (cycle === null) return []
  const nameOf = (id: string) => (id === of.questId ? 'this quest' : `"${catalog.current(id)?.definition.name ?? id}"`)
  const field = `prerequisiteIds[${ids.indexOf(cycle[1] ?? '')}]`
  const names = cycle.map(nameOf)
  return [{ field, message: `must not lead back to the quest: ${names.join(' needs ')}`, names }]
}

/**
 * A way from the quest along prerequisites back to itself, as ids from first to last (the same one), or null
 * when there is none.
 * @param prerequisitesOf of every quest, with those of `questId` as they are to become
 */
export function findCycle(
  questId: string,
  prerequisitesOf: (questId: string) => readonly string[],
): readonly string[] | null {
  const visited = new Set<string>()
  const path: string[] = []
  // The depth is at most the number of quests, which the catalog limits.
  const leadsBack = (id: string): boolean => {
    path.push(id)
    for (const next of prerequisitesOf(id)) {
      if (next === questId) return true
      if (visited.has(next)) continue
      visited.add(next)
      if (leadsBack(next)) return true
    }
    path.pop()
    return false
  }
  return leadsBack(questId) ? [...path, questId] : null
}
