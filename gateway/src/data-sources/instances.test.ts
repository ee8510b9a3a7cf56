import { manualClock } from '@waystone/kit/testing'
import { expect, test } from 'vitest'
import { createInstances } from './instances.js'

test('instances take turns', () => {
  const instances = createInstances(['a', 'b', 'c'], manualClock())
  const first = [1, 2, 3, 4].map(() => instances.inOrder()[0])
  expect(new Set(first.slice(0, 3))).toEqual(new Set(['a', 'b', 'c']))
  expect(first[3]).toBe(first[0])
})

test('one that failed is asked last until it has rested, or answered', () => {
  const clock = manualClock()
  const instances = createInstances(['a', 'b'], clock)
  instances.failed('a')
  expect([instances.inOrder(), instances.inOrder()]).toEqual([
    ['b', 'a'],
    ['b', 'a'],
  ])
  instances.succeeded('a')
  expect(new Set([instances.inOrder()[0], instances.inOrder()[0]])).toEqual(new Set(['a', 'b']))
  instances.failed('a')
  clock.advance(2_001)
  expect(new Set([instances.inOrder()[0], instances.inOrder()[0]])).toEqual(new Set(['a', 'b']))
})

test('when all have failed all are still asked', () => {
  const instances = createInstances(['a', 'b'], manualClock())
  instances.failed('a')
  instances.failed('b')
  expect(new Set(instances.inOrder())).toEqual(new Set(['a', 'b']))
})
