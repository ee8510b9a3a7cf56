import { describe, expect, test } from 'vitest'
import { groupOf, questsOf, type Standing } from './quest-list.js'

const standing = (status: Standing['status'], count = 0, completions = 0): Standing => ({
  status,
  completions,
  objectives: [{ count }, { count: 0 }],
})

describe('the list of a quest', () => {
  test.each([
    ['open and never begun', standing('ACTIVE'), 'available'],
    ['open and begun', standing('ACTIVE', 1), 'running'],
    ['locked', standing('LOCKED'), 'available'],
    ['completed with a reward that waits', standing('COMPLETED', 3, 1), 'completed'],
    ['completed and claimed', standing('CLAIMED', 3, 1), 'completed'],
    ['completed as often as it may be', standing('EXHAUSTED', 3, 2), 'completed'],
    ['over and once completed', standing('EXPIRED', 0, 1), 'completed'],
    ['over and never completed', standing('EXPIRED', 2), null],
  ])('%s', (_, quest, expected) => {
    expect(groupOf(quest)).toBe(expected)
  })
})

test('rewards that wait come first, then quests under way, each in the order of the catalog', () => {
  const catalog = [
    { name: 'done', ...standing('EXHAUSTED', 1, 1) },
    { name: 'locked', ...standing('LOCKED') },
    { name: 'open', ...standing('ACTIVE') },
    { name: 'begun', ...standing('ACTIVE', 1) },
    { name: 'begun later', ...standing('ACTIVE', 2) },
    { name: 'waits', ...standing('COMPLETED', 1, 1) },
  ]
  const names = (filter: Parameters<typeof questsOf>[1]) => questsOf(catalog, filter).map(({ name }) => name)
  expect(names('all')).toEqual(['waits', 'begun', 'begun later', 'open', 'locked', 'done'])
  expect(names('available')).toEqual(['open', 'locked'])
  expect(names('running')).toEqual(['begun', 'begun later'])
  expect(names('completed')).toEqual(['waits', 'done'])
})
