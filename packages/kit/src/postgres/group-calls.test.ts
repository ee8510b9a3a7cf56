import { expect, test, vi } from 'vitest'
import { groupCalls } from './group-calls.js'

const doubling = (
  run = vi.fn(async (inputs: readonly number[]) => await Promise.resolve(inputs.map(input => input * 2))),
) => ({
  run,
  double: groupCalls({ run, key: String, sizeMax: 4, runsMax: 1, extraRunFrom: 1 }),
})

test('a call that comes alone runs alone', async () => {
  const { run, double } = doubling()
  expect(await double(1)).toBe(2)
  expect(run.mock.calls).toEqual([[[1]]])
})

test('calls that come together share runs of bounded size, and each gets its own answer', async () => {
  const { run, double } = doubling()
  expect(await Promise.all([1, 2, 3, 4, 5, 6].map(double))).toEqual([2, 4, 6, 8, 10, 12])
  expect(run.mock.calls).toEqual([[[1, 2, 3, 4]], [[5, 6]]])
})

test('calls of one key run one after the other, in their order', async () => {
  const { run, double } = doubling()
  expect(await Promise.all([1, 1, 2, 1].map(double))).toEqual([2, 2, 4, 2])
  expect(run.mock.calls).toEqual([[[1, 2]], [[1]], [[1]]])
})

test('what fails together is tried one by one: only who is to blame hears of it', async () => {
  const run = vi.fn(async (inputs: readonly number[]) => {
    if (inputs.includes(3)) throw new Error('three')
    return await Promise.resolve(inputs.map(input => input * 2))
  })
  const { double } = doubling(run)
  const outcomes = await Promise.allSettled([1, 2, 3].map(double))
  expect(outcomes).toEqual([
    { status: 'fulfilled', value: 2 },
    { status: 'fulfilled', value: 4 },
    { status: 'rejected', reason: new Error('three') },
  ])
})

test('a run that answers too little fails instead of answering nothing', async () => {
  const { double } = doubling(vi.fn(async () => await Promise.resolve([])))
  await expect(double(1)).rejects.toThrow('Expected 1 answers')
})

/** Runs that end when they are told to, with what is under way at each moment. */
function heldRuns(options: { extraRunFrom: number }) {
  const started: (readonly string[])[] = []
  const ends: (() => void)[] = []
  const call = groupCalls({
    run: async (inputs: readonly string[]) => {
      started.push(inputs)
      await new Promise<void>(resolve => ends.push(resolve))
      return inputs
    },
    key: input => input[0] ?? '',
    sizeMax: 10,
    runsMax: 2,
    ...options,
  })
  // By setImmediate, like the runs that it waits for: a timer that is due comes before them.
  const nextTurn = () => new Promise(resolve => setImmediate(resolve))
  return { started, end: async (run: number) => (ends[run]?.(), await nextTurn()), call, nextTurn }
}

test('another run starts beside one that is under way when enough calls are waiting, and no third', async () => {
  const { started, end, call, nextTurn } = heldRuns({ extraRunFrom: 2 })
  const calls = [call('a')]
  await nextTurn()
  calls.push(call('b'))
  await nextTurn()
  expect(started).toEqual([['a']])
  calls.push(call('c'))
  await nextTurn()
  expect(started).toEqual([['a'], ['b', 'c']])
  calls.push(call('d'), call('e'), call('f'))
  await nextTurn()
  expect(started).toHaveLength(2)
  await end(1)
  expect(started).toEqual([['a'], ['b', 'c'], ['d', 'e', 'f']])
  await end(0)
  await end(2)
  expect(await Promise.all(calls)).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
})

test('calls of one key are never under way twice, also where there is room for another run', async () => {
  const { started, end, call, nextTurn } = heldRuns({ extraRunFrom: 1 })
  const calls = [call('a1')]
  await nextTurn()
  calls.push(call('a2'), call('b1'))
  await nextTurn()
  expect(started).toEqual([['a1'], ['b1']])
  await end(1)
  expect(started).toHaveLength(2)
  await end(0)
  expect(started).toEqual([['a1'], ['b1'], ['a2']])
  await end(2)
  expect(await Promise.all(calls)).toEqual(['a1', 'a2', 'b1'])
})
