import { expect, test } from 'vitest'
import type { ViewBody } from './view-bodies.js'
import { createViewStream } from './view-stream.js'
import type { ViewEvent } from './view-events.js'

function aStream() {
  let take: (body: ViewBody) => void = () => {}
  let resyncs = 0
  let isWatched = true
  const stream = createViewStream(
    {
      watch: (_, viewer) => {
        take = viewer.take.bind(viewer)
        return {
          resync: () => resyncs++,
          stop: () => {
            isWatched = false
          },
        }
      },
    },
    { characterId: 'c', everyTicks: 1, projection: null },
  )
  const tell = (sequence: number, snapshot = false) => {
    const envelope = { tick: sequence, at: 0, sequence, snapshot, acknowledged: null }
    take({ viewerId: 1, ...envelope, parts: [Buffer.from(JSON.stringify({ ...envelope, changes: [] }))] })
  }
  return { stream, tell, resyncs: () => resyncs, isWatched: () => isWatched }
}
const sequenceOf = (event: ViewEvent): number => ('sequence' in event ? event.sequence : Number.NaN)

test('updates are forwarded as they come, those that waited first, until the stream is left', async () => {
  const { isWatched, stream, tell } = aStream()
  tell(1, true)
  tell(2)
  const seen: number[] = []
  const ended = stream.forward(event => {
    seen.push(sequenceOf(event))
    return undefined
  })
  expect(seen).toEqual([1, 2])
  tell(3)
  expect(seen).toEqual([1, 2, 3])
  await stream.return?.()
  await ended
  tell(4)
  expect(seen).toEqual([1, 2, 3])
  expect(isWatched()).toBe(false)
})

test('a reader that can take no more is given what has waited, and then a snapshot in the place of what it has missed', async () => {
  const { resyncs, stream, tell } = aStream()
  const seen: number[] = []
  let free = () => {}
  void stream.forward(event => {
    seen.push(sequenceOf(event))
    return sequenceOf(event) === 1 ? new Promise(resolve => (free = resolve)) : undefined
  })
  for (let sequence = 1; sequence <= 9; sequence++) tell(sequence)
  expect(seen).toEqual([1])
  free()
  await expect.poll(resyncs).toBe(1)
  // More than five waited: they were dropped together, and what comes now is no use without them.
  tell(10)
  expect(seen).toEqual([1])
  tell(11, true)
  tell(12)
  expect(seen).toEqual([1, 11, 12])
})

test('what the reader throws, or rejects, ends forwarding with it', async () => {
  const rejecting = [
    () => {
      throw new Error('no')
    },
    () => Promise.reject(new Error('no')),
  ]
  for (const take of rejecting) {
    const { stream, tell } = aStream()
    const ended = stream.forward(take)
    tell(1, true)
    await expect(ended).rejects.toThrow('no')
  }
})

test('the iterator gives the same updates', async () => {
  const { stream, tell } = aStream()
  tell(1, true)
  const first = await stream.next()
  expect(first.done === true ? null : sequenceOf(first.value)).toBe(1)
})
