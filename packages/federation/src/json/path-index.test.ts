import { describe, expect, it } from 'vitest'
import { PathIndex } from './path-index.js'

describe('an index of paths', () => {
  const index = new PathIndex<string>()
  index.add(['items'], 'items')
  index.add(['items', 1], 'item')
  index.add(['items', 1], 'another')
  index.add(['items', 1, 'a', 'b'], 'deep')

  it.each([
    [['items', 1, 'name'], 'item'],
    [['items', 1], 'item'],
    [['items', '1'], 'items'],
    [['items', 1, 'a', 'c'], 'item'],
    [['items', 1, 'a', 'b', 'c'], 'deep'],
    [['other'], undefined],
    [[], undefined],
  ])('finds the innermost value around %j', (path, value) => {
    expect(index.innermost(path)).toBe(value)
  })

  it('has a value for every path under an empty one', () => {
    const rooted = new PathIndex<number>()
    rooted.add([], 0)
    expect([rooted.innermost([]), rooted.innermost(['any'])]).toEqual([0, 0])
  })
})
