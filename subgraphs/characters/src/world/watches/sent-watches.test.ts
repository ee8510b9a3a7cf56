import { expect, test } from 'vitest'
import { characterId } from '../../../test/small-world.js'
import { PROJECTION_MAX } from '../notifier/compile-projection.js'
import { plainProjection } from '../notifier/projection.js'
import { packWatches, unpackWatches, type NumberedWatch } from './sent-watches.js'

/** Of one call between services. */
const BODY_MAX_BYTES = 256 * 1024

const view = (watchId: number, key: string): NumberedWatch => ({
  watchId,
  request: {
    kind: 'view',
    characterId: characterId(watchId),
    everyTicks: 1,
    lastMapId: characterId(1),
    projection: { ...plainProjection, key },
  },
})
const changes = (watchId: number): NumberedWatch => ({
  watchId,
  request: { kind: 'changes', characterId: characterId(watchId) },
})

test('watches arrive as they were sent, in their order', () => {
  const watches = Array.from({ length: 3_000 }, (_, index) =>
    index % 5 === 0 ? changes(index) : view(index, `selection ${(index * 7) % 23}`),
  )
  const calls = packWatches(watches)
  expect(calls.flatMap(unpackWatches)).toEqual(watches)
  expect(packWatches([])).toEqual([])
})

test('a thousand viewers with one selection send it with each call, not with each viewer', () => {
  const calls = packWatches(Array.from({ length: 1_000 }, (_, index) => view(index, 'the same')))
  expect(calls.map(({ add, projections }) => [add.length, projections.length])).toEqual([
    [500, 1],
    [500, 1],
  ])
})

test('no call is larger than a service takes, however large the selections are', () => {
  const largest = 'x'.repeat(PROJECTION_MAX)
  const calls = packWatches(Array.from({ length: 1_000 }, (_, index) => view(index, `${index % 40} ${largest}`)))
  for (const call of calls) expect(JSON.stringify(call).length).toBeLessThan(BODY_MAX_BYTES)
})
