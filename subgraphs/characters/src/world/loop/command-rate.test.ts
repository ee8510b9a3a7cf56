import { expect, test } from 'vitest'
import { createCommandRate, createTextRate } from './command-rate.js'

const admitted = (rate: ReturnType<typeof createCommandRate>, tick: number, asked: number) =>
  Array.from({ length: asked }, () => rate.admits('one', tick)).filter(Boolean).length

test('a character gives twenty commands in any second, and no more', () => {
  const rate = createCommandRate()
  expect(admitted(rate, 1, 12)).toBe(12)
  expect(admitted(rate, 10, 12)).toBe(8)
  expect(admitted(rate, 25, 12)).toBe(0)
  expect(admitted(rate, 26, 13)).toBe(12)
  expect(admitted(rate, 35, 9)).toBe(8)
})

test('a character says five texts in any ten seconds, and another one does not count', () => {
  const rate = createTextRate()
  expect(admitted(rate, 1, 3)).toBe(3)
  expect(admitted(rate, 100, 3)).toBe(2)
  expect(rate.admits('other', 100)).toBe(true)
  expect(admitted(rate, 250, 1)).toBe(0)
  expect(admitted(rate, 251, 4)).toBe(3)
  expect(admitted(rate, 349, 1)).toBe(0)
  expect(admitted(rate, 350, 3)).toBe(2)
})
