import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findLines, LINES_MAX, logFiles } from './find-lines.js'

const directory = mkdtempSync(path.join(os.tmpdir(), 'waystone-logs-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const line = (name: string, time: number, more: object = {}) =>
  JSON.stringify({ level: 30, time, pid: 1, hostname: 'h', name, msg: 'm', requestId: 'r1', ...more })
const write = (file: string, lines: readonly string[]) => {
  const at = path.join(directory, file)
  writeFileSync(at, `${lines.join('\n')}\n`)
  return at
}
const wanted = { field: 'requestId', value: 'r1' } as const

test('lines of several files come in the order of their times; others do not come', async () => {
  const gateway = write('gateway.log', [line('gateway', 3), line('gateway', 9, { requestId: 'r11' })])
  const users = write('users.log', [
    line('users', 1),
    line('users', 5),
    line('users', 2, { requestId: 'x', msg: 'r1' }),
  ])
  const { lines, hasMore } = await findLines([gateway, users], wanted)
  expect(lines.map(({ name, time }) => [name, time])).toEqual([
    ['users', 1],
    ['gateway', 3],
    ['users', 5],
  ])
  expect(hasMore).toBe(false)
})

test('what is no line of ours is passed over, and a container’s name in front is, too', async () => {
  const file = write('mixed.log', [
    `gateway-1  | ${line('gateway', 1)}`,
    'Error: r1 was not found',
    line('users', 2).slice(0, -9),
    JSON.stringify({ requestId: 'r1' }),
  ])
  expect((await findLines([file], wanted)).lines.map(({ name }) => name)).toEqual(['gateway'])
})

test('more lines than a person reads are cut off, which is said', async () => {
  const file = write(
    'long.log',
    Array.from({ length: LINES_MAX + 1 }, (_, time) => line('users', time)),
  )
  const { lines, hasMore } = await findLines([file], wanted)
  expect(lines).toHaveLength(LINES_MAX)
  expect(hasMore).toBe(true)
})

test('a path without logs is refused with what was expected', () => {
  const empty = path.join(directory, 'empty')
  mkdirSync(empty)
  expect(() => logFiles(path.join(directory, 'nowhere'))).toThrow('Expected a log file or a directory of them, got')
  expect(() => logFiles(empty)).toThrow('has no file *.log')
  expect(logFiles('-')).toEqual(['-'])
})
