import { expect, test } from 'vitest'
import { oneAtATime } from './one-at-a-time.js'

/** Runs that end when they are told to. */
function heldRuns() {
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = []
  const run = oneAtATime(
    () =>
      new Promise((resolve, reject) => {
        ends.push({ resolve, reject })
      }),
  )
  return { ends, run }
}
const turn = () => new Promise(resolve => setImmediate(resolve))

test('calls while it runs share the run after it', async () => {
  const { ends, run } = heldRuns()
  const first = run()
  const [second, third] = [run(), run()]
  await turn()
  expect(ends).toHaveLength(1)
  ends[0]?.resolve()
  await first
  await turn()
  expect(ends).toHaveLength(2)
  const fourth = run()
  ends[1]?.resolve()
  await Promise.all([second, third])
  await turn()
  expect(ends).toHaveLength(3)
  ends[2]?.resolve()
  await fourth
})

test('a run that fails rejects its own callers, and the next one runs', async () => {
  const { ends, run } = heldRuns()
  const first = run()
  const second = run()
  ends[0]?.reject(new Error('no database'))
  await expect(first).rejects.toThrow('no database')
  await turn()
  ends[1]?.resolve()
  await expect(second).resolves.toBeUndefined()
  const third = run()
  await turn()
  expect(ends).toHaveLength(3)
  ends[2]?.resolve()
  await third
})
