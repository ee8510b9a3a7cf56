import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { terminalProgress } from './progress.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A stream that keeps what is written to it. */
function aStream(isTTY: boolean) {
  const written: string[] = []
  return { isTTY, written, write: (text: string) => written.push(text) > 0 }
}

/** The text that a terminal shows in the end: an erased line leaves nothing. */
const shown = (written: readonly string[]) =>
  written
    .join('')
    .split('\n')
    .map(line => line.split('\r\u001B[2K').at(-1))

test('elsewhere than on a terminal, a task is one line, written when the task has ended', async () => {
  const stream = aStream(false)
  const progress = terminalProgress(stream)
  const ended = progress.step('Postgres runs', () => new Promise(resolve => setTimeout(resolve, 5_200)))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(stream.written).toEqual([])
  await vi.advanceTimersByTimeAsync(200)
  await ended
  expect(stream.written).toEqual(['  ✓ Postgres runs (5.2 s)\n'])
})

test('on a terminal, the line of a task is rewritten every second and replaced at its end', async () => {
  const stream = aStream(true)
  const ended = terminalProgress(stream).step('Postgres runs', () => new Promise(resolve => setTimeout(resolve, 2_500)))
  expect(shown(stream.written)).toEqual(['  … Postgres runs (0.0 s so far)'])
  await vi.advanceTimersByTimeAsync(2_000)
  expect(shown(stream.written)).toEqual(['  … Postgres runs (2.0 s so far)'])
  await vi.advanceTimersByTimeAsync(500)
  await ended
  expect(shown(stream.written)).toEqual(['  ✓ Postgres runs (2.5 s)', ''])
  await vi.advanceTimersByTimeAsync(5_000)
  expect(shown(stream.written)).toEqual(['  ✓ Postgres runs (2.5 s)', ''])
})

test('a text during a task stands above its line', async () => {
  const stream = aStream(true)
  const progress = terminalProgress(stream)
  let finish = () => {}
  const ended = progress.step('Redis runs', () => new Promise<void>(resolve => (finish = resolve)))
  progress.say('  Redis is fetched')
  expect(shown(stream.written)).toEqual(['  Redis is fetched', '  … Redis runs (0.0 s so far)'])
  finish()
  await ended
  expect(shown(stream.written)).toEqual(['  Redis is fetched', '  ✓ Redis runs (0.0 s)', ''])
})

test('a task that fails is marked so, and its error is passed on', async () => {
  const stream = aStream(false)
  const failing = terminalProgress(stream).step('Postgres runs', () => Promise.reject(new Error('no space')))
  await expect(failing).rejects.toThrow('no space')
  expect(stream.written).toEqual(['  ✗ Postgres runs (0.0 s)\n'])
})
