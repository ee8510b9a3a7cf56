import { expect, test, vi } from 'vitest'
import { groupCalls } from './group-calls.js'

const doubling = (
  run = vi.fn(async (inputs: readonly number[]) => await Promise.resolve(inputs.map(input => input * 2))),
) => ({
  run,
  double: groupCalls({ run, key: String, sizeMax: 4, runsMax: 1 }),
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
