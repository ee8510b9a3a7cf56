import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aCatalog, idOf } from '../../test/stories.js'
import { findCycle, prerequisiteProblems } from './prerequisites.js'

describe('prerequisites', () => {
  const catalog = aCatalog(
    { name: 'A' },
    { name: 'B', prerequisiteIds: [idOf('A')] },
    { name: 'C', prerequisiteIds: [idOf('B')] },
  )
  const problemsOf = (name: string, ...needed: readonly string[]) =>
    prerequisiteProblems({ questId: idOf(name), name, prerequisiteIds: needed }, catalog)

  it('may form a graph that leads nowhere back', () => {
    expect(problemsOf('D', idOf('A'), idOf('C'))).toEqual([])
  })

  it('are refused when they lead back, naming the way', () => {
    expect(problemsOf('A', idOf('C'))).toEqual([
      {
        field: 'prerequisiteIds[0]',
        message: 'must not lead back to the quest: this quest needs "C" needs "B" needs this quest',
        names: ['this quest', '"C"', '"B"', 'this quest'],
      },
    ])
  })

  it('are refused when they are the quest itself, unknown, no id at all, or named twice', () => {
    expect(problemsOf('A', idOf('A'), idOf('Nobody'), 'nonsense', idOf('B'), idOf('B').toUpperCase())).toEqual([
      { field: 'prerequisiteIds[0]', message: 'must not be the quest itself' },
      { field: 'prerequisiteIds[1]', message: 'must be the id of a published quest' },
      { field: 'prerequisiteIds[2]', message: 'must be the id of a published quest' },
      { field: 'prerequisiteIds[4]', message: 'must not be named twice' },
    ])
  })

  it('have a cycle through a quest exactly when the quest can be reached from itself', () => {
    const size = 8
    const edges = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 20 })
    fc.assert(
      fc.property(edges, given => {
        const next = (id: string) => given.filter(([from]) => String(from) === id).map(([, to]) => String(to))
        let reached = new Set(next('0'))
        for (let step = 0; step < size; step++) reached = new Set([...reached, ...[...reached].flatMap(next)])
        const cycle = findCycle('0', next)
        expect(cycle !== null).toBe(reached.has('0'))
        for (const [index, id] of (cycle ?? []).slice(0, -1).entries()) expect(next(id)).toContain(cycle?.[index + 1])
      }),
    )
  })
})
